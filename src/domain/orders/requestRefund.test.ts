import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { applyPayment } from './applyPayment'
import { checkBooks } from './checkBooks'
import type { RefundLine } from './previewRefund'
import { readPayment } from './readPayment'
import { orderDocument, orderItemRecord, paymentRecord, refundRecord } from './records'
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

async function paidOrder() {
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id })),
  )
  const sessionId = await openTestCheckout(payload, simulator, orderId)
  await simulator.pay(sessionId)
  const items = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
  return { orderId, sessionId, item: items[0]?._id ?? '' }
}

const ask = (orderId: string, lines?: RefundLine[]) =>
  transact(database, { actor }, (tx) =>
    requestRefund(tx, { orderId, reason: 'asked for', ...(lines ? { lines } : {}) }),
  )

describe('[BUY-10] a refund that staff ask for', () => {
  it('names a line once: twice the line would take more than was paid for it', async () => {
    const { orderId, item } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const twice = [
      { item, grossMinor: 4_900 },
      { item, grossMinor: 4_900 },
    ]
    await expect(ask(orderId, twice)).rejects.toMatchObject({ status: 422, code: 'refund_line_twice' })
    expect(await collectionOf(database, refundRecord).countDocuments()).toBe(0)
  })

  it('of an order that is held gives back all or nothing', async () => {
    const { orderId, sessionId, item } = await paidOrder()
    const truth = await readPayment(simulator.stripe, sessionId)
    await transactDocuments(payload, { actor }, (tx) =>
      applyPayment(tx, orderId, { ...truth, amountMinor: 1 }),
    )
    await expect(ask(orderId, [{ item, grossMinor: 100 }])).rejects.toMatchObject({
      code: 'refund_whole_only',
    })
    const whole = await ask(orderId)
    await submitRefund(database, simulator.stripe, whole._id)
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
      status: 'refunded',
    })
  })

  it('is booked whole where one at the provider itself took from its line meanwhile', async () => {
    const { orderId, item } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
    const ours = await ask(orderId, [{ item, grossMinor: 4_900 }])
    await simulator.stripe.refunds.create({
      payment_intent: payment?.providerIds.intent ?? '',
      amount: 3_000,
    })
    await syncOrder(payload, simulator.stripe, orderId)
    await submitRefund(database, simulator.stripe, ours._id)
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
      status: 'partially_refunded',
      totals: { refundedMinor: 7_900 },
    })
    const booked = await collectionOf(database, refundRecord).findOne({ _id: ours._id })
    expect(booked?.lines.reduce((sum, line) => sum + line.grossMinor, 0)).toBe(4_900)
    expect((await checkBooks(database)).filter(({ invariant }) => invariant !== 'chain holds')).toEqual([])
  })

  it('asked for again by the same dialog, because no answer came, is the same refund, also after it was done', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const items = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
    const lines = [{ item: items[0]?._id ?? '', grossMinor: 1_000 }]
    const ask = () =>
      transact(database, { actor }, (tx) =>
        requestRefund(tx, { orderId, lines, reason: 'asked for', key: 'the-dialog' }),
      )
    const first = await ask()
    expect((await ask())._id).toBe(first._id)
    await submitRefund(database, simulator.stripe, first._id)
    await syncOrder(payload, simulator.stripe, orderId)
    expect((await ask())._id).toBe(first._id)
    expect(await collectionOf(database, refundRecord).countDocuments({ order: orderId })).toBe(1)
  })

  it('is closed with the reason when the provider refuses it, and another one may be asked for', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
    const refused = await ask(orderId)
    await simulator.stripe.refunds.create({
      payment_intent: payment?.providerIds.intent ?? '',
      amount: 1_000,
    })
    await submitRefund(database, simulator.stripe, refused._id)
    expect(await collectionOf(database, refundRecord).findOne({ _id: refused._id })).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/./),
      settledAt: expect.any(Date),
    })
    await syncOrder(payload, simulator.stripe, orderId)
    const rest = await ask(orderId)
    await submitRefund(database, simulator.stripe, rest._id)
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
      status: 'refunded',
      totals: { refundedMinor: 9_800 },
    })
    expect((await checkBooks(database)).filter(({ invariant }) => invariant !== 'chain holds')).toEqual([])
  })
})
