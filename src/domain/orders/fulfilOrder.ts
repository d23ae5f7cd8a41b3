import { bookCommissions } from '@/domain/affiliates/bookCommissions'
import { type NewEntry, postEntries } from '@/domain/ledger/postEntry'
import { salePostings } from '@/domain/ledger/postings'
import { issueForLines } from '@/domain/licensing/issueLicenses'
import { invariant } from '@/platform/errors'
import { step } from '@/platform/steps'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { insertInvoice } from './insertInvoice'
import { lineText } from './lineText'
import type { Sale } from './readSale'
import { type OrderItem, orderItemRecord } from './records'
import { refuseOwnCard } from './refuseOwnCard'
import { renewForLines } from './renewForLines'
import { settleCart } from './settleCart'

/**
 * Everything that a completed order brings about, in the transaction that completes it: lines completed, licenses issued or renewed,
 * money split in the ledger, affiliate commissions booked, the invoice (numbered right after by the sealing job), the
 * mails as outbox rows (BUY-5). Called by the Orders hook and by nothing else; a unique key per effect makes a second
 * time impossible. One write to each collection, however many lines; a renewal has its own.
 * @param sale read in this transaction.
 * @param booked entries of the same act, the provider's fee: booked with the sale in one write.
 */
export async function fulfilOrder(tx: Tx, sale: Sale, booked: readonly NewEntry[] = []): Promise<void> {
  const { order } = sale
  invariant(!sale.isBraked, 'nothing is issued while the books are frozen')
  const items = await step('order.complete.lines', () => completeItems(tx, sale))
  const sold = items.filter(({ renews }) => !renews)
  await step('order.complete.licenses', () => issueForLines(tx, sold, order.customer))
  await step('order.complete.renewals', () => renewForLines(tx, items))
  await step('order.complete.entries', () => postEntries(tx, [...booked, ...items.map(saleEntry)]))
  await step('order.complete.commissions', () => bookCommissions(tx, items))
  const isFree = order.totals.totalMinor === 0
  if (!isFree) await step('order.complete.invoice', () => writeInvoice(tx, sale))
  const sellers = new Set(items.filter((item) => !item.house).map((item) => item.seller))
  const mails = [
    ...(isFree ? [orderMail(order._id, order.customer)] : []),
    ...[...sellers].map((seller) => saleMail(order._id, seller)),
  ]
  await step('order.complete.mails', () => tx.emit(...mails))
  const { cart } = order
  if (cart) await step('order.complete.cart', () => settleCart(tx, cart, order._id, items))
}

const saleMail = (orderId: string, seller: string) => ({
  key: `mail:sale:${orderId}:${seller}`,
  kind: 'mail',
  payload: { template: 'sale', to: seller, locale: 'en', data: { order: orderId, seller } },
  refs: { order: orderId },
})

/** The buyer's mail: sent with the numbered invoice, or at once where there is none. */
export const orderMail = (orderId: string, customer: string) => ({
  key: `mail:order-completed:${orderId}`,
  kind: 'mail',
  payload: { template: 'order-completed', to: customer, locale: 'en', data: { order: orderId } },
  refs: { order: orderId },
})

async function completeItems(tx: Tx, sale: Sale): Promise<OrderItem[]> {
  const { order } = sale
  const items = await refuseOwnCard(tx, sale)
  invariant(items.length > 0, `order ${order._id} has lines`)
  const change = { status: 'completed' as const, completedAt: tx.now }
  const holdUntil = { $dateAdd: { startDate: tx.now, unit: 'day', amount: '$holdDays' } }
  const moved = await tx
    .of(orderItemRecord)
    .updateMany({ order: order._id, completedAt: null }, [{ $set: { ...change, holdUntil } }])
  invariant(moved === items.length, `the lines of order ${order._id} complete once`)
  return items.map((item) => ({ ...item, ...change, holdUntil: addDays(tx.now, item.holdDays) }))
}

const saleEntry = (item: OrderItem): NewEntry => ({
  key: `sale:${item._id}`,
  kind: 'sale',
  currency: item.currency,
  postings: salePostings(item, item.legs),
  refs: { order: item.order, orderItem: item._id, seller: item.seller },
})

async function writeInvoice(tx: Tx, { order, items, payments, customer, settings }: Sale): Promise<void> {
  // None where staff completed the order without one.
  const payment = payments.find(({ status }) => status === 'succeeded')
  await insertInvoice(tx, {
    kind: 'invoice',
    order,
    customer,
    settings,
    refund: null,
    corrects: null,
    paidWith: payment ? [payment.method.brand, payment.method.last4].filter(Boolean).join(' ') : null,
    lines: items.map((item) => ({
      item: item._id,
      text: lineText(item),
      seller: item.sellerName,
      quantity: item.quantity,
      unitPriceMinor: item.unitPriceMinor,
      netMinor: item.legs.netMinor,
      tax: item.tax,
    })),
  })
}
