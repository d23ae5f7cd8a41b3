import { customerDocument } from '@/domain/accounts/records'
import { licenseRecord } from '@/domain/licensing/records'
import { addRenewal } from '@/domain/orders/addRenewal'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { makeAffiliate } from '../../setup/affiliates'
import { makePackage, makeProduct, makeSeller } from '../../setup/catalogFixtures'
import { until } from '../../setup/process'
import { guest, makeShelf, openTestCheckout, placeTestOrder } from '../../setup/shop'
import type { History } from '../histories'
import type { Stage } from '../stage'
import { actor, cartOf, completedOrder, orderIs, orderOfCart, patience, pay } from './shop'

export const purchaseHistories: readonly History[] = [
  {
    name: 'a purchase of three licenses from two sellers, brought by an affiliate',
    async prepare(stage) {
      const shelf = await makeShelf(stage.database)
      const cartId = await cartOf(stage, shelf, { quantity: 2 })
      const { _id: referredBy } = await makeAffiliate(stage.database, { code: 'ada' })
      return async () => {
        await stage.web('checkout', { cartId, userId: null, buyer: guest, referredBy })
        const { _id: orderId } = await orderOfCart(stage, cartId)
        await pay(stage, orderId)
        await orderIs(stage, orderId, 'completed')
      }
    },
  },
  {
    name: 'a purchase that the return page settles, because no webhook came',
    async prepare(stage) {
      await stage.simulator.control('POST', '/switches', { drop: ['*'] })
      const cartId = await cartOf(stage, await makeShelf(stage.database))
      return async () => {
        await stage.web('checkout', { cartId, userId: null, buyer: guest })
        const { _id: orderId } = await orderOfCart(stage, cartId)
        await pay(stage, orderId)
        await stage.web('sync', { orderId })
        await orderIs(stage, orderId, 'completed')
      }
    },
  },
  {
    name: 'an order of nothing',
    async prepare(stage) {
      const { database } = stage
      const product = await makeProduct(database, await makeSeller(database))
      const free = await makePackage(database, product, { pricingModel: 'free', prices: [] })
      const cartId = await cartOf(stage, [{ package: free }])
      return async () => {
        await stage.web('checkout', { cartId, userId: null, buyer: guest })
        const { _id: orderId } = await orderOfCart(stage, cartId)
        await orderIs(stage, orderId, 'completed')
      }
    },
  },
  {
    name: 'a card that is declined, a cart that changes, a page that is left',
    async prepare(stage) {
      const shelf = await makeShelf(stage.database)
      const cartId = await cartOf(stage, shelf.slice(0, 1))
      return async () => {
        const buyer = guest
        await stage.web('checkout', { cartId, userId: null, buyer })
        const first = await orderOfCart(stage, cartId)
        await pay(stage, first._id, '4000000000000002')
        const orders = collectionOf(stage.database, orderDocument)
        await until(() => orders.findOne({ _id: first._id, declineReason: { $type: 'string' } }), patience)
        await stage.web('checkout', { cartId, userId: null, buyer: { ...buyer, company: 'Guest Ltd' } })
        await orderIs(stage, first._id, 'failed')
        const second = await until(() => orders.findOne({ cart: cartId, _id: { $ne: first._id } }))
        await stage.simulator.stripe.checkout.sessions.expire(second.checkout?.sessionId ?? '')
        await orderIs(stage, second._id, 'canceled')
      }
    },
  },
  {
    name: 'a page that web opened and died before it noted that, and the buyer went away',
    async prepare(stage) {
      const { database, payload, simulator } = stage
      const lines = (await makeShelf(database)).map((line) => ({ package: line.package._id }))
      const { orderId } = await placeTestOrder({ database, payload }, lines)
      const sessionId = await openTestCheckout(payload, simulator, orderId)
      await collectionOf(database, orderDocument).updateOne({ _id: orderId }, { $unset: { checkout: 1 } })
      return async () => {
        await simulator.stripe.checkout.sessions.expire(sessionId)
        await orderIs(stage, orderId, 'canceled')
      }
    },
  },
  {
    name: 'a renewal that is paid and given back',
    async prepare(stage) {
      const { license, cartId, user } = await renewalInCart(stage)
      return async () => {
        await stage.web('checkout', { cartId, userId: user, buyer: guest })
        const { _id: orderId } = await orderOfCart(stage, cartId)
        await pay(stage, orderId)
        await orderIs(stage, orderId, 'completed')
        await stage.settled(patience)
        await stage.web('refund', { orderId, key: 'refund-1' })
        await orderIs(stage, orderId, 'refunded')
        const licenses = collectionOf(stage.database, licenseRecord)
        await until(() => licenses.findOne({ _id: license._id, expiresAt: license.expiresAt }), patience)
      }
    },
  },
]

async function renewalInCart(stage: Stage) {
  const { database } = stage
  const user = newId('usr')
  const { items, licenses } = await completedOrder(stage)
  const [sold, item] = [licenses[0], items[0]]
  if (!sold || !item) throw new Error('the order has a license')
  await collectionOf(database, customerDocument).updateOne({ _id: sold.customer }, { $set: { user } })
  // Sold as a year's license that ends in twenty days.
  const end = addDays(new Date(), 20)
  const ends = { expiresAt: end, updatesUntil: end, supportUntil: end }
  const terms = { ...sold.terms, term: 'annual' as const, updateMonths: null, supportMonths: null }
  await collectionOf(database, licenseRecord).updateOne({ _id: sold._id }, { $set: { ...ends, terms } })
  const cart = await transact(database, { actor }, (tx) =>
    addRenewal(tx, { holder: { cartId: null, userId: user }, licenseId: sold._id }),
  )
  return { license: { ...sold, ...ends }, cartId: cart._id, user }
}
