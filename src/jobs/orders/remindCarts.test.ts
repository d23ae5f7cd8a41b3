import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { customerDocument } from '@/domain/accounts/records'
import { allowMails, isStopped, readStopToken, stopMails } from '@/domain/notifications/mailStops'
import { mailStopRecord } from '@/domain/notifications/records'
import { addToCart, type CartHolder, findCart, setCartQuantity } from '@/domain/orders/cart'
import { closeUnopened } from '@/domain/orders/closeUnopened'
import { cartRecord, orderDocument } from '@/domain/orders/records'
import { recoverCart, viewRecovery } from '@/domain/orders/recoverCart'
import { readRecoverToken, recoverToken } from '@/domain/orders/recoverLink'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addSeconds } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { openMailbox } from '../../../tests/setup/mailbox'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { remindCarts } from './remindCarts'

const publicUrl = 'http://shop.test'
const ann = 'usr_ann000000000'
const actor = systemActor('test')
let database: Database
let payload: Payload
let simulator: TestSimulator
let mailbox: Awaited<ReturnType<typeof openMailbox>>

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
  mailbox = await openMailbox(database, publicUrl)
})
afterAll(() => mailbox.close())
beforeEach(() => emptyDatabase(database))

const hoursAgo = (hours: number) => addSeconds(new Date(), -hours * 3_600)
const carts = () => collectionOf(database, cartRecord)
const remind = () => remindCarts(database, { now: new Date(), hours: 4 })

/** An order that somebody walked away from so many hours ago; its payment page is over. */
async function abandoned({ hours = 5, email = guest.email, card = null as string | null } = {}) {
  const [line] = await makeShelf(database, 1)
  const packageId = line?.package._id ?? ''
  const placed = await placeTestOrder({ database, payload }, [{ package: packageId }], { ...guest, email })
  const sessionId = await openTestCheckout(payload, simulator, placed.orderId)
  if (card) await simulator.pay(sessionId, card).catch(() => undefined)
  await simulator.stripe.checkout.sessions.expire(sessionId)
  await syncOrder(payload, simulator.stripe, placed.orderId)
  await carts().updateOne({ _id: placed.cartId }, { $set: { 'placed.at': hoursAgo(hours) } })
  return { ...placed, packageId, name: line?.product.name.en ?? '' }
}

describe('[BUY-4] [NOT-1] a cart that was left at the payment', () => {
  it('is told of in one mail, with what is in it, the way back, why it came and how to stop it', async () => {
    const { name, orderId } = await abandoned()
    expect(await remind()).toBe(1)
    const [mail, ...others] = await mailbox.receive()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ to: guest.email, subject: 'Your cart is still here' })
    expect(mail?.text).toContain(name)
    expect(mail?.text).toContain('You get this one mail because you gave this address at our checkout')
    const [, way = ''] = /http:\/\/shop\.test\/recover\/(\S+)/.exec(mail?.text ?? '') ?? []
    expect(readRecoverToken(way)).toBe(orderId)
    const [, stop = ''] = /http:\/\/shop\.test\/mail\/stop\/(\S+)/.exec(mail?.text ?? '') ?? []
    expect(readStopToken(stop)).toBe(orderId)
    expect(Buffer.from(stop.split('.')[1] ?? '', 'base64url').toString()).not.toContain('@')
  })

  it('says the bank’s reason where a payment was declined', async () => {
    await abandoned({ card: '4000000000009995' })
    expect(await remind()).toBe(1)
    const [mail] = await mailbox.receive()
    expect(mail?.subject).toBe('Your payment did not go through')
    expect(mail?.text).toMatch(/You were not charged\. The bank said: .*insufficient/i)
  })

  it('is told of once, by whichever of five workers, and never again', async () => {
    await abandoned()
    const written = await Promise.all(Array.from({ length: 5 }, remind))
    expect(written.reduce((sum, count) => sum + count, 0)).toBe(1)
    expect(await remind()).toBe(0)
    expect(await collectionOf(database, outboxRow).countDocuments({ kind: 'mail' })).toBe(1)
  })

  it.each<[string, Parameters<typeof abandoned>[0]]>([
    ['before its hours are over', { hours: 3 }],
    ['days later', { hours: 100 }],
  ])('is not told of %s', async (_, options) => {
    await abandoned(options)
    expect(await remind()).toBe(0)
  })

  it('is never told of where the platform switched it off', async () => {
    await abandoned()
    expect(await remindCarts(database, { now: new Date(), hours: 0 })).toBe(0)
  })

  it('is not told of to who never gave an address', async () => {
    const [line] = await makeShelf(database, 1)
    const holder: CartHolder = { cartId: null, userId: null }
    const packageId = line?.package._id ?? ''
    await transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity: 1 }))
    await carts().updateMany({}, { $set: { updatedAt: hoursAgo(5) } })
    expect(await remind()).toBe(0)
  })

  it('is not told of while its payment page is open', async () => {
    const [line] = await makeShelf(database, 1)
    const placed = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    const sessionId = await openTestCheckout(payload, simulator, placed.orderId)
    await carts().updateOne({ _id: placed.cartId }, { $set: { 'placed.at': hoursAgo(5) } })
    expect(await remind()).toBe(0)
    await simulator.stripe.checkout.sessions.expire(sessionId)
    await syncOrder(payload, simulator.stripe, placed.orderId)
    expect(await remind()).toBe(1)
  })

  it('is not told of where the address bought something since, with whatever cart', async () => {
    await abandoned()
    const [line] = await makeShelf(database, 1)
    const { orderId } = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await remind()).toBe(0)
  })

  it('is not mailed any more where it was bought, or emptied, between the decision and the sending', async () => {
    const first = await abandoned({ email: 'one@example.com' })
    const second = await abandoned({ email: 'two@example.com' })
    expect(await remind()).toBe(2)
    await collectionOf(database, orderDocument).updateOne(
      { _id: first.orderId },
      { $set: { status: 'completed' } },
    )
    await transact(database, { actor }, (tx) =>
      setCartQuantity(tx, {
        holder: { cartId: second.cartId, userId: null },
        packageId: second.packageId,
        quantity: 0,
      }),
    )
    expect(await mailbox.receive()).toEqual([])
  })

  it('is told of once a week at most to one address, however many carts it left', async () => {
    await abandoned()
    await abandoned()
    await remind()
    expect(await mailbox.receive()).toHaveLength(1)
  })
})

describe('[NOT-1] who stopped mails about carts', () => {
  it('gets none, also of those that were written before', async () => {
    await abandoned()
    await remind()
    await stopMails(database, 'cart-reminder', 'Guest@Example.com ')
    expect(await mailbox.receive()).toEqual([])
    await abandoned({ email: guest.email })
    expect(await remind()).toBe(0)
  })

  it('may stop twice, and take it back', async () => {
    await stopMails(database, 'cart-reminder', guest.email)
    await stopMails(database, 'cart-reminder', guest.email)
    expect(await collectionOf(database, mailStopRecord).countDocuments()).toBe(1)
    await allowMails(database, 'cart-reminder', guest.email)
    expect(await isStopped(database, 'cart-reminder', guest.email)).toBe(false)
  })

  it('leaves no address in the list of stops', async () => {
    await stopMails(database, 'cart-reminder', guest.email)
    const rows = await collectionOf(database, mailStopRecord).find().toArray()
    expect(JSON.stringify(rows)).not.toContain('guest')
  })
})

describe('[BUY-4] the link of the mail', () => {
  const recover = (orderId: string, holder: CartHolder) =>
    transact(database, { actor }, (tx) => recoverCart(tx, { orderId, holder }))

  it('brings a guest’s cart back to a browser without one, as often as it is pressed', async () => {
    const { orderId, cartId } = await abandoned()
    const nobody = { cartId: null, userId: null }
    expect(await recover(orderId, nobody)).toMatchObject({ _id: cartId })
    expect(await recover(orderId, { cartId, userId: null })).toMatchObject({ _id: cartId })
  })

  it('joins it with what the browser holds', async () => {
    const { orderId, cartId, packageId } = await abandoned()
    const here = await abandoned({ email: 'else@example.com' })
    const cart = await recover(orderId, { cartId: here.cartId, userId: null })
    expect(cart._id).toBe(cartId)
    expect(cart.lines.map((line) => line.package).sort()).toEqual([packageId, here.packageId].sort())
    expect(await findCart(database, { cartId: here.cartId, userId: null })).toBeNull()
    expect((await viewRecovery(database, here.orderId))?.cart?._id).toBe(cartId)
  })

  it('brings it into the account of who is signed in', async () => {
    const { orderId, packageId } = await abandoned()
    await recover(orderId, { cartId: null, userId: ann })
    expect((await findCart(database, { cartId: null, userId: ann }))?.lines[0]?.package).toBe(packageId)
  })

  it('gives a cart that belongs to an account to nobody else', async () => {
    const { orderId, cartId } = await abandoned()
    await carts().updateOne({ _id: cartId }, { $set: { user: ann } })
    for (const userId of [null, 'usr_bob000000000'])
      await expect(recover(orderId, { cartId: null, userId })).rejects.toMatchObject({
        code: 'not_your_cart',
      })
    expect(await recover(orderId, { cartId: null, userId: ann })).toMatchObject({ _id: cartId })
  })

  it('gives nothing of what was bought', async () => {
    const { orderId, cartId } = await abandoned()
    await carts().updateOne({ _id: cartId }, { $set: { order: orderId } })
    await expect(recover(orderId, { cartId: null, userId: null })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await viewRecovery(database, orderId)).toMatchObject({ cart: null, isBought: true })
  })

  it('gives nothing of what is paid and waits while the books are frozen', async () => {
    const { orderId } = await abandoned()
    await collectionOf(database, orderDocument).updateOne(
      { _id: orderId },
      { $set: { status: 'pending', paidAt: new Date() } },
    )
    await expect(recover(orderId, { cartId: null, userId: null })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await viewRecovery(database, orderId)).toMatchObject({ cart: null, isBought: true })
    expect(await remind()).toBe(0)
  })

  it('is another one than the cookie that holds a cart, and than the link that stops mails', async () => {
    const token = recoverToken('ord_1')
    expect(readRecoverToken(token)).toBe('ord_1')
    expect(() => readStopToken(token)).toThrow()
    expect(() => readRecoverToken(`${token}x`)).toThrow()
  })
})

describe('[BUY-4] an order whose payment page never opened', () => {
  it('is canceled after hours, its cart is still there, and a younger one is left alone', async () => {
    const [line] = await makeShelf(database, 1)
    const old = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    const young = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    const orders = collectionOf(database, orderDocument)
    await orders.updateOne({ _id: old.orderId }, { $set: { createdAt: hoursAgo(4) } })
    expect(await closeUnopened(payload, new Date())).toBe(1)
    expect(await orders.findOne({ _id: old.orderId })).toMatchObject({ status: 'canceled' })
    expect(await orders.findOne({ _id: young.orderId })).toMatchObject({ status: 'pending' })
    expect(await findCart(database, { cartId: old.cartId, userId: null })).not.toBeNull()
    expect(await collectionOf(database, customerDocument).countDocuments()).toBe(2)
  })
})
