import { cartRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addSeconds } from '@/platform/time'
import { until } from '../../setup/process'
import { makeShelf, openTestCheckout, placeTestOrder } from '../../setup/shop'
import type { History } from '../histories'
import { orderIs, patience } from './shop'

export const cartHistories: readonly History[] = [
  {
    name: 'a cart that was left at the payment, and its one reminder',
    async prepare(stage) {
      const { database, payload, simulator } = stage
      const lines = (await makeShelf(database)).map((line) => ({ package: line.package._id }))
      const { orderId, cartId } = await placeTestOrder({ database, payload }, lines)
      await simulator.stripe.checkout.sessions.expire(await openTestCheckout(payload, simulator, orderId))
      await orderIs(stage, orderId, 'canceled')
      const carts = collectionOf(database, cartRecord)
      const longAgo = addSeconds(new Date(), -5 * 3_600)
      await carts.updateOne({ _id: cartId }, { $set: { 'placed.at': longAgo } })
      return async () => {
        await stage.due('remind-carts')
        await until(() => carts.findOne({ _id: cartId, remindedAt: { $type: 'date' } }), patience)
        const mail = { 'payload.template': 'cart-reminder', state: 'done' as const }
        await until(() => collectionOf(database, outboxRow).findOne(mail), patience)
      }
    },
  },
]
