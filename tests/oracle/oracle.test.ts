import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commissionRecord } from '@/domain/affiliates/records'
import { entryRecord } from '@/domain/ledger/records'
import { licenseHistoryRecord, licensePlaceRecord, licenseRecord } from '@/domain/licensing/records'
import { type OracleReport, runOracle } from '@/domain/orders/oracle/oracle'
import { type ProviderBook, simulatorBook, stripeBook } from '@/domain/orders/oracle/providerBook'
import {
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
} from '@/domain/orders/records'
import { syncOrder } from '@/domain/orders/syncOrder'
import { counterRecord } from '@/platform/counters'
import { collectionOf, type Database } from '@/platform/database'
import { idempotentAnswerRecord } from '@/platform/idempotency'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import type { CollectionDefinition, RecordShape } from '@/platform/records'
import { addSeconds } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../setup/database'
import { testPayload } from '../setup/payload'
import { openTestCheckout, placeTestOrder } from '../setup/shop'
import { startTestSimulator, type TestSimulator } from '../setup/simulator'
import { type GoodShop, keepDatabase, makeGoodShop } from './goodShop'

let database: Database
let payload: Payload
let simulator: TestSimulator
let provider: ProviderBook
let shop: GoodShop
let mend: () => Promise<void>

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await startTestSimulator()
  provider = simulatorBook(simulator.stripe, simulator.url)
  await emptyDatabase(database)
  shop = await makeGoodShop({ database, payload }, simulator)
  mend = await keepDatabase(database)
}, 60_000)
afterAll(() => simulator.stop())

const strictly = (book: ProviderBook | null = provider): Promise<OracleReport> =>
  runOracle({ database, provider: book, inFlightSeconds: -60, lateSeconds: -60 })
const rowsOf = ({ problems }: OracleReport): string[] =>
  problems.map(({ invariant, row }) => `${invariant}: ${row}`)
const of = <T extends RecordShape>(definition: CollectionDefinition<T>) => collectionOf(database, definition)

async function first<T extends RecordShape>(definition: CollectionDefinition<T>, filter = {}): Promise<T> {
  const row = await database.db.collection<T>(definition.name).findOne(filter, { sort: { _id: 1 } })
  if (!row) throw new Error(`no row in ${definition.name}`)
  return row as T
}
/** Written past what MongoDB itself would refuse. */
const forced = { bypassDocumentValidation: true }

describe('the oracle over a shop where all is well [OPS-2]', () => {
  it('is green, and so it is with the book that the provider’s list API shows', async () => {
    expect(await strictly()).toMatchObject({ state: 'green', problems: [], late: [] })
    expect(await strictly(stripeBook(simulator.stripe))).toMatchObject({ state: 'green', problems: [] })
  })

  it('tells which check it is at', async () => {
    const told: string[] = []
    await runOracle({
      database,
      provider,
      onCheck: (done, total, name) => void told.push(`${done}/${total} ${name}`),
    })
    expect(told[0]).toBe('0/10 orders')
    expect(told.at(-1)).toBe('9/10 acknowledged')
  })

  it('has failed, not agreed, where the provider cannot be asked', async () => {
    const report = await strictly(simulatorBook(simulator.stripe, 'http://127.0.0.1:9'))
    expect(report.state).toBe('failed')
    expect(report.checks.filter(({ error }) => error).map(({ name }) => name)).toEqual([
      'provider',
      'acknowledged',
    ])
  })
})

interface Breakage {
  what: string
  /** @returns what is to be named, as `invariant: row`. */
  by(): Promise<string[]>
}

const breakages: readonly Breakage[] = [
  {
    what: 'a license is lost',
    async by() {
      await of(licenseRecord).deleteOne({ orderItem: shop.kept.items[0] ?? '' })
      const history = await of(licenseHistoryRecord).find().toArray()
      const left = new Set((await of(licenseRecord).find().toArray()).map(({ _id }) => _id))
      const orphans = history.filter(({ license }) => !left.has(license))
      return [
        `line is licensed: ${shop.kept.items[0]}`,
        ...orphans.map(({ _id }) => `nothing is orphaned: ${_id}`),
      ]
    },
  },
  {
    what: 'a license is issued once more',
    async by() {
      const license = await first(licenseRecord, { orderItem: shop.kept.items[0] })
      const key = license.keys[0]
      await of(licenseRecord).insertOne({
        ...license,
        _id: `${license._id}x`,
        ordinal: 9,
        keys: key ? [{ ...key, hash: 'another' }] : [],
      })
      return [`line is licensed: ${shop.kept.items[0]}`]
    },
  },
  {
    what: 'a refunded license is in force again',
    async by() {
      await of(licenseRecord).updateOne(
        { orderItem: shop.given.items[0] ?? '' },
        { $set: { status: 'active', reason: null } },
      )
      return [`refund ends licenses: ${shop.given.items[0]}`]
    },
  },
  {
    what: 'a sale entry is lost',
    async by() {
      const sale = await first(entryRecord, { _id: `sale:${shop.kept.items[0]}` })
      await of(entryRecord).deleteOne({ _id: sale._id })
      const next = await first(entryRecord, { seq: (sale.seq ?? 0) + 1 })
      return [
        `line is booked: ${shop.kept.items[0]}`,
        `chain holds: ${next._id}`,
        'provider agrees: asset:stripe usd',
      ]
    },
  },
  {
    what: 'a sale is booked twice',
    async by() {
      const sale = await first(entryRecord, { _id: `sale:${shop.kept.items[0]}` })
      await of(entryRecord).insertOne({ ...sale, _id: 'sale:again', seq: null, hash: null })
      return [`line is booked: ${shop.kept.items[0]}`, 'provider agrees: asset:stripe usd']
    },
  },
  {
    what: 'an entry is changed after it was sealed',
    async by() {
      const sale = await first(entryRecord, { _id: `sale:${shop.kept.items[0]}` })
      const postings = sale.postings.map((posting) =>
        posting.account === 'rev:commission' ? { ...posting, account: 'rev:house_sales' } : posting,
      )
      await of(entryRecord).updateOne({ _id: sale._id }, { $set: { postings } })
      return [
        `books agree with the order: ${shop.kept.order}`,
        `books agree with the order: ${shop.kept.order}`,
        `chain holds: ${sale._id}`,
      ]
    },
  },
  {
    what: 'an entry does not balance',
    async by() {
      const fee = await first(entryRecord, { kind: 'fee', 'refs.order': shop.kept.order })
      await of(entryRecord).updateOne({ _id: fee._id }, { $inc: { 'postings.0.amountMinor': 1 } }, forced)
      return [
        `books agree with the order: ${shop.kept.order}`,
        `entry balances: ${fee._id}`,
        `chain holds: ${fee._id}`,
      ]
    },
  },
  {
    what: 'the last entries of the chain are cut off',
    async by() {
      const last = (await of(entryRecord).find().sort({ seq: -1 }).toArray())[0]
      await of(entryRecord).updateOne({ _id: last?._id ?? '' }, { $set: { seq: null, hash: null } })
      return [`chain holds: seq ${last?.seq}`]
    },
  },
  {
    what: 'money is booked at the provider that no order stands for',
    async by() {
      const actor = { kind: 'system' as const, id: 'test', address: null, requestId: null }
      await of(entryRecord).insertOne({
        _id: 'adjustment:1',
        kind: 'adjustment',
        currency: 'usd',
        postings: [
          { account: 'asset:stripe', amountMinor: 100 },
          { account: 'rev:commission', amountMinor: -100 },
        ],
        effectiveAt: new Date(),
        refs: {},
        reverses: null,
        actor,
        memo: null,
        seq: null,
        hash: null,
        createdAt: new Date(),
      })
      return ['provider agrees: asset:stripe usd']
    },
  },
  {
    what: 'a sale entry loses its order',
    async by() {
      const sale = await first(entryRecord, { _id: `sale:${shop.kept.items[0]}` })
      await of(entryRecord).updateOne({ _id: sale._id }, { $unset: { 'refs.order': '' } })
      return [
        `line is booked: ${shop.kept.items[0]}`,
        `chain holds: ${sale._id}`,
        `nothing is orphaned: ${sale._id}`,
      ]
    },
  },
  {
    what: 'a paid order falls back to pending',
    async by() {
      const payment = await first(paymentRecord, { order: shop.kept.order })
      await of(orderDocument).updateOne(
        { _id: shop.kept.order },
        { $set: { status: 'pending', completedAt: null } },
      )
      return [
        `payment is fulfilled: ${payment._id}`,
        ...shop.kept.items.map((item) => `line stands with its order: ${item}`),
        `sale has its invoice: ${shop.kept.order}`,
      ]
    },
  },
  {
    what: 'a payment is lost',
    async by() {
      const payment = await first(paymentRecord, { order: shop.kept.order })
      await of(paymentRecord).deleteOne({ _id: payment._id })
      const fee = await first(entryRecord, { kind: 'fee', 'refs.order': shop.kept.order })
      return [
        `order is paid once: ${shop.kept.order}`,
        `nothing is orphaned: ${fee._id}`,
        `provider agrees: ${shop.kept.order}`,
      ]
    },
  },
  {
    what: 'a payment says another amount than the order',
    async by() {
      const payment = await first(paymentRecord, { order: shop.kept.order })
      await of(paymentRecord).updateOne({ _id: payment._id }, { $inc: { amountMinor: 1 } })
      return [`order is paid once: ${payment._id}`, `provider agrees: ${payment._id}`]
    },
  },
  {
    what: 'a payment says another fee than the provider',
    async by() {
      const payment = await first(paymentRecord, { order: shop.kept.order })
      await of(paymentRecord).updateOne({ _id: payment._id }, { $inc: { feeMinor: 1 } })
      return [
        `books agree with the order: ${shop.kept.order}`,
        `books agree with the order: ${shop.kept.order}`,
        `provider agrees: ${payment._id}`,
      ]
    },
  },
  {
    what: 'a payment is made up',
    async by() {
      const payment = await first(paymentRecord, { order: shop.kept.order })
      await of(paymentRecord).updateOne({ _id: payment._id }, { $set: { attempt: 'ch_never' } })
      return [`provider agrees: ${shop.kept.order}`, `provider agrees: ${payment._id}`]
    },
  },
  {
    what: 'a line is lost',
    async by() {
      const item = shop.kept.items[1] ?? ''
      await of(orderItemRecord).deleteOne({ _id: item })
      const licenses = await of(licenseRecord).find({ orderItem: item }).toArray()
      return [
        `order has its lines: ${shop.kept.order}`,
        `order adds up: ${shop.kept.order}`,
        `nothing is orphaned: sale:${item}`,
        ...licenses.map(({ _id }) => `nothing is orphaned: ${_id}`),
      ]
    },
  },
  {
    what: 'an order is lost',
    async by() {
      await of(orderDocument).deleteOne({ _id: shop.kept.order })
      const rows = (name: string, filter: object) =>
        database.db.collection<RecordShape>(name).find(filter).toArray()
      const order = shop.kept.order
      const orphans = [
        ...(await rows('order-items', { order })),
        ...(await rows('payments', { order })),
        ...(await rows('invoices', { order })),
        ...(await rows('entries', { 'refs.order': order })),
        ...(await rows('licenses', { order })),
        ...(await rows('outbox', { 'refs.order': order })),
      ]
      return orphans.map(({ _id }) => `nothing is orphaned: ${_id}`)
    },
  },
  {
    what: 'more is said to be refunded than was',
    async by() {
      const item = shop.given.items[0] ?? ''
      await of(orderItemRecord).updateOne({ _id: item }, { $inc: { 'refunded.sellerMinor': 1 } })
      return [`refund within the sale: ${item}`]
    },
  },
  {
    what: 'a refund is forgotten',
    async by() {
      await of(refundRecord).updateOne({ _id: shop.given.refund }, { $set: { status: 'submitted' } })
      const note = await first(invoiceRecord, { kind: 'credit_note' })
      return [`refund has its credit note: ${note._id}`, `provider agrees: ${shop.given.order}`]
    },
  },
  {
    what: 'a refund says another amount than the provider',
    async by() {
      await of(refundRecord).updateOne({ _id: shop.given.refund }, { $inc: { amountMinor: 1 } })
      return [`books agree with the order: ${shop.given.order}`, `provider agrees: ${shop.given.refund}`]
    },
  },
  {
    what: 'the money of an order is said to be owed',
    async by() {
      await of(orderDocument).updateOne({ _id: shop.kept.order }, { $set: { owedMinor: 5 } })
      return [`books agree with the order: ${shop.kept.order}`]
    },
  },
  {
    what: 'an invoice is lost',
    async by() {
      const invoice = await first(invoiceRecord, { order: shop.kept.order })
      await of(invoiceRecord).deleteOne({ _id: invoice._id })
      return [`sale has its invoice: ${shop.kept.order}`, `numbers are gapless: ${invoice.number}`]
    },
  },
  {
    what: 'an invoice has another amount',
    async by() {
      const invoice = await first(invoiceRecord, { order: shop.kept.order })
      await of(invoiceRecord).updateOne({ _id: invoice._id }, { $inc: { totalMinor: 1 } })
      return [`sale has its invoice: ${invoice._id}`]
    },
  },
  {
    what: 'a credit note is lost',
    async by() {
      const note = await first(invoiceRecord, { kind: 'credit_note' })
      await of(invoiceRecord).deleteOne({ _id: note._id })
      return [
        `refund has its credit note: ${shop.given.refund}`,
        `numbers are gapless: ${note.number?.replace('CN-', 'credit_note:').replace(/-\d+$/, '')}-000001`,
      ]
    },
  },
  {
    what: 'a number is left out',
    async by() {
      const invoice = await first(invoiceRecord, { order: shop.given.order, kind: 'invoice' })
      const number = `${invoice.number?.slice(0, -6)}000007`
      await of(invoiceRecord).updateOne({ _id: invoice._id }, { $set: { number } })
      return [`numbers are gapless: ${invoice.number}`, `numbers are gapless: ${number}`]
    },
  },
  {
    what: 'the counter of the numbers ran ahead',
    async by() {
      const invoice = await first(invoiceRecord, { order: shop.given.order, kind: 'invoice' })
      await of(counterRecord).updateOne(
        { _id: `invoice:${invoice.issuedAt.getUTCFullYear()}` },
        { $inc: { next: 1 } },
      )
      return [`numbers are gapless: ${invoice.number?.slice(0, -1)}3`]
    },
  },
  {
    what: 'a commission is made up',
    async by() {
      await of(commissionRecord).insertOne({
        _id: 'com_1',
        affiliate: 'aff_1',
        order: shop.kept.order,
        orderItem: shop.kept.items[0] ?? '',
        currency: 'usd',
        baseMinor: 100,
        rateBps: 100,
        amountMinor: 1,
        reversedMinor: 0,
        status: 'pending',
        holdUntil: new Date(),
        createdAt: new Date(),
      })
      return [`commission agrees: ${shop.kept.items[0]}`]
    },
  },
  {
    what: 'a license says that it has a seat more in use than it has places',
    async by() {
      const license = await first(licenseRecord, { orderItem: shop.kept.items[0] })
      await of(licenseRecord).updateOne({ _id: license._id }, { $inc: { seatsTaken: 1 } })
      return [`counts are places: ${license._id}`]
    },
  },
  {
    what: 'a place belongs to no license',
    async by() {
      await of(licensePlaceRecord).insertOne({
        _id: 'act_1',
        license: 'lic_gone',
        spot: 'a.example',
        publicId: 'pub_1',
        domain: 'a.example',
        fingerprint: null,
        environment: 'production',
        seat: true,
        label: null,
        firstSeenAt: new Date(),
        lastSeenAt: new Date(),
      })
      return ['nothing is orphaned: act_1']
    },
  },
  {
    what: 'an activation that was answered is nowhere',
    async by() {
      await of(idempotentAnswerRecord).insertOne({
        _id: 'a',
        request: 'r',
        answer: { valid: true, activation: { id: 'act_lost' } },
        startedAt: new Date(),
      })
      return ['what was answered is there: act_lost']
    },
  },
  {
    what: 'an event that was acknowledged is nowhere',
    async by() {
      const event = await first(inboxRow, { type: 'payment_intent.succeeded' })
      await of(inboxRow).deleteOne({ _id: event._id })
      return [`what was acknowledged is there: ${event._id}`]
    },
  },
  {
    what: 'an event was given up',
    async by() {
      const event = await first(inboxRow)
      await of(inboxRow).updateOne({ _id: event._id }, { $set: { state: 'parked' } })
      return [`queues are empty: ${event._id}`]
    },
  },
  {
    what: 'a refund never reached the provider',
    async by() {
      const effect = await first(outboxRow, { kind: 'provider-refund' })
      await of(outboxRow).updateOne({ _id: effect._id }, { $set: { state: 'parked' } })
      return [`queues are empty: ${effect._id}`]
    },
  },
]

describe('the oracle names the row [OPS-2]', () => {
  it.each(breakages)('where $what', async ({ by }) => {
    try {
      const expected = await by()
      const report = await strictly()
      expect(rowsOf(report).sort()).toEqual([...expected].sort())
      expect(report.state).toBe('red')
    } finally {
      await mend()
    }
  })

  it('where the provider took money that is not known here', async () => {
    const { package: bought } = await first(orderItemRecord)
    const { orderId } = await placeTestOrder({ database, payload }, [{ package: bought }])
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    expect(rowsOf(await strictly())).toEqual([`provider agrees: ${orderId}`])
    const soon = await runOracle({ database, provider })
    expect(soon.problems).toEqual([])
  })
})

describe('what only waits [OPS-2]', () => {
  it.each([
    { what: 'a mail that nobody takes', state: 'parked' as const },
    { what: 'a mail that waits', state: 'due' as const },
  ])('$what is late, and nothing is wrong', async ({ state }) => {
    const mail = await first(outboxRow, { kind: 'mail' })
    const createdAt = addSeconds(new Date(), -7_200)
    await of(outboxRow).updateOne({ _id: mail._id }, { $set: { state, createdAt, attempts: 3 } })
    const report = await runOracle({ database, provider: null })
    expect(report).toMatchObject({ state: 'late', problems: [], late: [{ row: mail._id }] })
    await mend()
  })

  it('what is meant for later is not late', async () => {
    const mail = await first(outboxRow, { kind: 'mail' })
    const nextAt = addSeconds(new Date(), 86_400)
    await of(outboxRow).updateOne(
      { _id: mail._id },
      { $set: { state: 'due', createdAt: addSeconds(new Date(), -7_200), nextAt, attempts: 0 } },
    )
    expect(await runOracle({ database, provider: null })).toMatchObject({ state: 'green' })
    await mend()
  })
})

/** Last: what is done at the provider stays done. */
describe('the oracle names the order [OPS-2]', () => {
  it('where the bank sent a refund back and nobody here took it in', async () => {
    const refund = await first(refundRecord, { _id: shop.given.refund })
    await simulator.control('POST', `/refunds/${refund.providerRefund}/fail`, {})
    const named = `provider agrees: ${shop.given.order}`
    expect(rowsOf(await strictly())).toContain(named)
    await syncOrder(payload, simulator.stripe, shop.given.order)
    expect(rowsOf(await strictly())).not.toContain(named)
  })
})
