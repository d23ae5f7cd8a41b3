import type { Payload } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import { checkBooks } from '@/domain/orders/checkBooks'
import {
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
} from '@/domain/orders/records'
import { sealInvoices } from '@/domain/orders/sealInvoices'
import { syncOrder } from '@/domain/orders/syncOrder'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from './setup/database'
import type { OrderAct } from './setup/orderRacer'
import { testPayload } from './setup/payload'
import { codes, got, many, type Racers, startRacers } from './setup/racers'
import { makeShelf, openTestCheckout, placeTestOrder } from './setup/shop'
import { type TestSimulator, testSimulator } from './setup/simulator'

/** All of them with `npm run test:deep moneyRaces`; a few are enough to see that nothing is broken. */
const deep = process.env.DEEP === '1'
const rounds = deep ? 20 : 1
const ways = 200
const minutes = deep ? 600_000 : 120_000
const completions = deep ? 500 : 60

let database: Database
let payload: Payload
let simulator: TestSimulator
let racers: Racers
const actor = systemActor('test')

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
  racers = await startRacers(simulator)
}, 60_000)
beforeEach(() => emptyDatabase(database))
afterAll(() => racers?.stop())

const eachRound = async (round: () => Promise<void>) => {
  for (let index = 0; index < rounds; index++) await round()
}
async function packages(count: number): Promise<string[]> {
  return (await makeShelf(database, count)).map((line) => line.package._id)
}

describe(`200 at once in two processes, ${rounds} rounds`, () => {
  it(
    '[BUY-10] one line is given back once',
    async () => {
      const all = await packages(2)
      await eachRound(async () => {
        const placed = await placeTestOrder(
          { database, payload },
          all.map((packageId) => ({ package: packageId })),
        )
        const { orderId } = placed
        await simulator.pay(await openTestCheckout(payload, simulator, orderId))
        await syncOrder(payload, simulator.stripe, orderId)
        await transact(database, { actor }, (tx) => sealInvoices(tx))
        const [item] = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
        const ask: OrderAct = { act: 'askRefund', orderId, item: item?._id ?? '', grossMinor: 4_900 }
        const asked = await racers.race(many(ways, () => ask))
        expect(codes(asked)).toEqual({ done: 1, refund_open: ways - 1 })
        const [refund = ''] = got(asked)

        // The outbox sends it, several workers see it through, and people go on pressing the button meanwhile.
        const sent = await racers.race([
          ...many(8, (): OrderAct => ({ act: 'sendRefund', refund })),
          ...many(8, (): OrderAct => ({ act: 'sync', orderId })),
          ...many(40, () => ask),
        ])
        expect(sent.filter(({ code }) => code === 'done')).toHaveLength(16)
        expect(got(sent)).toEqual([])
        await syncOrder(payload, simulator.stripe, orderId)
        const late = await racers.race(many(40, () => ask))
        expect(got(late)).toEqual([])

        const payment = await collectionOf(database, paymentRecord).findOne({ order: orderId })
        const atProvider = await simulator.stripe.refunds.list({
          payment_intent: payment?.providerIds.intent ?? '',
        })
        expect(atProvider.data.map(({ amount }) => amount)).toEqual([4_900])
        expect(await collectionOf(database, refundRecord).countDocuments({ order: orderId })).toBe(1)
        expect(
          await collectionOf(database, entryRecord).countDocuments({ 'refs.order': orderId, kind: 'refund' }),
        ).toBe(1)
        expect(
          await collectionOf(database, invoiceRecord).countDocuments({ order: orderId, kind: 'credit_note' }),
        ).toBe(1)
        expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
          status: 'partially_refunded',
          totals: { refundedMinor: 4_900 },
        })
        const states = await collectionOf(database, licenseRecord).find({ order: orderId }).toArray()
        expect(states.map(({ status }) => status).sort()).toEqual(['active', 'revoked'])
      })
    },
    minutes,
  )

  it(
    '[BUY-6] invoices are numbered once',
    async () => {
      const [packageId = ''] = await packages(1)
      await eachRound(async () => {
        const { orderId, totalMinor } = await placeTestOrder({ database, payload }, [{ package: packageId }])
        await racers.race([{ act: 'complete', orderId, totalMinor, fails: false }])
        const answers = await racers.race(many(ways, (index) => ({ act: 'seal', fails: index % 4 === 0 })))
        expect(answers.every(({ code }) => code === 'done' || code === 'injected')).toBe(true)
      })
      expect(await numbers()).toEqual(expectedNumbers(rounds))
    },
    minutes,
  )
})

const numbers = async (): Promise<(string | null)[]> =>
  (await collectionOf(database, invoiceRecord).find().sort({ number: 1 }).toArray()).map(
    ({ number }) => number,
  )
const expectedNumbers = (count: number): string[] =>
  many(count, (index) => `${new Date().getUTCFullYear()}-${String(index + 1).padStart(6, '0')}`)

describe(`${completions} completions at once, with failures and a process that is killed`, () => {
  it(
    '[BUY-5] [BUY-6] leave each order complete once and no gap or double among the numbers',
    async () => {
      const [packageId = ''] = await packages(1)
      const placed: OrderAct[] = []
      for (let batch = 0; batch < completions / 20; batch++)
        placed.push(
          ...(await Promise.all(
            many(20, async (): Promise<OrderAct> => {
              const { orderId, totalMinor } = await placeTestOrder({ database, payload }, [
                { package: packageId },
              ])
              return { act: 'complete', orderId, totalMinor, fails: false }
            }),
          )),
        )
      const wave = placed.flatMap((act, index): OrderAct[] => [
        index % 3 === 0 && act.act === 'complete' ? { ...act, fails: true } : act,
        ...(index % 10 === 0 ? [{ act: 'seal' as const, fails: index % 20 === 0 }] : []),
      ])
      const answers = await racers.raceWithDeath(wave, deep ? 3_000 : 400)
      // Losing to the sealing jobs beside it for too long is a refusal too: it is asked again, as the injected failures are.
      expect(answers.every(({ code }) => /^(done|injected)$|WriteConflict/.test(code))).toBe(true)
      expect(answers.some(({ code }) => code === 'injected')).toBe(true)

      // Whoever does not know whether it was done does it again; the sealing job comes by itself. What the dead process
      // holds is given up by MongoDB after seconds: until then its orders conflict, as for the worker's own repeats.
      const sealers = many(10, (): OrderAct => ({ act: 'seal', fails: false }))
      let open = [...placed, ...sealers]
      for (
        const deadline = Date.now() + (deep ? 60_000 : 15_000);
        open.length > 0 && Date.now() < deadline;
      ) {
        const { notDone, others } = await racers.again(open)
        expect(others).toEqual([])
        open = notDone
      }
      expect(open).toEqual([])
      for (;;) if ((await transact(database, { actor }, (tx) => sealInvoices(tx))) === 0) break

      expect(await numbers()).toEqual(expectedNumbers(completions))
      const invoices = await collectionOf(database, invoiceRecord).distinct('order')
      expect(invoices).toHaveLength(completions)
      expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(completions)
      for (const kind of ['sale', 'fee'] as const)
        expect(await collectionOf(database, entryRecord).countDocuments({ kind })).toBe(completions)
      expect(await collectionOf(database, orderDocument).countDocuments({ status: 'completed' })).toBe(
        completions,
      )
      const mails = { kind: 'mail', 'payload.template': 'order-completed' }
      expect(await collectionOf(database, outboxRow).countDocuments(mails)).toBe(completions)
      expect(await checkBooks(database)).toEqual([])
    },
    minutes,
  )
})
