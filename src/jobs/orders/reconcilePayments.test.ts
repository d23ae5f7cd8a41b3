import type { Payload } from 'payload'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderDocument } from '@/domain/orders/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { createDrain } from '@/platform/drain'
import { inboxRow } from '@/platform/inbox'
import { moveClock } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { makeShelf, openTestCheckout, placeTestOrder } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { handleProviderEvent } from './handleProviderEvent'
import { reconcilePayments } from './reconcilePayments'

const day = 86_400_000
let database: Database
let payload: Payload
let simulator: TestSimulator

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(async () => {
  await emptyDatabase(database)
  await simulator.control('POST', '/reset')
})
afterEach(() => moveBothClocks(0))

async function moveBothClocks(days: number): Promise<void> {
  await moveClock(database, days * day, false)
  await simulator.control('POST', '/clock', { offsetMs: days * day })
}

const reconcile = () => reconcilePayments({ database, stripe: simulator.stripe }, { quiet: 0 })
const handleAll = () =>
  createDrain({
    database,
    queue: inboxRow,
    handle: (row) => handleProviderEvent({ payload, stripe: simulator.stripe }, row),
    onFailure: (_, error) => {
      throw error
    },
  }).runDue()
const statusOf = async (_id: string) => (await collectionOf(database, orderDocument).findOne({ _id }))?.status

async function placed() {
  const shelf = await makeShelf(database)
  const { orderId } = await placeTestOrder(
    { database, payload },
    shelf.map((line) => ({ package: line.package._id })),
  )
  return orderId
}

describe('[PAY-1] what no webhook told', () => {
  it('is found however long nobody asked: a refund made while everything of ours stood still for ten days', async () => {
    const orderId = await placed()
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    await reconcile()
    await handleAll()
    expect(await statusOf(orderId)).toBe('completed')

    const [charge] = (await simulator.stripe.charges.list({ limit: 1 })).data
    await simulator.stripe.refunds.create({ charge: charge?.id ?? '' })
    await moveBothClocks(10)
    expect(await reconcile()).toBeGreaterThan(0)
    await handleAll()
    expect(await statusOf(orderId)).toBe('refunded')
    expect(await reconcile()).toBe(0)
  })

  it('is found where the clock went back since', async () => {
    await moveBothClocks(10)
    await reconcile()
    await moveBothClocks(0)
    const orderId = await placed()
    await simulator.pay(await openTestCheckout(payload, simulator, orderId))
    expect(await reconcile()).toBeGreaterThan(0)
    await handleAll()
    expect(await statusOf(orderId)).toBe('completed')
  })
})

describe('[BUY-5] a checkout that was opened, and web died before it noted that', () => {
  it('is known to the order by the first event of it, and ends it when the page is over', async () => {
    const orderId = await placed()
    const sessionId = await openTestCheckout(payload, simulator, orderId)
    await transactDocuments(payload, { actor: systemActor('test') }, async (tx) => {
      await tx.database.db
        .collection<{ _id: string }>('orders')
        .updateOne({ _id: orderId }, { $unset: { checkout: 1 } }, { session: tx.session })
    })
    await simulator.stripe.checkout.sessions.expire(sessionId)
    await reconcile()
    await handleAll()
    expect(await collectionOf(database, orderDocument).findOne({ _id: orderId })).toMatchObject({
      status: 'canceled',
      checkout: { sessionId },
    })
    expect(await collectionOf(database, inboxRow).countDocuments({ state: { $ne: 'done' } })).toBe(0)
  })

  it('of another order is not taken for its own', async () => {
    const [mine, other] = [await placed(), await placed()]
    const sessionId = await openTestCheckout(payload, simulator, other)
    const event = { type: 'checkout.session.completed', objectId: sessionId, order: mine }
    const context = { payload, stripe: simulator.stripe }
    await expect(handleProviderEvent(context, event)).rejects.toThrow('has no checkout yet')
    expect(
      (await collectionOf(database, orderDocument).findOne({ _id: mine }))?.checkout?.sessionId,
    ).toBeFalsy()
  })
})
