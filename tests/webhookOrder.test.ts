import fc from 'fast-check'
import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runOracle } from '@/domain/orders/oracle/oracle'
import { simulatorBook } from '@/domain/orders/oracle/providerBook'
import { eventOrder, isHandledEvent } from '@/domain/orders/providerEvents'
import { orderDocument } from '@/domain/orders/records'
import { sealBooks } from '@/jobs/ledger/sealBooks'
import { handleProviderEvent } from '@/jobs/orders/handleProviderEvent'
import { reconcilePayments } from '@/jobs/orders/reconcilePayments'
import { collectionOf, type Database } from '@/platform/database'
import { createDrain } from '@/platform/drain'
import { inboxRow, storeEvent } from '@/platform/inbox'
import { moveClock, now } from '@/platform/time'
import { type Photograph, photograph } from './crash/photograph'
import { emptyDatabase, testDatabase } from './setup/database'
import { testPayload } from './setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from './setup/shop'
import { startTestSimulator, type TestSimulator } from './setup/simulator'

/** All 720 and a thousand random ones with `npm run test:deep webhookOrder`. */
const deep = process.env.DEEP === '1'
const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31)
const day = 86_400_000

let database: Database
let payload: Payload
let simulator: TestSimulator

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await startTestSimulator()
})
afterAll(async () => {
  await moveClock(database, 0, false)
  simulator.stop()
})

/** The six that we handle, as the provider makes them: three of a purchase, three of its refund. */
const purchase = ['payment_intent.succeeded', 'checkout.session.completed', 'charge.updated'] as const
const refund = ['charge.refunded', 'refund.created', 'refund.updated'] as const
const six = [...purchase, ...refund] as const
type EventType = (typeof six)[number]

/** What arrives, and when: an event, perhaps again; or days pass; or it never comes. */
type Arrival = { event: EventType; times: number } | { days: number }

/**
 * A purchase and its refund at the provider, heard of in this order. The refund happens there before the first event of
 * it arrives, and no earlier: what comes before sees an order that was only paid.
 * @returns how it ended.
 */
async function play(arrivals: readonly Arrival[]): Promise<Photograph> {
  await emptyDatabase(database)
  await setClocks(0)
  await simulator.control('POST', '/reset')
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id })),
  )
  await simulator.pay(await openTestCheckout(payload, simulator, orderId))
  let days = 0
  let isRefunded = false
  const refundOnce = async () => {
    if (isRefunded) return
    isRefunded = true
    const [charge] = (await simulator.stripe.charges.list({ limit: 1 })).data
    await simulator.stripe.refunds.create({ charge: charge?.id ?? '' })
  }
  for (const arrival of arrivals) {
    if ('days' in arrival) {
      days += arrival.days
      await setClocks(days)
      continue
    }
    const { event, times } = arrival
    if (isOfRefund(event)) await refundOnce()
    for (let time = 1; time <= times; time++) await hear(event)
  }
  await refundOnce()
  // What was lost is found by asking, and what was handled is handled again where a worker died before it said so.
  await reconcilePayments({ database, stripe: simulator.stripe }, { quiet: 0 })
  await drain.runDue()
  await collectionOf(database, inboxRow).updateMany({}, { $set: { state: 'due', nextAt: now() } })
  await drain.runDue()
  while ((await sealBooks(database)) > 0);
  await assertEnd(orderId)
  return photograph(database)
}

const isOfRefund = (event: EventType): boolean => (refund as readonly string[]).includes(event)

const drain = {
  runDue: () =>
    createDrain({
      database,
      queue: inboxRow,
      handle: (row) => handleProviderEvent({ payload, stripe: simulator.stripe }, row),
      onFailure: (_, error) => {
        throw error
      },
    }).runDue(),
}

/** The provider's own event of this kind, stored as edge stores it and handled at once. */
async function hear(type: EventType): Promise<void> {
  const { data } = await simulator.stripe.events.list({ type, limit: 10 })
  for (const event of data) {
    expect(isHandledEvent(event.type)).toBe(true)
    const incoming = { _id: `stripe:${event.id}`, provider: 'stripe', type, via: 'webhook' } as const
    await storeEvent(database, { ...incoming, ...eventOrder(event) }, now())
  }
  expect(data.length, type).toBeGreaterThan(0)
  await drain.runDue()
}

async function setClocks(days: number): Promise<void> {
  await moveClock(database, days * day, false)
  await simulator.control('POST', '/clock', { offsetMs: days * day })
}

async function assertEnd(orderId: string): Promise<void> {
  expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
    status: 'refunded',
    totals: { totalMinor: 9_800, refundedMinor: 9_800 },
  })
  const provider = simulatorBook(simulator.stripe, simulator.url)
  const { problems, checks } = await runOracle({ database, provider, inFlightSeconds: 0 })
  expect(problems).toEqual([])
  expect(checks.filter(({ error }) => error !== null)).toEqual([])
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]]
  return list.flatMap((one, index) =>
    permutations(list.filter((_, other) => other !== index)).map((rest) => [one, ...rest]),
  )
}
const once = (event: EventType): Arrival => ({ event, times: 1 })

describe('[BUY-5] the six events of a purchase and its refund', () => {
  let expected: Photograph
  beforeAll(async () => {
    expected = await play(six.map(once))
  })

  it(
    deep ? 'end the same in all 720 orders' : `end the same in orders drawn by the seed (${seed})`,
    async () => {
      const all = permutations(six)
      const orders = deep ? all : fc.sample(fc.constantFrom(...all), { numRuns: 12, seed })
      for (const order of orders)
        expect({ order, end: await play(order.map(once)) }).toEqual({ order, end: expected })
      console.log(`${orders.length} of ${all.length} orders of the six events`)
    },
    deep ? 3_600_000 : 120_000,
  )

  it(
    'end the same when some come twice, some three days late, and some never',
    async () => {
      const times = fc.constantFrom(0, 1, 1, 2, 3)
      const arrival = (event: EventType) => fc.record({ event: fc.constant(event), times })
      const arrivals = fc
        .tuple(fc.tuple(...six.map(arrival)), fc.constantFrom({ days: 3 }, { days: 3 }, { days: 0 }))
        .chain(([events, wait]) =>
          fc.shuffledSubarray<Arrival>([...events, wait], { minLength: 7, maxLength: 7 }),
        )
      let played = 0
      await fc.assert(
        fc.asyncProperty(arrivals, async (history) => {
          const heard = history.filter((one) => !('times' in one) || one.times > 0)
          expect(await play(heard)).toEqual(expected)
          played++
        }),
        { numRuns: deep ? 1_000 : 12, seed, endOnFailure: !deep },
      )
      console.log(`${played} histories with repeats, delays and losses (seed ${seed})`)
    },
    deep ? 7_200_000 : 120_000,
  )
})
