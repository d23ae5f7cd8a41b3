import { licenseRecord } from '@/domain/licensing/records'
import { addToCart } from '@/domain/orders/cart'
import { type Order, orderDocument, orderItemRecord, paymentRecord } from '@/domain/orders/records'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { transact } from '@/platform/transaction'
import { until } from '../../setup/process'
import { guest, makeShelf, openTestCheckout, placeTestOrder } from '../../setup/shop'
import { clickOn } from '../click'
import type { Stage } from '../stage'

export const actor = systemActor('test')
/** Long enough for a death, a start and the answer of the provider's repeat. */
export const patience = 60

export async function cartOf(
  { database }: Stage,
  lines: readonly { package: { _id: string } }[],
  { quantity = 1 } = {},
): Promise<string> {
  let cartId: string | null = null
  for (const line of lines) {
    const holder = { cartId, userId: null }
    const packageId = line.package._id
    const cart: { _id: string } = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder, packageId, quantity }),
    )
    cartId = cart._id
  }
  return cartId ?? ''
}

/** The newest order of this cart: who presses the button again may get another one, and the page of the first is ended. */
export const orderOfCart = ({ database }: Stage, cart: string): Promise<Order> =>
  until(() => collectionOf(database, orderDocument).findOne({ cart }, { sort: { createdAt: -1 } }))

export const orderIs = ({ database }: Stage, orderId: string, ...status: Order['status'][]): Promise<Order> =>
  until(
    () => collectionOf(database, orderDocument).findOne({ _id: orderId, status: { $in: status } }),
    patience,
  )

export async function pay({ database, simulator }: Stage, orderId: string, card?: string): Promise<void> {
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  await simulator.pay(order?.checkout?.sessionId ?? '', card)
}

/**
 * An order of a guest, paid and settled.
 * @param referredBy the affiliate whose link the buyer came by.
 */
export async function completedOrder(
  stage: Stage,
  { quantity = 1, card, referredBy }: { quantity?: number; card?: string; referredBy?: string } = {},
) {
  const { database, payload, simulator } = stage
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id, quantity })),
    guest,
    referredBy ? [clickOn(referredBy)] : [],
  )
  await simulator.pay(await openTestCheckout(payload, simulator, orderId), card)
  await orderIs(stage, orderId, 'completed')
  await stage.settled(patience)
  const items = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
  const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId, status: 'succeeded' })
  const licenses = await collectionOf(database, licenseRecord).find({ order: orderId }).toArray()
  return { orderId, shelf, items, intent: payment?.providerIds.intent ?? '', licenses }
}
