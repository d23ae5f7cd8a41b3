import type { NewEntry } from '@/domain/ledger/postEntry'
import { creditPostings } from '@/domain/ledger/postings'
import { entryRecord } from '@/domain/ledger/records'
import type { Tx } from '@/platform/transaction'
import { type Order, paymentRecord } from './records'

/**
 * A payment of another amount than the order's was never split: all of it is the buyer's and lies with us, until it is
 * refunded.
 * @returns its entry and what the order owes with it; null where it is booked, or the provider shows no charge yet.
 */
export async function holdPayment(
  tx: Tx,
  order: Pick<Order, '_id' | 'customer' | 'owedMinor'>,
): Promise<{ entry: NewEntry; owedMinor: number } | null> {
  const payment = await tx.of(paymentRecord).findOne({ order: order._id, status: 'succeeded' })
  if (!payment) return null
  const key = `held:${payment._id}`
  if (await tx.of(entryRecord).findOne({ _id: key })) return null
  return {
    owedMinor: (order.owedMinor ?? 0) + payment.amountMinor,
    entry: {
      key,
      kind: 'held',
      currency: payment.currency,
      postings: creditPostings(order.customer, payment.amountMinor),
      refs: { order: order._id, customer: order.customer, payment: payment._id },
    },
  }
}
