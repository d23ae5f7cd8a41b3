import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf } from '@/domain/ledger/balances'
import { entryRecord } from '@/domain/ledger/records'
import { sealEntries } from '@/domain/ledger/sealEntries'
import { licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { outboxRow } from '@/platform/outbox'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { applyPayment } from './applyPayment'
import { checkBooks } from './checkBooks'
import { readPayment } from './readPayment'
import {
  cartRecord,
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
} from './records'
import { requestRefund } from './requestRefund'
import { sealInvoices } from './sealInvoices'
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

async function paidOrder(quantity = 1) {
  const shelf = await makeShelf(database)
  const placed = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id, quantity })),
  )
  const sessionId = await openTestCheckout(payload, simulator, placed.orderId)
  await simulator.pay(sessionId)
  return { ...placed, sessionId, shelf }
}

const count = {
  licenses: () => collectionOf(database, licenseRecord).countDocuments(),
  sales: () => collectionOf(database, entryRecord).countDocuments({ kind: 'sale' }),
  fees: () => collectionOf(database, entryRecord).countDocuments({ kind: 'fee' }),
  invoices: () => collectionOf(database, invoiceRecord).countDocuments({ kind: 'invoice' }),
}
const orderOf = (orderId: string) => collectionOf(database, orderDocument).findOne({ _id: orderId })

describe('[BUY-5] a paid order', () => {
  it('is completed with licenses, split money, an invoice and a cart that is done', async () => {
    const { orderId, cartId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'completed' })
    expect(await count.licenses()).toBe(2)
    expect(await count.sales()).toBe(2)
    expect(await count.fees()).toBe(1)
    expect(await count.invoices()).toBe(1)
    expect(await collectionOf(database, cartRecord).findOne({ _id: cartId })).toMatchObject({
      order: orderId,
    })
    expect(
      await collectionOf(database, orderItemRecord).countDocuments({ order: orderId, status: 'completed' }),
    ).toBe(2)
  })

  it('holds each line for its own days, and its invoice names the buyer, the issuer and the card', async () => {
    const { orderId } = await paidOrder()
    const items = collectionOf(database, orderItemRecord)
    const [first] = await items.find({ order: orderId }, { sort: { _id: 1 } }).toArray()
    await items.updateOne({ _id: first?._id ?? '' }, { $set: { holdDays: 7 } })
    await syncOrder(payload, simulator.stripe, orderId)
    const completed = await items.find({ order: orderId }, { sort: { _id: 1 } }).toArray()
    expect(completed.map((item) => item.holdUntil)).toEqual(
      [7, 14].map((days) => addDays(completed[0]?.completedAt ?? new Date(0), days)),
    )
    expect(await collectionOf(database, invoiceRecord).findOne({ order: orderId })).toMatchObject({
      buyer: { name: 'A Guest', email: 'guest@example.com', country: 'DE' },
      issuer: { name: 'Mintreu' },
      paidWith: 'visa 4242',
      lines: [{ item: completed[0]?._id }, { item: completed[1]?._id }],
    })
  })

  it('is completed once by twenty that settle it at the same time', async () => {
    const { orderId } = await paidOrder()
    await Promise.all(Array.from({ length: 20 }, () => syncOrder(payload, simulator.stripe, orderId)))
    expect(await count.licenses()).toBe(2)
    expect(await count.sales()).toBe(2)
    expect(await count.fees()).toBe(1)
    expect(await count.invoices()).toBe(1)
    expect(await collectionOf(database, paymentRecord).countDocuments({ order: orderId })).toBe(1)
    expect(
      await collectionOf(database, outboxRow).countDocuments({ 'refs.order': orderId, kind: 'mail' }),
    ).toBe(2)
  })

  it('leaves nothing behind when fulfilment breaks in the middle', async () => {
    const { orderId, sessionId } = await paidOrder()
    const truth = await readPayment(simulator.stripe, sessionId)
    const attempt = transactDocuments(payload, { actor }, async (tx) => {
      await applyPayment(tx, orderId, truth)
      throw new Error('the lights went out')
    })
    await expect(attempt).rejects.toThrow('the lights went out')
    expect(await orderOf(orderId)).toMatchObject({ status: 'pending' })
    expect(await count.licenses()).toBe(0)
    expect(await count.sales()).toBe(0)
    expect(await count.invoices()).toBe(0)
  })

  it('is held, not completed, when the provider took another amount', async () => {
    const { orderId, sessionId } = await paidOrder()
    const truth = await readPayment(simulator.stripe, sessionId)
    await transactDocuments(payload, { actor }, (tx) =>
      applyPayment(tx, orderId, { ...truth, amountMinor: 1 }),
    )
    expect(await orderOf(orderId)).toMatchObject({ status: 'paid' })
    expect(await count.licenses()).toBe(0)
  })

  it('is fulfilled also when the payment arrives after the order was canceled', async () => {
    const { orderId, sessionId } = await paidOrder()
    const truth = await readPayment(simulator.stripe, sessionId)
    await transactDocuments(payload, { actor }, (tx) =>
      applyPayment(tx, orderId, { ...truth, state: 'expired', attempts: [] }),
    )
    expect(await orderOf(orderId)).toMatchObject({ status: 'canceled' })
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'completed' })
    expect(await count.licenses()).toBe(2)
    expect(await count.sales()).toBe(2)
  })

  it('issues a license for each unit where the package sells licenses', async () => {
    const { orderId } = await paidOrder(3)
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await count.licenses()).toBe(6)
  })
})

describe('[BUY-4] payment attempts', () => {
  it('are one record each, a decline with its reason, and the order waits for another try', async () => {
    const shelf = await makeShelf(database, 1)
    const placed = await placeTestOrder({ database, payload }, [{ package: shelf[0]?.package._id ?? '' }])
    const sessionId = await openTestCheckout(payload, simulator, placed.orderId)
    await simulator.pay(sessionId, '4000000000009995').catch(() => undefined)
    await syncOrder(payload, simulator.stripe, placed.orderId)
    expect(await orderOf(placed.orderId)).toMatchObject({
      status: 'pending',
      declineReason: expect.stringContaining('insufficient'),
    })
    await simulator.pay(sessionId)
    await syncOrder(payload, simulator.stripe, placed.orderId)
    const attempts = await collectionOf(database, paymentRecord)
      .find({ order: placed.orderId })
      .sort({ createdAt: 1 })
      .toArray()
    expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['failed', 'succeeded'])
    const order = await orderOf(placed.orderId)
    expect(order).toMatchObject({ status: 'completed' })
    expect(order?.declineReason ?? null).toBeNull()
  })
})

describe('[BUY-4] an order whose payment page ran out', () => {
  async function runOut(card: string | null) {
    const [line] = await makeShelf(database, 1)
    const placed = await placeTestOrder({ database, payload }, [{ package: line?.package._id ?? '' }])
    const sessionId = await openTestCheckout(payload, simulator, placed.orderId)
    if (card) await simulator.pay(sessionId, card).catch(() => undefined)
    await simulator.stripe.checkout.sessions.expire(sessionId)
    await syncOrder(payload, simulator.stripe, placed.orderId)
    const cart = await collectionOf(database, cartRecord).findOne({ _id: placed.cartId })
    return { order: await orderOf(placed.orderId), cart }
  }

  it('is canceled where nobody tried to pay, and the cart is still there', async () => {
    const { order, cart } = await runOut(null)
    expect(order).toMatchObject({ status: 'canceled' })
    expect(cart).toMatchObject({ order: null, lines: [{ quantity: 1 }] })
  })

  it('has failed where the last try was declined, for that reason, and the cart is still there', async () => {
    const { order, cart } = await runOut('4000000000009995')
    expect(order).toMatchObject({ status: 'failed', declineReason: expect.stringContaining('insufficient') })
    expect(cart).toMatchObject({ order: null, lines: [{ quantity: 1 }] })
  })
})

describe('[BUY-6] invoice numbers', () => {
  it('have no gap and no double when several number at once', async () => {
    for (let i = 0; i < 3; i++) {
      const { orderId } = await paidOrder()
      await syncOrder(payload, simulator.stripe, orderId)
    }
    await Promise.all(
      Array.from({ length: 5 }, () => transact(database, { actor }, (tx) => sealInvoices(tx))),
    )
    const numbers = (await collectionOf(database, invoiceRecord).find().sort({ number: 1 }).toArray()).map(
      (row) => row.number,
    )
    const year = new Date().getUTCFullYear()
    expect(numbers).toEqual([`${year}-000001`, `${year}-000002`, `${year}-000003`])
  })
})

describe('[BUY-10] a refund', () => {
  async function refund(orderId: string, lines?: { item: string; grossMinor: number }[]) {
    const made = await transact(database, { actor }, (tx) =>
      requestRefund(tx, { orderId, reason: 'asked for', ...(lines ? { lines } : {}) }),
    )
    await submitRefund(database, simulator.stripe, made._id)
    await submitRefund(database, simulator.stripe, made._id)
    await syncOrder(payload, simulator.stripe, orderId)
    await syncOrder(payload, simulator.stripe, orderId)
    return made
  }

  it('in full revokes the licenses, turns the entries round and writes a credit note, once', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    await refund(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded' })
    const licenses = await collectionOf(database, licenseRecord).find().toArray()
    expect(licenses.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
      'revoked refunded',
      'revoked refunded',
    ])
    expect(await collectionOf(database, invoiceRecord).countDocuments({ kind: 'credit_note' })).toBe(1)
    const left = await collectionOf(database, entryRecord)
      .aggregate([
        { $match: { kind: { $in: ['sale', 'refund'] } } },
        { $unwind: '$postings' },
        { $group: { _id: '$postings.account', sum: { $sum: '$postings.amountMinor' } } },
        { $match: { sum: { $ne: 0 } } },
      ])
      .toArray()
    expect(left).toEqual([])
  })

  it('of one line leaves the other license in force', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const [item] = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
    await refund(orderId, [{ item: item?._id ?? '', grossMinor: 4_900 }])
    expect(await orderOf(orderId)).toMatchObject({ status: 'partially_refunded' })
    const states = (await collectionOf(database, licenseRecord).find().toArray()).map(
      (license) => license.status,
    )
    expect(states.sort()).toEqual(['active', 'revoked'])
  })

  it('made at the provider itself is booked too', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
    await simulator.stripe.refunds.create({
      payment_intent: payment?.providerIds.intent ?? '',
      amount: 1_001,
    })
    await syncOrder(payload, simulator.stripe, orderId)
    expect(await orderOf(orderId)).toMatchObject({
      status: 'partially_refunded',
      totals: { refundedMinor: 1_001 },
    })
    expect(await collectionOf(database, refundRecord).countDocuments({ status: 'succeeded' })).toBe(1)
  })

  it('is refused while another one is on its way', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const ask = () => transact(database, { actor }, (tx) => requestRefund(tx, { orderId, reason: 'twice' }))
    await ask()
    await expect(ask()).rejects.toMatchObject({ code: 'refund_open' })
  })
})

describe('[BUY-1] an order of nothing', () => {
  it('completes without the provider and books no entry', async () => {
    const shelf = await makeShelf(database, 1)
    await database.db
      .collection<{ _id: string }>('packages')
      .updateOne({ _id: shelf[0]?.package._id ?? '' }, { $set: { pricingModel: 'free', prices: [] } })
    const placed = await placeTestOrder({ database, payload }, [{ package: shelf[0]?.package._id ?? '' }])
    const { completeFreeOrder } = await import('./applyPayment')
    await transactDocuments(payload, { actor }, (tx) => completeFreeOrder(tx, placed.orderId))
    expect(await orderOf(placed.orderId)).toMatchObject({ status: 'completed' })
    expect(await count.licenses()).toBe(1)
    expect(await collectionOf(database, entryRecord).countDocuments()).toBe(0)
  })
})

describe('[PAY-2] the books', () => {
  it('are kept by MongoDB itself: an entry that does not sum to zero is refused, whoever writes it', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    const entry = await collectionOf(database, entryRecord).findOne({ kind: 'sale' })
    if (!entry) throw new Error('a sale was booked')
    const forged = {
      ...entry,
      _id: 'sale:forged',
      postings: entry.postings.map((posting) => ({ ...posting })),
    }
    const [first] = forged.postings
    if (first) first.amountMinor += 1
    await expect(database.db.collection<{ _id: string }>('entries').insertOne(forged)).rejects.toMatchObject({
      code: 121,
    })
  })

  it('are right after sales, partial and full refunds, and agree with the provider to the cent', async () => {
    const ids: string[] = []
    for (let i = 0; i < 3; i++) {
      const { orderId } = await paidOrder(i + 1)
      await syncOrder(payload, simulator.stripe, orderId)
      ids.push(orderId)
    }
    const payment = await collectionOf(database, paymentRecord).findOne({ order: ids[0] ?? '' })
    await simulator.stripe.refunds.create({
      payment_intent: payment?.providerIds.intent ?? '',
      amount: 3_333,
    })
    await syncOrder(payload, simulator.stripe, ids[0] ?? '')
    await transact(database, { actor }, (tx) => sealEntries(tx))
    expect(await checkBooks(database)).toEqual([])
    const [books] = await balancesOf(database, ['asset:stripe'])
    const paid = await collectionOf(database, paymentRecord).find().toArray()
    const expected = paid.reduce((sum, row) => sum + row.amountMinor - (row.feeMinor ?? 0), 0) - 3_333
    expect(books?.amountMinor).toBe(expected)
  })

  it('show a changed entry: the chain of hashes breaks there', async () => {
    const { orderId } = await paidOrder()
    await syncOrder(payload, simulator.stripe, orderId)
    await transact(database, { actor }, (tx) => sealEntries(tx))
    const sale = await collectionOf(database, entryRecord).findOne({ kind: 'sale' })
    await collectionOf(database, entryRecord).updateOne(
      { _id: sale?._id ?? '' },
      { $set: { currency: 'eur' } },
    )
    const problems = await checkBooks(database)
    expect(problems.map((problem) => problem.invariant)).toContain('chain holds')
  })

  it('refuse a fraction of a minor unit', async () => {
    const postings = [
      { account: 'asset:stripe', amountMinor: 0.5 },
      { account: 'rev:commission', amountMinor: -0.5 },
    ]
    const insert = database.db
      .collection<{ _id: string }>('entries')
      .insertOne(Object.assign({ _id: 'adjustment:half' }, { kind: 'adjustment', currency: 'usd', postings }))
    await expect(insert).rejects.toMatchObject({ code: 121 })
  })
})
