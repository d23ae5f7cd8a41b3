import { type Order, orderDocument, refundRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { makeAffiliate } from '../../setup/affiliates'
import { until } from '../../setup/process'
import { makeShelf, placeTestOrder } from '../../setup/shop'
import type { History } from '../histories'
import type { Stage } from '../stage'
import { completedOrder, orderIs, patience } from './shop'

export const refundHistories: readonly History[] = [
  {
    name: 'a refund of a part, then of the rest, of a sale that an affiliate brought',
    async prepare(stage) {
      const { _id: referredBy } = await makeAffiliate(stage.database, { code: 'ada' })
      const { orderId, items } = await completedOrder(stage, { quantity: 2, referredBy })
      const lines = [{ item: items[0]?._id ?? '', grossMinor: 1_234 }]
      return async () => {
        await stage.web('refund', { orderId, key: 'refund-1', lines })
        await orderIs(stage, orderId, 'partially_refunded')
        await stage.settled(patience)
        await stage.web('refund', { orderId, key: 'refund-2' })
        await orderIs(stage, orderId, 'refunded')
      }
    },
  },
  {
    name: 'a refund made at the provider itself, one that it then refuses, the rest by us',
    async prepare(stage) {
      const { orderId, intent } = await completedOrder(stage)
      await stage.simulator.control('POST', '/switches', { drop: ['*'] })
      await stage.simulator.stripe.refunds.create({ payment_intent: intent, amount: 1_000 })
      return async () => {
        await stage.web('refund', { orderId, key: 'refund-3' })
        await refundIs(stage, { order: orderId, status: 'failed' })
        await stage.web('sync', { orderId })
        await orderIs(stage, orderId, 'partially_refunded')
        await stage.settled(patience)
        await stage.simulator.control('POST', '/switches', { drop: [] })
        await stage.web('refund', { orderId, key: 'refund-4' })
        await orderIs(stage, orderId, 'refunded')
      }
    },
  },
  {
    name: 'a refund that fails, one that the bank sends back, and the transfer by hand',
    async prepare(stage) {
      const { orderId } = await completedOrder(stage)
      await stage.simulator.control('POST', '/switches', { failRefunds: 1 })
      return async () => {
        await stage.web('refund', { orderId, key: 'refund-5' })
        await refundIs(stage, { order: orderId, status: 'failed' })
        await stage.settled(patience)
        await stage.web('refund', { orderId, key: 'refund-6' })
        await orderIs(stage, orderId, 'refunded')
        await stage.settled(patience)
        const done = await refundIs(stage, { order: orderId, status: 'succeeded' })
        await stage.simulator.control('POST', `/refunds/${done.providerRefund}/fail`, {})
        await orderHas(stage, orderId, { owedMinor: { $gt: 0 } })
        await stage.settled(patience)
        await stage.web('payByHand', { orderId })
        await orderHas(stage, orderId, { owedMinor: 0 })
      }
    },
  },
  {
    name: 'a payment of another amount that is held and given back',
    async prepare(stage) {
      const { orderId, sessionId } = await otherAmount(stage)
      return async () => {
        await stage.simulator.pay(sessionId)
        await orderIs(stage, orderId, 'paid')
        await orderHas(stage, orderId, { owedMinor: 12_345 })
        await stage.settled(patience)
        await stage.web('refund', { orderId, key: 'refund-7' })
        await orderIs(stage, orderId, 'refunded')
      }
    },
  },
]

const refundIs = ({ database }: Stage, filter: { order: string; status: 'failed' | 'succeeded' }) =>
  until(() => collectionOf(database, refundRecord).findOne(filter), patience)

const orderHas = (
  { database }: Stage,
  orderId: string,
  field: { owedMinor: number | { $gt: number } },
): Promise<Order> =>
  until(() => collectionOf(database, orderDocument).findOne({ _id: orderId, ...field }), patience)

/** An order of 98.00 whose page asks for 123.45. */
async function otherAmount({ database, payload, simulator }: Stage) {
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id })),
  )
  const product_data = { name: 'Something else' }
  const session = await simulator.stripe.checkout.sessions.create({
    mode: 'payment',
    customer_email: 'guest@example.com',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 12_345, product_data } }],
    success_url: 'http://localhost:3000/order/x?paid=1',
    metadata: { order: orderId },
    payment_intent_data: { metadata: { order: orderId } },
  })
  await collectionOf(database, orderDocument).updateOne(
    { _id: orderId },
    { $set: { checkout: { sessionId: session.id, url: session.url, expiresAt: null } } },
  )
  return { orderId, sessionId: session.id }
}
