import type { Document } from 'mongodb'
import { type Customer, customerDocument } from '@/domain/accounts/records'
import { parseSettings, type Settings } from '@/domain/accounts/settings'
import { invariant } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import { type Order, type Payment, paymentRecord } from './records'

export interface InvoiceParties {
  customer: Customer
  settings: Settings
  /** The payment that succeeded; null where staff completed the order without one. */
  payment: Payment | null
}

interface Row {
  settings: Record<string, unknown>[]
  payments: Payment[]
}

/**
 * Buyer, platform and payment as they are now, in one question instead of three: what a completion costs is above all the
 * number of its commands (`tools/bench/completion.ts`).
 */
export async function readInvoiceParties(
  tx: Tx,
  order: Pick<Order, '_id' | 'customer'>,
): Promise<InvoiceParties> {
  const [row] = await tx.database.db
    .collection<Customer>(customerDocument.name)
    .aggregate<Customer & Row>([{ $match: { _id: order.customer } }, settingsOf, paymentOf(order._id)], {
      session: tx.session,
    })
    .toArray()
  invariant(row, `order ${order._id} has a customer`)
  const { settings, payments, ...customer } = row
  return { customer, settings: parseSettings(settings[0] ?? {}), payment: payments[0] ?? null }
}

const settingsOf: Document = {
  $lookup: { from: 'globals', pipeline: [{ $match: { globalType: 'settings' } }], as: 'settings' },
}

const paymentOf = (orderId: string): Document => ({
  $lookup: {
    from: paymentRecord.name,
    pipeline: [{ $match: { order: orderId, status: 'succeeded' } }],
    as: 'payments',
  },
})
