import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { CodedError } from '@/platform/errors'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { adoptCart } from './adoptCart'
import { type BegunCheckout, beginCheckout } from './beginCheckout'
import { addToCart, type CartHolder, findCart } from './cart'
import { lastBought } from './lastBought'
import { placeOrder } from './placeOrder'
import { cartRecord, orderDocument } from './records'
import { syncOrder } from './syncOrder'

let database: Database
let payload: Payload
let simulator: TestSimulator
let packageId: string
const actor = systemActor('test')
const ann = 'usr_ann000000000'
const nobody: CartHolder = { cartId: null, userId: null }

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(async () => {
  await emptyDatabase(database)
  packageId = (await makeShelf(database, 1))[0]?.package._id ?? ''
})

const add = (holder: CartHolder, quantity = 1) =>
  transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity }))

async function begin(
  cartId: string,
  { email = guest.email, userId = null }: { email?: string; userId?: string | null } = {},
): Promise<BegunCheckout> {
  const cart = await collectionOf(database, cartRecord).findOne({ _id: cartId })
  if (!cart) throw new Error('no cart')
  return beginCheckout({
    payload,
    stripe: simulator.stripe,
    cart,
    place: (ended) =>
      transactDocuments(payload, { actor }, (tx) =>
        placeOrder(tx, { cartId, userId, buyer: { ...guest, email }, locale: 'en', ended }),
      ),
    urls: ({ orderId }) => ({
      successUrl: `http://shop.test/order/${orderId}?paid=1`,
      cancelUrl: 'http://shop.test/checkout',
    }),
  })
}
const orders = () =>
  collectionOf(database, orderDocument)
    .find({}, { sort: { createdAt: 1 } })
    .toArray()
async function openPages(): Promise<string[]> {
  const open: string[] = []
  for (const { checkout } of await orders()) {
    const session =
      checkout?.sessionId && (await simulator.stripe.checkout.sessions.retrieve(checkout.sessionId))
    if (session && session.status === 'open') open.push(session.id)
  }
  return open
}

describe('[BUY-2] one cart in several tabs', () => {
  it('has one order and one payment page, whoever pressed first and however often', async () => {
    const cart = await add(nobody)
    const begun = await Promise.all(Array.from({ length: 5 }, () => begin(cart._id)))
    expect(new Set(begun.map((one) => (one.to === 'provider' ? one.url : one.to))).size).toBe(1)
    expect(await orders()).toHaveLength(1)
    expect(await openPages()).toHaveLength(1)
  })

  it('has at most one open page also where each tab names another buyer at the same moment', async () => {
    const cart = await add(nobody)
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => begin(cart._id, { email: `buyer${index}@example.com` })),
    )
    for (const one of tries)
      if (one.status === 'rejected') {
        expect(one.reason).toBeInstanceOf(CodedError)
        expect(one.reason).toMatchObject({ code: 'checkout_superseded' })
      }
    const open = await openPages()
    expect(open.length).toBeLessThanOrEqual(1)
    const led = tries.filter((one) => one.status === 'fulfilled' && one.value.to === 'provider')
    expect(led.length).toBeGreaterThanOrEqual(open.length)
  })

  it('ends the page of the tab before, and the newest can be paid', async () => {
    const cart = await add(nobody)
    await begin(cart._id, { email: 'first@example.com' })
    await begin(cart._id, { email: 'second@example.com' })
    const [sessionId = '', ...rest] = await openPages()
    expect(rest).toEqual([])
    await simulator.pay(sessionId)
    const [, second] = await orders()
    expect(second?.checkout?.sessionId).toBe(sessionId)
  })

  it('leads a tab that stayed behind to the order that another one paid, before the webhook and after', async () => {
    const cart = await add(nobody)
    await begin(cart._id)
    const [order] = await orders()
    await simulator.pay(order?.checkout?.sessionId ?? '')
    expect(await begin(cart._id)).toEqual({ to: 'order', orderId: order?._id, isFree: false })
    await syncOrder(payload, simulator.stripe, order?._id ?? '')
    expect(await findCart(database, { cartId: cart._id, userId: null })).toBeNull()
    await expect(begin(cart._id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await lastBought(database, { cartId: cart._id, userId: null })).toBe(order?._id)
    expect(await lastBought(database, { cartId: cart._id, userId: ann })).toBe(order?._id)
    expect(await lastBought(database, nobody)).toBeNull()
    expect(await orders()).toHaveLength(1)
  })

  it('keeps the cart while the payment page is open, and after coming back from it', async () => {
    const cart = await add(nobody, 2)
    await begin(cart._id)
    expect((await findCart(database, { cartId: cart._id, userId: null }))?.lines[0]?.quantity).toBe(2)
  })
})

describe('[BUY-1] a guest’s cart that is paid after its owner signed in', () => {
  it('leaves nothing of what was paid in the person’s own cart, and keeps what was not', async () => {
    const own = await add({ cartId: null, userId: ann }, 1)
    const guests = await add(nobody, 2)
    await begin(guests._id)
    const [order] = await orders()
    await transact(database, { actor }, (tx) => adoptCart(tx, { cartId: guests._id, userId: ann }))
    await simulator.pay(order?.checkout?.sessionId ?? '')
    await syncOrder(payload, simulator.stripe, order?._id ?? '')
    expect(await findCart(database, { cartId: null, userId: ann })).toMatchObject({
      _id: own._id,
      lines: [{ package: packageId, quantity: 1 }],
    })
  })

  it('is not paid again by the merged cart: its page is ended, or it is known as paid', async () => {
    await add({ cartId: null, userId: ann })
    const guests = await add(nobody)
    await begin(guests._id)
    const merged = await transact(database, { actor }, (tx) =>
      adoptCart(tx, { cartId: guests._id, userId: ann }),
    )
    const begun = await begin(merged?._id ?? '', { userId: ann })
    expect(begun.to).toBe('provider')
    const open = await openPages()
    const [first, second] = await orders()
    expect(open).toEqual([second?.checkout?.sessionId])
    await expect(simulator.pay(first?.checkout?.sessionId ?? '')).rejects.toThrow()
  })
})

describe('[BUY-5] more of the same that came into the cart while it was being paid', () => {
  it('stays in it', async () => {
    const cart = await add(nobody, 1)
    const holder = { cartId: cart._id, userId: null }
    await begin(cart._id)
    await add(holder, 2)
    const [order] = await orders()
    await simulator.pay(order?.checkout?.sessionId ?? '')
    await syncOrder(payload, simulator.stripe, order?._id ?? '')
    expect((await findCart(database, holder))?.lines).toMatchObject([{ package: packageId, quantity: 2 }])
  })
})
