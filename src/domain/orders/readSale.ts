import type { Document } from 'mongodb'
import { type Customer, customerDocument } from '@/domain/accounts/records'
import { parseSettings, type Settings } from '@/domain/accounts/settings'
import { brakeRecord } from '@/platform/brake'
import { invariant } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import {
  type Order,
  type OrderItem,
  orderDocument,
  orderItemRecord,
  type Payment,
  paymentRecord,
} from './records'

/** Everything that an order is settled by and fulfilled from, as it is at one moment. */
export interface Sale {
  order: Order
  /** In the order of the cart. */
  items: OrderItem[]
  /** Attempts to pay, oldest first. */
  payments: Payment[]
  customer: Customer
  settings: Settings
  /** The books are frozen: nothing is issued now (`platform/brake.ts`). */
  isBraked: boolean
}

interface Row {
  items: OrderItem[]
  payments: Payment[]
  customers: Customer[]
  settings: Record<string, unknown>[]
  brakes: unknown[]
}

/**
 * One question instead of five: what a completion costs is above all the number of its commands
 * (`tools/bench/completion.ts`).
 * @returns null for an unknown order.
 */
export async function readSale(tx: Tx, orderId: string): Promise<Sale | null> {
  const [row] = await tx.database.db
    .collection<Order>(orderDocument.name)
    .aggregate<Order & Row>([{ $match: { _id: orderId } }, ...parts], { session: tx.session })
    .toArray()
  if (!row) return null
  const { items, payments, customers, settings, brakes, ...order } = row
  const [customer] = customers
  invariant(customer, `order ${orderId} has a customer`)
  return {
    ...{ order, items, payments, customer },
    settings: parseSettings(settings[0] ?? {}),
    isBraked: brakes.length > 0,
  }
}

const parts: Document[] = [
  {
    $lookup: {
      from: orderItemRecord.name,
      localField: '_id',
      foreignField: 'order',
      pipeline: [{ $sort: { _id: 1 } }],
      as: 'items',
    },
  },
  {
    $lookup: {
      from: paymentRecord.name,
      localField: '_id',
      foreignField: 'order',
      pipeline: [{ $sort: { createdAt: 1 } }],
      as: 'payments',
    },
  },
  { $lookup: { from: customerDocument.name, localField: 'customer', foreignField: '_id', as: 'customers' } },
  { $lookup: { from: brakeRecord.name, pipeline: [{ $match: { releasedAt: null } }], as: 'brakes' } },
  { $lookup: { from: 'globals', pipeline: [{ $match: { globalType: 'settings' } }], as: 'settings' } },
]
