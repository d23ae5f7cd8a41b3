import { customerDocument } from '@/domain/accounts/records'
import { addressHash, isStopped } from '@/domain/notifications/mailStops'
import { collectionOf, type Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { step } from '@/platform/steps'
import { addSeconds } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { cartRecord, type Order, orderDocument } from './records'

/** Later than this a reminder is about something forgotten for good. */
const lastHours = 72
const hour = 3_600
const unpaid = ['pending', 'failed', 'canceled'] as const

/**
 * Carts whose order was placed so long ago and not paid, oldest first, that nobody has decided about yet.
 * @param hours how long somebody is left alone.
 */
export async function cartsToRemindOf(
  database: Database,
  { now, hours, limit = 200 }: { now: Date; hours: number; limit?: number },
): Promise<string[]> {
  const at = { $lte: addSeconds(now, -hours * hour), $gt: addSeconds(now, -(hours + lastHours) * hour) }
  const carts = await collectionOf(database, cartRecord)
    .find({ 'placed.at': at, order: null, remindedAt: null, 'lines.0': { $exists: true } })
    .sort({ 'placed.at': 1 })
    .limit(limit)
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  return carts.map(({ _id }) => _id)
}

/**
 * Decides once for a cart whether its buyer is reminded of it by mail, and writes the mail: not while a payment page is
 * open, not where the cart or anything else was bought with the address since, not to who stopped such mails, and one a
 * week to an address. The decision is one conditional write: of two workers one makes it.
 * @returns whether a mail was written.
 */
export async function remindOfCart(tx: Tx, cartId: string): Promise<boolean> {
  const open = await tx.of(cartRecord).findOne({ _id: cartId, order: null, remindedAt: null })
  const order = open?.placed && (await tx.read(orderDocument).findOne({ _id: open.placed.order }))
  // The provider says when its page is over: until then somebody may be paying.
  if (!order || (order.status === 'pending' && order.checkout?.sessionId)) return false
  const decided = await step('cart.remind.decide', () =>
    tx
      .of(cartRecord)
      .update({ _id: cartId, order: null, remindedAt: null }, { $set: { remindedAt: tx.now } }),
  )
  const customer = await tx.read(customerDocument).findOne({ _id: order.customer })
  if (!decided || !customer || !isUnpaid(order)) return false
  if (await isStopped(tx.database, 'cart-reminder', customer.email)) return false
  if (await boughtSince(tx.database, customer.email, order.createdAt)) return false
  const week = Math.floor(tx.now.getTime() / (7 * 86_400_000))
  const key = `mail:cart-reminder:${addressHash(customer.email).slice(0, 32)}:${week}`
  if (await tx.of(outboxRow).findOne({ _id: key })) return false
  await step('cart.remind.mail', () =>
    tx.emit({
      key,
      kind: 'mail',
      payload: {
        template: 'cart-reminder',
        to: customer._id,
        locale: order.locale,
        data: { order: order._id, cart: cartId },
      },
      refs: { order: order._id },
    }),
  )
  return true
}

export const isUnpaid = ({ status }: Pick<Order, 'status'>): boolean =>
  unpaid.some((state) => state === status)

/** Whether anything was bought with the address since: then it is not what was left behind that matters. */
export async function boughtSince(database: Database, email: string, since: Date): Promise<boolean> {
  const buyers = await collectionOf(database, customerDocument)
    .find({ email })
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  const order = await collectionOf(database, orderDocument).findOne({
    customer: { $in: buyers.map(({ _id }) => _id) },
    status: { $nin: [...unpaid] },
    createdAt: { $gte: since },
  })
  return order !== null
}
