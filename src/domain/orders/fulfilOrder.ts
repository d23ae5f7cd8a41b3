import { commissionRecord } from '@/domain/affiliates/records'
import { type NewEntry, postEntries } from '@/domain/ledger/postEntry'
import { salePostings } from '@/domain/ledger/postings'
import { issueLicenses } from '@/domain/licensing/issueLicenses'
import { invariant } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { insertInvoice } from './insertInvoice'
import { readInvoiceParties } from './readInvoiceParties'
import { cartRecord, type Order, type OrderItem, orderItemRecord } from './records'

/**
 * Everything that a completed order brings about, in the transaction that completes it: lines completed, licenses issued,
 * money split in the ledger, affiliate commissions booked, the invoice (numbered right after by the sealing job), the
 * mails as outbox rows (BUY-5). Called by the Orders hook and by nothing else; a unique key per effect makes a second
 * time impossible.
 * @param booked entries of the same act, the provider's fee: booked with the sale in one write.
 */
export async function fulfilOrder(
  tx: Tx,
  order: Pick<Order, '_id' | 'customer' | 'currency' | 'totals' | 'cart'>,
  booked: readonly NewEntry[] = [],
): Promise<void> {
  const items = await completeItems(tx, order._id)
  for (const item of items) await issueLicenses({ tx, item, customerId: order.customer })
  await postEntries(tx, [...booked, ...items.map(saleEntry)])
  await bookCommissions(tx, items)
  if (order.totals.totalMinor > 0) await writeInvoice(tx, order, items)
  else await tx.emit(orderMail(order._id, order.customer))
  for (const seller of new Set(items.filter((item) => !item.house).map((item) => item.seller)))
    await tx.emit({
      key: `mail:sale:${order._id}:${seller}`,
      kind: 'mail',
      payload: { template: 'sale', to: seller, locale: 'en', data: { order: order._id, seller } },
      refs: { order: order._id },
    })
  if (order.cart) await settleCart(tx, order.cart, order._id, items)
}

/** The cart is done; what the buyer put in while the payment page was open was not bought and stays in it. */
async function settleCart(
  tx: Tx,
  cartId: string,
  orderId: string,
  items: readonly OrderItem[],
): Promise<void> {
  const cart = await tx.of(cartRecord).findOne({ _id: cartId, order: null })
  if (!cart) return
  const lines = cart.lines.filter((line) => !items.some((item) => item.package === line.package))
  const change = lines.length > 0 ? { lines } : { order: orderId }
  await tx.of(cartRecord).update({ _id: cartId, order: null }, { $set: { ...change, updatedAt: tx.now } })
}

/** The buyer's mail: sent with the numbered invoice, or at once where there is none. */
export const orderMail = (orderId: string, customer: string) => ({
  key: `mail:order-completed:${orderId}`,
  kind: 'mail',
  payload: { template: 'order-completed', to: customer, locale: 'en', data: { order: orderId } },
  refs: { order: orderId },
})

async function completeItems(tx: Tx, orderId: string): Promise<OrderItem[]> {
  const items = await tx.of(orderItemRecord).find({ order: orderId }, { sort: { _id: 1 } })
  invariant(items.length > 0, `order ${orderId} has lines`)
  const completed: OrderItem[] = []
  for (const item of items) {
    const change = {
      status: 'completed' as const,
      completedAt: tx.now,
      holdUntil: addDays(tx.now, item.holdDays),
    }
    const moved = await tx.of(orderItemRecord).update({ _id: item._id, completedAt: null }, { $set: change })
    invariant(moved, `line ${item._id} completes once`)
    completed.push({ ...item, ...change })
  }
  return completed
}

const saleEntry = (item: OrderItem): NewEntry => ({
  key: `sale:${item._id}`,
  kind: 'sale',
  currency: item.currency,
  postings: salePostings(item, item.legs),
  refs: { order: item.order, orderItem: item._id, seller: item.seller },
})

async function bookCommissions(tx: Tx, items: readonly OrderItem[]): Promise<void> {
  await tx.of(commissionRecord).insertMany(
    items.flatMap((item) =>
      item.affiliate && item.legs.affiliateMinor > 0
        ? [
            {
              _id: newId('com'),
              affiliate: item.affiliate.affiliate,
              order: item.order,
              orderItem: item._id,
              currency: item.currency,
              baseMinor: item.legs.netMinor,
              rateBps: item.affiliate.rateBps,
              amountMinor: item.legs.affiliateMinor,
              reversedMinor: 0,
              status: 'pending' as const,
              holdUntil: item.holdUntil ?? tx.now,
              createdAt: tx.now,
            },
          ]
        : [],
    ),
  )
}

async function writeInvoice(
  tx: Tx,
  order: Pick<Order, '_id' | 'customer' | 'currency' | 'totals'>,
  items: readonly OrderItem[],
): Promise<void> {
  const { customer, settings, payment } = await readInvoiceParties(tx, order)
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
      text: `${item.productName}, ${item.packageName}`,
      seller: item.sellerName,
      quantity: item.quantity,
      unitPriceMinor: item.unitPriceMinor,
      netMinor: item.legs.netMinor,
      tax: item.tax,
    })),
  })
}
