import fc from 'fast-check'
import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balancesOf } from '@/domain/ledger/balances'
import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { applyRefund } from './applyRefund'
import { checkBooks } from './checkBooks'
import { orderTimeline } from './orderTimeline'
import { payByHand } from './payByHand'
import type { RefundLine } from './previewRefund'
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
const fail = (providerRefund: string) =>
  simulator.control('POST', `/refunds/${providerRefund}/fail`, { reason: 'expired_or_canceled_card' })
const problems = async () =>
  (await checkBooks(database)).filter(({ invariant }) => invariant !== 'chain holds')

async function completedOrder(card?: string) {
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id })),
  )
  await simulator.pay(await openTestCheckout(payload, simulator, orderId), card)
  await sync(orderId)
  const items = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
  const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
  return { orderId, item: items[0]?._id ?? '', intent: payment?.providerIds.intent ?? '' }
}

async function refund(orderId: string, lines?: RefundLine[]): Promise<string> {
  const made = await transact(database, { actor }, (tx) =>
    requestRefund(tx, { orderId, reason: 'asked for', ...(lines ? { lines } : {}) }),
  )
  await submitRefund(database, simulator.stripe, made._id)
  const sent = await collectionOf(database, refundRecord).findOne({ _id: made._id })
  return sent?.providerRefund ?? ''
}

async function returnedOrder() {
  const made = await completedOrder()
  const provider = await refund(made.orderId)
  await sync(made.orderId)
  await fail(provider)
  await sync(made.orderId)
  return { ...made, provider }
}

describe('[BUY-10] [PAY-2] a refund that the bank sends back after it succeeded', () => {
  it('is owed to the buyer; the sale stays refunded, its licenses revoked, its credit note as it is', async () => {
    const { orderId } = await returnedOrder()
    expect(await orderOf(orderId)).toMatchObject({
      status: 'refunded',
      owedMinor: 9_800,
      totals: { refundedMinor: 9_800 },
    })
    expect(await collectionOf(database, refundRecord).findOne({ order: orderId })).toMatchObject({
      status: 'failed',
      error: 'expired_or_canceled_card',
      returnedAt: expect.any(Date),
    })
    expect(await collectionOf(database, licenseRecord).countDocuments({ status: 'revoked' })).toBe(2)
    expect(await collectionOf(database, invoiceRecord).countDocuments({ kind: 'credit_note' })).toBe(1)
    const [owed] = await balancesOf(database, 'liab:customer_credit:')
    expect(owed?.amountMinor).toBe(-9_800)
    expect((await balancesOf(database, 'liab:seller:')).every(({ amountMinor }) => amountMinor === 0)).toBe(
      true,
    )
    expect(await problems()).toEqual([])
  })

  it('is booked and told to staff once, by ten who notice it at the same time', async () => {
    const { orderId } = await completedOrder()
    const provider = await refund(orderId)
    await sync(orderId)
    await fail(provider)
    await Promise.all(Array.from({ length: 10 }, () => sync(orderId)))
    expect(await collectionOf(database, entryRecord).countDocuments({ kind: 'refund_failed' })).toBe(1)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 9_800 })
    const mails = await collectionOf(database, outboxRow)
      .find({ 'payload.template': 'refund-failed' })
      .toArray()
    expect(mails.map((row) => row.payload.to)).toEqual(['staff:support:finance'])
    expect(await problems()).toEqual([])
  })

  it('stays returned when the news of its success comes late', async () => {
    const { orderId, provider } = await returnedOrder()
    const known = await collectionOf(database, refundRecord).findOne({ providerRefund: provider })
    await transactDocuments(payload, { actor }, (tx) =>
      applyRefund(tx, orderId, {
        id: provider,
        amountMinor: 9_800,
        status: 'succeeded',
        refund: known?._id ?? '',
        error: null,
      }),
    )
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 9_800 })
    expect(await problems()).toEqual([])
  })

  it('that failed before anybody saw it succeed changes nothing but itself', async () => {
    const { orderId } = await completedOrder()
    await fail(await refund(orderId))
    await sync(orderId)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'completed', totals: { refundedMinor: 0 } })
    expect(await collectionOf(database, licenseRecord).countDocuments({ status: 'active' })).toBe(2)
    expect(await collectionOf(database, entryRecord).countDocuments({ kind: 'refund_failed' })).toBe(0)
    expect(await problems()).toEqual([])
    await refund(orderId)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 0 })
  })

  it('is known by its id at the provider also where its failure came before the answer that names it', async () => {
    const { orderId } = await completedOrder()
    const asked = await transact(database, { actor }, (tx) =>
      requestRefund(tx, { orderId, reason: 'asked for' }),
    )
    await transactDocuments(payload, { actor }, (tx) =>
      applyRefund(tx, orderId, {
        id: 're_faster',
        amountMinor: 9_800,
        status: 'failed',
        refund: asked._id,
        error: null,
      }),
    )
    expect(await collectionOf(database, refundRecord).findOne({ _id: asked._id })).toMatchObject({
      status: 'failed',
      providerRefund: 're_faster',
    })
  })

  it('made at the provider itself and failed there unseen leaves the books alone', async () => {
    const { orderId, intent } = await completedOrder()
    const { id } = await simulator.stripe.refunds.create({ payment_intent: intent })
    await fail(id)
    await refund(orderId)
    await sync(orderId)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 0 })
    expect(await problems()).toEqual([])
  })

  it('comes by itself from the test card whose refunds fail later', async () => {
    const { orderId } = await completedOrder('4000000000005126')
    await refund(orderId)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 0 })
    await simulator.control('POST', '/clock', { offsetMs: 60_000 })
    await simulator.control('POST', '/clock', { offsetMs: 0 })
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 9_800 })
  })

  it('shows on the timeline that it came back, why, and what to do', async () => {
    const { orderId } = await returnedOrder()
    const facts = (await orderTimeline(database, orderId)) ?? []
    expect(facts.find(({ kind }) => kind === 'refundReturned')).toMatchObject({
      source: 'provider',
      words: { error: 'expired_or_canceled_card' },
      amount: { amountMinor: 9_800 },
    })
    expect(facts.filter(({ kind }) => kind === 'refund')).toHaveLength(1)
  })
})

describe('[BUY-10] what is owed to the buyer', () => {
  it('is sent again, booked once, without touching the sale a second time', async () => {
    const { orderId } = await returnedOrder()
    await refund(orderId)
    await Promise.all(Array.from({ length: 5 }, () => sync(orderId)))
    expect(await orderOf(orderId)).toMatchObject({
      status: 'refunded',
      owedMinor: 0,
      totals: { refundedMinor: 9_800 },
    })
    expect(await collectionOf(database, invoiceRecord).countDocuments({ kind: 'credit_note' })).toBe(1)
    expect(
      await collectionOf(database, outboxRow).countDocuments({
        _id: /^mail:refund:/,
        'refs.order': orderId,
      }),
    ).toBe(1)
    const [left] = await balancesOf(database, 'liab:customer_credit:')
    expect(left?.amountMinor).toBe(0)
    expect(await problems()).toEqual([])
    await expect(refund(orderId)).rejects.toMatchObject({ code: 'not_refundable' })
  })

  it('is owed again when it comes back again, and then paid by hand from the bank', async () => {
    const { orderId } = await returnedOrder()
    const second = await refund(orderId)
    await sync(orderId)
    await fail(second)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 9_800 })
    expect(await problems()).toEqual([])
    const byHand = () =>
      transactDocuments(payload, { actor }, (tx) => payByHand(tx, { orderId, reason: 'transfer 4711' }))
    await byHand()
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded', owedMinor: 0 })
    const [bank] = await balancesOf(database, ['asset:bank'])
    expect(bank?.amountMinor).toBe(-9_800)
    expect(await problems()).toEqual([])
    await expect(byHand()).rejects.toMatchObject({ code: 'nothing_owed' })
  })

  it('is not paid by hand while a refund of it is on its way', async () => {
    const { orderId } = await returnedOrder()
    const ask = () =>
      transact(database, { actor }, (tx) => requestRefund(tx, { orderId, reason: 'once more' }))
    const pay = () =>
      transactDocuments(payload, { actor }, (tx) => payByHand(tx, { orderId, reason: 'transfer 4711' }))
    const ends = await Promise.allSettled([ask(), pay(), ask(), pay()])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('adds up when two refunds come back, and one refund pays both', async () => {
    const { orderId, item } = await completedOrder()
    for (const grossMinor of [1_000, 500]) {
      const provider = await refund(orderId, [{ item, grossMinor }])
      await sync(orderId)
      await fail(provider)
      await sync(orderId)
    }
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 1_500 })
    await refund(orderId)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 0, status: 'partially_refunded' })
    expect(await problems()).toEqual([])
  })

  it('is paid first by a refund made at the provider itself', async () => {
    const { orderId, intent } = await returnedOrder()
    await simulator.stripe.refunds.create({ payment_intent: intent, amount: 9_000 })
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 800, totals: { refundedMinor: 9_800 } })
    expect(await problems()).toEqual([])
  })

  it('is paid by one at the provider itself also when both are noticed at once', async () => {
    const { orderId, intent } = await completedOrder()
    const provider = await refund(orderId)
    await sync(orderId)
    await fail(provider)
    await simulator.stripe.refunds.create({ payment_intent: intent, amount: 9_000 })
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 800, totals: { refundedMinor: 9_800 } })
    expect(await problems()).toEqual([])
  })

  it('stays apart from the other lines, which may be refunded before it', async () => {
    const { orderId, item } = await completedOrder()
    const first = await refund(orderId, [{ item, grossMinor: 4_900 }])
    await sync(orderId)
    await fail(first)
    await sync(orderId)
    const items = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
    const other = items.find(({ _id }) => _id !== item)?._id ?? ''
    await refund(orderId, [{ item: other, grossMinor: 1_000 }])
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({
      status: 'partially_refunded',
      owedMinor: 4_900,
      totals: { refundedMinor: 5_900 },
    })
    await refund(orderId)
    await sync(orderId)
    expect(await orderOf(orderId)).toMatchObject({ owedMinor: 0, totals: { refundedMinor: 5_900 } })
    expect(await problems()).toEqual([])
  })

  it('leaves the books right whatever is refunded, returned, repeated and noticed, in any order', async () => {
    const given = { grossMinor: fc.integer({ min: 1, max: 2_000 }), noticed: fc.boolean() }
    const act = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constantFrom('refund' as const, 'elsewhere' as const), ...given }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('return' as const), noticed: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), noticed: fc.boolean() }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 12 }), async (acts) => {
        await emptyDatabase(database)
        const { orderId, item, intent } = await completedOrder()
        for (const next of acts) {
          // What staff or the provider refuse (nothing left, a refund on its way) is no act.
          if (next.do === 'refund')
            await refund(orderId, [{ item, grossMinor: next.grossMinor }]).catch(refusal)
          if (next.do === 'again') await refund(orderId).catch(refusal)
          if (next.do === 'elsewhere')
            await simulator.stripe.refunds
              .create({ payment_intent: intent, amount: next.grossMinor })
              .catch(refusal)
          if (next.do === 'return') {
            const { data } = await simulator.stripe.refunds.list({ payment_intent: intent })
            const given = data.find(({ status }) => status === 'succeeded')
            if (given) await fail(given.id)
          }
          if (next.noticed) await Promise.all([sync(orderId), sync(orderId)])
        }
        await sync(orderId)
        await sync(orderId)
        expect(await problems()).toEqual([])
        const { data } = await simulator.stripe.charges.list({ payment_intent: intent })
        const charge = data.find(({ status }) => status === 'succeeded')
        const order = await orderOf(orderId)
        expect((order?.totals.refundedMinor ?? 0) - (order?.owedMinor ?? 0)).toBe(charge?.amount_refunded)
      }),
      { numRuns: 15 },
    )
  }, 120_000)
})

function refusal(error: unknown): string {
  if (error instanceof Error && 'code' in error) return ''
  if (error instanceof Error && /greater than unrefunded/.test(error.message)) return ''
  throw error
}
