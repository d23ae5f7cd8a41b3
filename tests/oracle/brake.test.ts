import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { entryRecord } from '@/domain/ledger/records'
import { issueByHand } from '@/domain/licensing/acts/issueByHand'
import { licenseRecord } from '@/domain/licensing/records'
import { completeFreeOrder } from '@/domain/orders/applyPayment'
import { releaseBrake } from '@/domain/orders/oracle/oracleBrake'
import { carryOutRun, requestRun } from '@/domain/orders/oracle/oracleRuns'
import { type ProviderBook, simulatorBook } from '@/domain/orders/oracle/providerBook'
import { oracleRunRecord } from '@/domain/orders/oracle/records'
import { orderDocument, orderItemRecord, paymentRecord } from '@/domain/orders/records'
import { completeWaiting } from '@/jobs/orders/completeWaiting'
import { handleProviderEvent } from '@/jobs/orders/handleProviderEvent'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { brakeRecord } from '@/platform/brake'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { createDrain } from '@/platform/drain'
import { inboxRow, storeEvent } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { maxQueueAttempts } from '@/platform/queue'
import { transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from '../setup/catalogFixtures'
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
const actor = systemActor('test')

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await startTestSimulator()
  provider = simulatorBook(simulator.stripe, simulator.url)
  await emptyDatabase(database)
  shop = await makeGoodShop({ database, payload }, simulator)
  mend = await keepDatabase(database)
}, 60_000)
beforeEach(() => mend())
afterAll(() => simulator.stop())

const all = {
  brakes: () => collectionOf(database, brakeRecord).find({}).sort({ since: 1 }).toArray(),
  runs: () => collectionOf(database, oracleRunRecord).find({}).sort({ _id: 1 }).toArray(),
}

async function look(book: ProviderBook | null = provider): Promise<string> {
  const run = await requestRun(database, { trigger: 'panel', actor })
  await carryOutRun({ database, provider: book, runId: run, confirmSeconds: 0 })
  return run
}
const runOf = (_id: string) => collectionOf(database, oracleRunRecord).findOne({ _id })
const release = (accept: boolean) =>
  transact(database, { actor }, (tx) => releaseBrake(tx, { reason: 'looked at and repaired', accept }))
const loseLicense = (item: string | undefined) =>
  collectionOf(database, licenseRecord).updateOne({ orderItem: item ?? '' }, { $set: { orderItem: null } })
const freeze = async () => {
  await loseLicense(shop.kept.items[0])
  await look()
}

describe('a run of the oracle [OPS-2]', () => {
  it('is one, however many ask for it at once, and keeps what it found', async () => {
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => requestRun(database, { trigger: 'panel', actor })),
    )
    expect(new Set(asked).size).toBe(1)
    expect(await collectionOf(database, outboxRow).countDocuments({ kind: 'oracle-run' })).toBe(1)
    await carryOutRun({ database, provider, runId: asked[0] ?? '', confirmSeconds: 0 })
    const [run] = await all.runs()
    expect(run).toMatchObject({ state: 'green', wrong: 0, progress: null, trigger: 'panel' })
    expect(run?.checks).toHaveLength(10)
    expect(await all.brakes()).toEqual([])
  })

  it('tells how far it is while it runs', async () => {
    const told: unknown[] = []
    const slow: ProviderBook = {
      ...provider,
      async *movements() {
        told.push((await all.runs())[0]?.progress)
        yield* provider.movements()
      },
    }
    await look(slow)
    expect(told[0]).toEqual({ done: 8, total: 10, check: 'provider' })
  })

  it('that was broken off by a kill begins again; one that is done stays as it is', async () => {
    const run = await requestRun(database, { trigger: 'panel', actor })
    await collectionOf(database, oracleRunRecord).updateOne({ _id: run }, { $set: { state: 'running' } })
    await carryOutRun({ database, provider, runId: run, confirmSeconds: 0 })
    const done = await runOf(run)
    expect(done?.state).toBe('green')
    await carryOutRun({ database, provider, runId: run, confirmSeconds: 0 })
    expect(await runOf(run)).toEqual(done)
  })

  it('that no worker took for an hour is given up, and another may be asked for', async () => {
    const old = await requestRun(database, { trigger: 'panel', actor })
    await collectionOf(database, oracleRunRecord).updateOne(
      { _id: old },
      { $set: { createdAt: new Date(Date.now() - 3_700_000) } },
    )
    const run = await requestRun(database, { trigger: 'panel', actor })
    expect(run).not.toBe(old)
    expect(await runOf(old)).toMatchObject({ state: 'failed' })
    await carryOutRun({ database, provider, runId: old, confirmSeconds: 0 })
    expect(await runOf(run)).toMatchObject({ state: 'queued' })
  })

  it('does not believe what it sees once', async () => {
    await loseLicense(shop.kept.items[0])
    let looks = 0
    const mending: ProviderBook = {
      ...provider,
      async *movements() {
        looks++
        yield* provider.movements()
        if (looks > 1) return
        const lost = { orderItem: null }
        await collectionOf(database, licenseRecord).updateOne(lost, {
          $set: { orderItem: shop.kept.items[0] ?? '' },
        })
      },
    }
    const run = await look(mending)
    expect(looks).toBe(2)
    expect(await runOf(run)).toMatchObject({ state: 'green', wrong: 0 })
    expect(await all.brakes()).toEqual([])
  })

  it('that can not ask the provider has failed, and freezes nothing', async () => {
    const run = await look(simulatorBook(simulator.stripe, 'http://127.0.0.1:9'))
    expect(await runOf(run)).toMatchObject({ state: 'failed' })
    expect(await all.brakes()).toEqual([])
  })
})

describe('what is wrong puts the brake on [OPS-2]', () => {
  it('once, names the row, audits it and tells finance', async () => {
    await freeze()
    await look()
    const [brake, ...more] = await all.brakes()
    expect(more).toEqual([])
    const [run] = await all.runs()
    expect(brake).toMatchObject({ run: run?._id, releasedAt: null })
    expect(run).toMatchObject({
      state: 'red',
      wrong: 1,
      problems: [{ invariant: 'line is licensed', row: shop.kept.items[0], detail: '0 of 1 licenses' }],
    })
    expect(await collectionOf(database, auditRecord).countDocuments({ act: 'books.freeze' })).toBe(1)
    expect(
      await collectionOf(database, outboxRow)
        .find({ _id: /^mail:books-red:/ })
        .toArray(),
    ).toMatchObject([{ payload: { template: 'books-red', to: 'staff:finance', data: { run: run?._id } } }])
  })

  it('is released freely once a check finds nothing wrong', async () => {
    await freeze()
    await expect(release(false)).rejects.toThrow(/still found rows/)
    const lost = { orderItem: null }
    await collectionOf(database, licenseRecord).updateOne(lost, {
      $set: { orderItem: shop.kept.items[0] ?? '' },
    })
    await look()
    await release(false)
    expect(await all.brakes()).toMatchObject([{ reason: 'looked at and repaired', accepted: [] }])
    expect(await collectionOf(database, auditRecord).findOne({ act: 'books.release' })).toMatchObject({
      reason: 'looked at and repaired',
      actor: { id: 'test' },
    })
    await expect(release(false)).rejects.toThrow('Nothing is frozen.')
  })

  it('released with rows accepted it stays off for these rows, and goes on for another', async () => {
    await freeze()
    await release(true)
    await look()
    expect(await all.brakes()).toMatchObject([{ accepted: [`line is licensed: ${shop.kept.items[0]}`] }])
    await loseLicense(shop.kept.items[1])
    await look()
    expect(await all.brakes()).toMatchObject([{}, { releasedAt: null }])
  })
})

describe('while the brake is on [OPS-2] [BUY-5]', () => {
  const bought = async () => {
    const item = await collectionOf(database, orderItemRecord).findOne({ _id: shop.kept.items[0] ?? '' })
    const { orderId } = await placeTestOrder({ database, payload }, [{ package: item?.package ?? '' }])
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    await storeEvent(
      database,
      {
        ...{ _id: `stripe:evt_${orderId}`, provider: 'stripe', type: 'checkout.session.completed' },
        ...{ objectId: 'cs', order: orderId, via: 'webhook' },
      },
      new Date(),
    )
    return orderId
  }
  const inbox = () =>
    createDrain({
      database,
      queue: inboxRow,
      handle: (row) => handleProviderEvent({ payload, stripe: simulator.stripe }, row),
      onFailure: (_, error) => {
        throw error
      },
    })
  const wake = () =>
    collectionOf(database, inboxRow).updateMany({ state: 'due' }, { $set: { nextAt: new Date(0) } })
  const booked = (order: string) =>
    collectionOf(database, entryRecord).countDocuments({ 'refs.order': order })

  it('an order is placed and paid as ever, waits however often it is asked for, and is fulfilled once it is off', async () => {
    await freeze()
    const orderId = await bought()
    const drain = inbox()
    for (let turn = 0; turn < maxQueueAttempts + 3; turn++) {
      await wake()
      await drain.runDue()
    }
    const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
    expect(order?.status).toBe('pending')
    expect(order?.paidAt).toBeInstanceOf(Date)
    expect(await collectionOf(database, licenseRecord).countDocuments({ order: orderId })).toBe(0)
    expect(await collectionOf(database, paymentRecord).countDocuments({ order: orderId })).toBe(0)
    expect(await booked(orderId)).toBe(0)
    expect(await collectionOf(database, inboxRow).findOne({ order: orderId })).toMatchObject({
      state: 'due',
      error: 'Nothing is issued while the books are frozen.',
    })

    await release(true)
    await wake()
    await drain.runDue()
    expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
      status: 'completed',
    })
    expect(await collectionOf(database, licenseRecord).countDocuments({ order: orderId })).toBe(1)
    expect(await booked(orderId)).toBe(2)
    expect(await collectionOf(database, inboxRow).findOne({ order: orderId })).toMatchObject({
      state: 'done',
    })
  })

  it('what waits for it is late for the oracle, not wrong: the brake does not hold itself on', async () => {
    await freeze()
    const orderId = await bought()
    const far = { ...provider }
    far.movements = async function* () {
      for await (const one of provider.movements())
        yield { ...one, at: new Date(one.at.getTime() - 3_600_000) }
    }
    const run = await runOf(await look(far))
    expect(run?.problems.filter(({ late }) => late)).toMatchObject([{ row: orderId }])
    expect(run?.problems.filter(({ late, row }) => !late && row === orderId)).toEqual([])
  })

  it('an order of nothing waits too, and nothing of it is lost', async () => {
    await freeze()
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const free = await makePackage(database, product, { prices: [{ currency: 'usd', amountMinor: 0 }] })
    const { orderId } = await placeTestOrder({ database, payload }, [{ package: free._id }])
    await transactDocuments(payload, { actor }, (tx) => completeFreeOrder(tx, orderId))
    expect(await collectionOf(database, licenseRecord).countDocuments({ order: orderId })).toBe(0)
    const [effect] = await collectionOf(database, outboxRow).find({ kind: 'complete-order' }).toArray()
    expect(effect).toMatchObject({ payload: { order: orderId }, state: 'due' })
    await expect(completeWaiting(payload, orderId)).rejects.toThrow(/books are frozen/)

    await release(true)
    await completeWaiting(payload, orderId)
    await completeWaiting(payload, orderId)
    expect(await collectionOf(database, licenseRecord).countDocuments({ order: orderId })).toBe(1)
  })

  it('no license is issued by hand', async () => {
    await freeze()
    const issue = transact(database, { actor }, (tx) =>
      issueByHand(tx, { packageId: 'pkg_any', customerId: 'cus_any', test: false, reason: 'a present' }),
    )
    await expect(issue).rejects.toMatchObject({ status: 409, code: 'books_frozen' })
  })
})
