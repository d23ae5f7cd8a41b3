import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { checkBooks } from './checkBooks'
import { invoiceRecord, orderDocument, orderItemRecord, paymentRecord, refundRecord } from './records'
import { requestRefund } from './requestRefund'
import { submitRefund } from './submitRefund'
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

const sync = (orderId: string) => syncOrder(payload, simulator.stripe, orderId)
const orderOf = (orderId: string) => collectionOf(database, orderDocument).findOne({ _id: orderId })
const problems = async () =>
  (await checkBooks(database)).filter(({ invariant }) => invariant !== 'chain holds')

/** An order of 98.00 for which the provider took another amount. */
async function heldOrder(takenMinor: number) {
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id })),
  )
  const session = await simulator.stripe.checkout.sessions.create({
    mode: 'payment',
    customer_email: 'guest@example.com',
    line_items: [
      {
        quantity: 1,
        price_data: { currency: 'usd', unit_amount: takenMinor, product_data: { name: 'Something else' } },
      },
    ],
    success_url: 'http://localhost:3000/order/x?paid=1',
    metadata: { order: orderId },
    payment_intent_data: { metadata: { order: orderId } },
  })
  await collectionOf(database, orderDocument).updateOne(
    { _id: orderId },
    { $set: { checkout: { sessionId: session.id, url: session.url, expiresAt: null } } },
  )
  await simulator.pay(session.id)
  await sync(orderId)
  const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
  return { orderId, intent: payment?.providerIds.intent ?? '' }
}

async function refund(orderId: string) {
  const made = await transact(database, { actor }, (tx) =>
    requestRefund(tx, { orderId, reason: 'another amount was paid' }),
  )
  await submitRefund(database, simulator.stripe, made._id)
  await sync(orderId)
  return made
}

describe('[BUY-10] an order that is held because another amount was paid', () => {
  it.each([12_345, 4_321])('owes the buyer exactly the %i that were paid, booked once', async (taken) => {
    const { orderId } = await heldOrder(taken)
    await Promise.all(Array.from({ length: 5 }, () => sync(orderId)))
    expect(await orderOf(orderId)).toMatchObject({ status: 'paid', owedMinor: taken })
    expect(await collectionOf(database, entryRecord).countDocuments({ kind: 'held' })).toBe(1)
    expect(await problems()).toEqual([])
  })

  it.each([12_345, 4_321])('is refunded whole, as it was paid: %i', async (taken) => {
    const { orderId } = await heldOrder(taken)
    const made = await refund(orderId)
    await sync(orderId)
    expect(made).toMatchObject({ amountMinor: taken, owedMinor: taken, lines: [] })
    expect(await orderOf(orderId)).toMatchObject({
      status: 'refunded',
      owedMinor: 0,
      totals: { refundedMinor: taken },
      refundedAt: expect.any(Date),
    })
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(0)
    expect(await collectionOf(database, invoiceRecord).countDocuments()).toBe(0)
    expect(await collectionOf(database, orderItemRecord).distinct('status')).toEqual(['refunded'])
    expect(await collectionOf(database, outboxRow).countDocuments({ 'payload.template': 'refund' })).toBe(1)
    expect(await problems()).toEqual([])
  })

  it('ends as refunded by refunds at the provider itself only when all of it went back', async () => {
    const { orderId, intent } = await heldOrder(12_345)
    await simulator.stripe.refunds.create({ payment_intent: intent, amount: 345 })
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'paid', owedMinor: 12_000 })
    const made = await refund(orderId)
    expect(made.amountMinor).toBe(12_000)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 0 })
    expect(await problems()).toEqual([])
  })

  it('owes it again when the bank sends the refund back', async () => {
    const { orderId } = await heldOrder(12_345)
    const { _id } = await refund(orderId)
    const sent = await collectionOf(database, refundRecord).findOne({ _id })
    await simulator.control('POST', `/refunds/${sent?.providerRefund}/fail`)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 12_345 })
    await refund(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 0 })
    expect(await problems()).toEqual([])
  })
})
