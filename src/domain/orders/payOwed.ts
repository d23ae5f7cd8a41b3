import { type NewEntry, postEntries } from '@/domain/ledger/postEntry'
import { creditPaidPostings } from '@/domain/ledger/postings'
import type { DocumentTx } from '@/platform/documentTransaction'
import { invariant } from '@/platform/errors'
import type { Minor } from '@/platform/money'
import { step } from '@/platform/steps'
import { changeOrderStatus, updateOrder } from './changeOrderStatus'
import { type Order, orderItemRecord, type Refund } from './records'

/**
 * The buyer's money that lay with us goes to the buyer: booked, and no longer owed. The sale is not touched: what came
 * back by the bank was given back before. A held order that owes nothing any more ends as refunded.
 */
export async function payOwed(
  tx: DocumentTx,
  { order, refund, amountMinor }: { order: Order; refund: Refund; amountMinor: Minor },
): Promise<void> {
  const owedMinor = (order.owedMinor ?? 0) - amountMinor
  invariant(owedMinor >= 0, `order ${order._id} owes what refund ${refund._id} pays`)
  const entry: NewEntry = {
    key: refund.byHand ? `paid_by_hand:${refund._id}` : `refund:${refund._id}:owed`,
    kind: refund.byHand ? 'paid_by_hand' : 'refund',
    currency: refund.currency,
    postings: creditPaidPostings(order.customer, amountMinor, refund.byHand ? 'bank' : 'stripe'),
    refs: { order: order._id, customer: order.customer, refund: refund._id },
    memo: refund.reason,
  }
  await step('refund.owed.entry', () => postEntries(tx, [entry]))
  await step('refund.owed.order', () => noLongerOwed(tx, { order, owedMinor, amountMinor }))
}

async function noLongerOwed(
  tx: DocumentTx,
  { order, owedMinor, amountMinor }: { order: Order; owedMinor: Minor; amountMinor: Minor },
): Promise<void> {
  if (order.status !== 'paid') return updateOrder(tx, order._id, { owedMinor })
  const refundedMinor = order.totals.refundedMinor + amountMinor
  const change = { owedMinor, totals: { ...order.totals, refundedMinor } }
  if (owedMinor > 0) return updateOrder(tx, order._id, change)
  await tx.of(orderItemRecord).updateMany({ order: order._id }, { $set: { status: 'refunded' } })
  await changeOrderStatus(tx, order, 'refundAll', { ...change, refundedAt: tx.now })
}
