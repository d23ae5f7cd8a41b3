import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { addToCart, setCartQuantity } from './cart'
import { closeOpenCheckouts } from './closeOpenCheckouts'
import { openCheckout } from './openCheckout'
import { orderUrl } from './orderLink'
import { placeOrder } from './placeOrder'
import { cartRecord, orderDocument, orderItemRecord } from './records'
import { syncOrder } from './syncOrder'

let database: Database
let payload: Payload
let simulator: TestSimulator
const actor = systemActor('test')

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(() => emptyDatabase(database))

async function filledCart(quantity = 1): Promise<string> {
  const [line] = await makeShelf(database, 1)
  const holder = { cartId: null, userId: null }
  const packageId = line?.package._id ?? ''
  return (await transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity })))._id
}

const place = (
  cartId: string,
  { ended = [], email = guest.email }: { ended?: string[]; email?: string } = {},
) =>
  transactDocuments(payload, { actor }, (tx) =>
    placeOrder(tx, { cartId, userId: null, buyer: { ...guest, email }, locale: 'en', ended }),
  )
const orders = () => collectionOf(database, orderDocument).countDocuments()

describe('[BUY-2] a cart that is sent twice at once', () => {
  it('is one order, and each sender has it', async () => {
    const cartId = await filledCart()
    const placed = await Promise.all(Array.from({ length: 5 }, () => place(cartId)))
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(1)
    expect(await orders()).toBe(1)
    expect(await collectionOf(database, orderItemRecord).countDocuments()).toBe(1)
  })

  it('leads each sender to one page of the provider, some seconds apart too', async () => {
    const cartId = await filledCart()
    const pages: string[] = []
    for (let i = 0; i < 2; i++) {
      const { orderId, placedAt } = await place(cartId)
      const successUrl = `${orderUrl('http://shop.test', orderId, placedAt)}?paid=1`
      const cancelUrl = 'http://shop.test/checkout'
      pages.push(await openCheckout({ payload, stripe: simulator.stripe, orderId, successUrl, cancelUrl }))
      await new Promise((resolve) => setTimeout(resolve, 1_100))
    }
    expect(pages[1]).toBe(pages[0])
  })

  it('is another order for another buyer, for other lines, and where the first one is over', async () => {
    const cartId = await filledCart()
    const first = await place(cartId)
    const others = [await place(cartId, { email: 'else@example.com' })]
    others.push(await place(cartId, { ended: [first.orderId] }))
    const cart = await collectionOf(database, cartRecord).findOne({ _id: cartId })
    const packageId = cart?.lines[0]?.package ?? ''
    const holder = { cartId, userId: null }
    await transact(database, { actor }, (tx) => setCartQuantity(tx, { holder, packageId, quantity: 2 }))
    others.push(await place(cartId))
    expect(new Set([first, ...others].map(({ orderId }) => orderId)).size).toBe(4)
  })
})

describe('[BUY-3] before a checkout begins, those of the cart that are open', () => {
  it('are ended, and their pages take no payment any more', async () => {
    const [line] = await makeShelf(database, 1)
    const placed = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    const sessionId = await openTestCheckout(payload, simulator, placed.orderId)
    expect(await closeOpenCheckouts(payload, simulator.stripe, { _id: placed.cartId })).toEqual({
      paid: null,
      ended: [placed.orderId],
    })
    await expect(simulator.pay(sessionId)).rejects.toThrow()
  })

  it('are told of when one is paid', async () => {
    const [line] = await makeShelf(database, 1)
    const placed = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    await simulator.pay(await openTestCheckout(payload, simulator, placed.orderId))
    const { paid } = await closeOpenCheckouts(payload, simulator.stripe, { _id: placed.cartId })
    expect(paid).toBe(placed.orderId)
  })
})

describe('[BUY-5] a cart that grew while its order was being paid', () => {
  it('keeps what was not bought', async () => {
    const [bought, added] = await makeShelf(database, 2)
    const placed = await placeTestOrder({ database, payload }, [{ package: bought?.package._id ?? '' }])
    await simulator.pay(await openTestCheckout(payload, simulator, placed.orderId))
    const holder = { cartId: placed.cartId, userId: null }
    const packageId = added?.package._id ?? ''
    await transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity: 1 }))
    await syncOrder(payload, simulator.stripe, placed.orderId)
    expect(await collectionOf(database, cartRecord).findOne({ _id: placed.cartId })).toMatchObject({
      order: null,
      lines: [{ package: packageId, quantity: 1 }],
    })
  })
})

describe('[BUY-1] a package of which one is sold', () => {
  it('is paid once, whatever quantity the cart was made to say', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    const pkg = await makePackage(database, product, { quantityMode: 'single' })
    const holder = { cartId: null, userId: null }
    const cart = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder, packageId: pkg._id, quantity: 7 }),
    )
    const own = { cartId: cart._id, userId: null }
    const set = await transact(database, { actor }, (tx) =>
      setCartQuantity(tx, { holder: own, packageId: pkg._id, quantity: 50 }),
    )
    expect(set.lines[0]?.quantity).toBe(1)
    await collectionOf(database, cartRecord).updateOne(
      { _id: cart._id },
      { $set: { 'lines.0.quantity': 50 } },
    )
    expect((await place(cart._id)).totalMinor).toBe(4_900)
  })
})
