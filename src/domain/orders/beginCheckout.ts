import type { Payload } from 'payload'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { conflict } from '@/platform/errors'
import type { Stripe } from '@/platform/stripe'
import { closeOpenCheckouts, endSession } from './closeOpenCheckouts'
import { openCheckout } from './openCheckout'
import type { PlacedOrder } from './placeOrder'
import { type Cart, cartRecord, orderDocument } from './records'
import { cartNamed } from './settleCart'

/** Where the buyer goes: to the provider's page; or to the order, which was paid already or costs nothing. */
export type BegunCheckout =
  | { to: 'provider'; url: string }
  | { to: 'order'; orderId: string; isFree: boolean }

/**
 * Places the order of a cart and opens its payment page, so that one page at most is open for a cart however many tabs
 * press the button: the open ones are ended before, those that another tab opened meanwhile after, and whoever finds a
 * newer order in its place ends its own.
 * @param place places the order; it is told which orders of the cart are over.
 * @throws CodedError whatever `place` throws; 409 checkout_superseded where another tab was later.
 */
export async function beginCheckout({
  payload,
  stripe,
  cart,
  place,
  urls,
}: {
  payload: Payload
  stripe: Stripe
  cart: Pick<Cart, '_id' | 'merged'>
  place: (ended: string[]) => Promise<PlacedOrder>
  urls: (placed: PlacedOrder) => { successUrl: string; cancelUrl: string }
}): Promise<BegunCheckout> {
  const before = await closeOpenCheckouts(payload, stripe, cart)
  if (before.paid) return { to: 'order', orderId: before.paid, isFree: false }
  const placed = await place(before.ended)
  const { orderId } = placed
  const meanwhile = await closeOpenCheckouts(payload, stripe, cart, orderId)
  if (meanwhile.paid) return { to: 'order', orderId: meanwhile.paid, isFree: false }
  if (placed.totalMinor === 0) return { to: 'order', orderId, isFree: true }
  const url = await openCheckout({ payload, stripe, orderId, ...urls(placed) })
  if (await isNewest(payload, cart, orderId)) return { to: 'provider', url }
  const sessionId = await sessionOf(payload, orderId)
  if (sessionId && (await endSession(stripe, sessionId)) === 'paid')
    return { to: 'order', orderId, isFree: false }
  throw conflict('checkout_superseded', 'Another tab went on with this cart. Nothing was charged here.')
}

/** Asked after the page is open: who places later ends it, who placed earlier learns of it here. */
async function isNewest(payload: Payload, cart: Pick<Cart, '_id'>, orderId: string): Promise<boolean> {
  const carts = collectionOf(databaseOf(payload), cartRecord)
  const now = await carts.findOne(cartNamed(cart._id))
  return now?.order === null && now.placed?.order === orderId
}

async function sessionOf(payload: Payload, orderId: string): Promise<string | null> {
  const order = await collectionOf(databaseOf(payload), orderDocument).findOne({ _id: orderId })
  return order?.checkout?.sessionId ?? null
}
