import fc from 'fast-check'
import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { beginCheckout } from '@/domain/orders/beginCheckout'
import { addToCart, findCart } from '@/domain/orders/cart'
import { runOracle } from '@/domain/orders/oracle/oracle'
import { simulatorBook } from '@/domain/orders/oracle/providerBook'
import { placeOrder } from '@/domain/orders/placeOrder'
import { type Order, orderDocument } from '@/domain/orders/records'
import { requestRefund } from '@/domain/orders/requestRefund'
import { createDrains } from '@/jobs/drains'
import { sealBooks } from '@/jobs/ledger/sealBooks'
import { reconcilePayments } from '@/jobs/orders/reconcilePayments'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { diskStorage } from '@/platform/fileStorage'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { addSeconds, moveClock } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { type Photograph, photograph } from './crash/photograph'
import { emptyDatabase, testDatabase } from './setup/database'
import { testPayload } from './setup/payload'
import { guest, makeShelf } from './setup/shop'
import { startTestSimulator, type TestSimulator } from './setup/simulator'

/** All of them, the time-outs of twenty seconds too, with `npm run test:deep providerFaults`. */
const deep = process.env.DEEP === '1'
const seed = Number(process.env.TEST_SEED ?? Date.now() % 2 ** 31)
const actor = systemActor('test')

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

interface Fault {
  method: 'GET' | 'POST'
  path: string
  when: 'before' | 'after'
  kind: 'status' | 'timeout' | 'reset'
  status?: 500 | 503 | 429
  /** Four: more often than the client itself asks again. */
  times: number
}

/** Every question that a purchase and its refund ask the provider. */
const reads = ['/v1/checkout/sessions/*', '/v1/charges', '/v1/refunds', '/v1/events']
const writes = ['/v1/checkout/sessions', '/v1/refunds']
const statuses = [500, 503, 429] as const
const faults: Fault[] = [
  ...reads.flatMap((path) => faultsAt('GET', path, 'before')),
  ...writes.flatMap((path) => faultsAt('POST', path, 'before')),
  // Whoever asks too often is refused before anything happens.
  ...writes.flatMap((path) => faultsAt('POST', path, 'after').filter(({ status }) => status !== 429)),
]

function faultsAt(method: Fault['method'], path: string, when: Fault['when']): Fault[] {
  const at = { method, path, when }
  return [
    ...statuses.map((status): Fault => ({ ...at, kind: 'status', status, times: 4 })),
    { ...at, kind: 'reset', times: 4 },
    { ...at, kind: 'timeout', times: 1 },
  ]
}

/** A buyer who presses again when told to, a refund, and workers that go on until nothing waits. */
async function play(fault: Fault | null): Promise<Photograph> {
  await emptyDatabase(database)
  await moveClock(database, 0, false)
  await simulator.control('POST', '/reset')
  const shelf = await makeShelf(database)
  let cartId: string | null = null
  for (const { package: pkg } of shelf) {
    const holder = { cartId, userId: null }
    const cart: { _id: string } = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder, packageId: pkg._id, quantity: 1 }),
    )
    cartId = cart._id
  }
  if (fault) await simulator.control('POST', '/switches', { faults: [fault] })
  const order = await openPage(cartId ?? '')
  await simulator.pay(order.checkout?.sessionId ?? '')
  await work(() => hasStatus(order._id, 'completed'))
  await transact(database, { actor }, (tx) => requestRefund(tx, { orderId: order._id, reason: 'asked for' }))
  await work(() => hasStatus(order._id, 'refunded'))
  await assertGreen()
  return photograph(database)
}

/** At most five times: then the provider has answered. @returns the order with its page. */
async function openPage(cartId: string): Promise<Order> {
  for (let press = 1; ; press++) {
    const cart = await findCart(database, { cartId, userId: null })
    if (!cart) throw new Error('the cart is there')
    try {
      await beginCheckout({
        payload,
        stripe: simulator.stripe,
        cart,
        place: (ended) =>
          transactDocuments(payload, { actor }, (tx) =>
            placeOrder(tx, { cartId, userId: null, buyer: guest, locale: 'en', ended }),
          ),
        urls: () => ({ successUrl: 'http://shop.test/order?paid=1', cancelUrl: 'http://shop.test/checkout' }),
      })
      const order = await collectionOf(database, orderDocument).findOne(
        { cart: cartId },
        { sort: { createdAt: -1 } },
      )
      if (order) return order
    } catch (error) {
      if (press >= 5) throw error
    }
  }
}

const hasStatus = async (_id: string, status: Order['status']) =>
  (await collectionOf(database, orderDocument).countDocuments({ _id, status })) === 1

/** The worker's loops, with mails that go nowhere. */
const openDrains = () =>
  createDrains({
    payload,
    database,
    stripe: simulator.stripe,
    mailer: { send: async () => undefined, verify: async () => undefined, close: () => undefined },
    storage: diskStorage('/nowhere'),
    publicUrl: 'http://shop.test',
  })

/** Works until nothing waits; when all that is left waits for its next try, that time comes. */
async function work(isDone: () => Promise<boolean>): Promise<void> {
  const drains = openDrains()
  for (let round = 1; round <= 12; round++) {
    await reconcilePayments({ database, stripe: simulator.stripe }, { quiet: 0 }).catch(() => 0)
    await drains.outbox.runDue()
    await drains.inbox.runDue()
    while ((await sealBooks(database)) > 0);
    if ((await isDone()) && (await waiting()) === 0) return
    // Not the clock of the marketplace: what waits is put forward.
    for (const queue of [inboxRow, outboxRow])
      await database.db
        .collection(queue.name)
        .updateMany({ state: 'due', attempts: { $gt: 0 } }, { $set: { nextAt: new Date(0) } })
  }
  throw new Error(
    `not done: ${JSON.stringify(
      await collectionOf(database, outboxRow)
        .find({ state: { $ne: 'done' } })
        .toArray(),
    )}`,
  )
}

/** What is meant for tomorrow morning does not wait. */
const waiting = async () => {
  const due = { state: { $ne: 'done' as const }, nextAt: { $lt: addSeconds(new Date(), 3_600) } }
  return (
    (await collectionOf(database, inboxRow).countDocuments(due)) +
    (await collectionOf(database, outboxRow).countDocuments(due))
  )
}

async function assertGreen(): Promise<void> {
  const provider = simulatorBook(simulator.stripe, simulator.url)
  const { problems, checks } = await runOracle({ database, provider, inFlightSeconds: 0 })
  expect(problems).toEqual([])
  expect(checks.filter(({ error }) => error !== null)).toEqual([])
}

describe('[BUY-5] a payment provider that answers 500, 503, 429, too late or not at all', () => {
  let expected: Photograph
  beforeAll(async () => {
    expected = await play(null)
  })

  it(
    'costs nobody anything: the same end, one charge, one refund, whatever question it was and whether it had its effect',
    async () => {
      const quick = faults.filter(({ kind }) => kind !== 'timeout')
      const some = deep ? faults : fc.sample(fc.constantFrom(...quick), { numRuns: 5, seed })
      for (const fault of some) expect({ fault, end: await play(fault) }).toEqual({ fault, end: expected })
      console.log(`${some.length} of ${faults.length} faults of the provider (seed ${seed})`)
    },
    deep ? 3_600_000 : 120_000,
  )

  it('for longer than any row is tried gives nothing up: what waits for it waits, and goes on by itself', async () => {
    await play(null)
    const [order] = await collectionOf(database, orderDocument).find().toArray()
    const event = {
      provider: 'stripe',
      type: 'ask',
      objectId: 'x',
      order: order?._id ?? null,
      via: 'return',
    } as const
    const queue = {
      state: 'due',
      attempts: 0,
      nextAt: new Date(0),
      lease: null,
      error: null,
      doneAt: null,
    } as const
    await collectionOf(database, inboxRow).insertOne({
      _id: 'stripe:long',
      ...event,
      ...queue,
      createdAt: new Date(),
    })
    const fault = { method: 'GET', path: '/v1/*', when: 'before', kind: 'reset', times: 10_000 }
    await simulator.control('POST', '/switches', { faults: [fault] })
    const drains = openDrains()
    const row = () => collectionOf(database, inboxRow).findOne({ _id: 'stripe:long' })
    // As if it had been tried a hundred times.
    await collectionOf(database, inboxRow).updateOne(
      { _id: 'stripe:long' },
      { $set: { attempts: 100, waits: 100 } },
    )
    await drains.inbox.runDue()
    const after = await row()
    expect(after).toMatchObject({ state: 'due', error: expect.stringContaining('does not answer') })
    const waits = (after?.nextAt.getTime() ?? 0) - Date.now()
    expect(waits).toBeGreaterThan(120_000)
    expect(waits).toBeLessThan(301_000)
    await simulator.control('POST', '/switches/reset')
    await collectionOf(database, inboxRow).updateOne(
      { _id: 'stripe:long' },
      { $set: { nextAt: new Date(0) } },
    )
    await drains.inbox.runDue()
    expect(await row()).toMatchObject({ state: 'done', error: null })
  }, 60_000)
})
