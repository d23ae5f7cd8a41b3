import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Payload } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { userDocument } from '@/domain/accounts/records'
import {
  fileRecord,
  packageDocument,
  productDocument,
  productTypes,
  releaseDocument,
} from '@/domain/catalog/records'
import { licenseAttemptRecord, licenseRecord, licenseRequestRecord } from '@/domain/licensing/records'
import { checkBooks } from '@/domain/orders/checkBooks'
import { invoiceRecord, orderDocument, orderItemRecord } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { diskStorage } from '@/platform/fileStorage'
import { outboxRow } from '@/platform/outbox'
import { platformState } from '@/platform/time'
import { makeProduct, makeSeller } from '../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { testPayload } from '../../tests/setup/payload'
import { startTestSimulator, type TestSimulator } from '../../tests/setup/simulator'
import type { SeedContext } from './context'
import { closedMailNote } from './orders/closeMails'
import { planOrders } from './orders/plan'
import { seededRandom } from './random'
import { seedMarketplace } from './seedMarketplace'

describe('the demo marketplace [CAT-1] [CAT-4] [CAT-5] [OPS-3]', () => {
  let database: Database
  let payload: Payload
  let simulator: TestSimulator
  let filesDir: string
  let context: SeedContext & { orders: number }

  beforeAll(async () => {
    database = await testDatabase()
    payload = await testPayload()
    await emptyDatabase(database)
    simulator = await startTestSimulator()
    filesDir = await mkdtemp(path.join(os.tmpdir(), 'mintreu-seed-'))
    context = {
      payload,
      database,
      stripe: simulator.stripe,
      simulatorUrl: simulator.url,
      storage: diskStorage(filesDir),
      publicUrl: 'http://localhost:3000',
      progress: () => undefined,
      orders: 20,
    }
    await seedHalfThenAll(context)
  }, 120_000)

  afterAll(async () => {
    simulator.stop()
    await emptyDatabase(database)
    await rm(filesDir, { recursive: true, force: true })
  })

  const census = async () => {
    const names = await database.db.listCollections({}, { nameOnly: true }).toArray()
    const counts = await Promise.all(
      names.map(async ({ name }) => [name, await database.db.collection(name).countDocuments()] as const),
    )
    return Object.fromEntries(counts)
  }

  it('has products of every type on the storefront', async () => {
    const published = await collectionOf(database, productDocument).find({ status: 'published' }).toArray()
    expect(new Set(published.map(({ type }) => type))).toEqual(new Set(productTypes))
    expect(published.length).toBeGreaterThanOrEqual(45)
    expect(new Set(published.map(({ seller }) => seller)).size).toBe(12)
  })

  it('has licenses in use, with checks of the past weeks, a suspicion and open requests [LIC-4] [LIC-8]', async () => {
    const licenses = await collectionOf(database, licenseRecord).find().toArray()
    expect(licenses.filter(({ places }) => places.length > 0).length).toBeGreaterThan(licenses.length / 3)
    expect(licenses.filter(({ suspicion }) => suspicion)).toHaveLength(1)
    expect(licenses.filter(({ test }) => test)).toHaveLength(1)
    expect(await collectionOf(database, licenseAttemptRecord).countDocuments()).toBeGreaterThan(50)
    expect(await collectionOf(database, licenseRequestRecord).countDocuments({ status: 'open' })).toBe(2)
  })

  it('offers something to put in the cart for every product', async () => {
    const published = await collectionOf(database, productDocument).find({ status: 'published' }).toArray()
    const packages = await collectionOf(database, packageDocument).find().toArray()
    const without = published.filter(
      ({ _id }) =>
        !packages.some(
          (pkg) => pkg.product === _id && ['free', 'one-time'].includes(pkg.pricingModel) && pkg.active,
        ),
    )
    expect(without.map(({ handle }) => handle)).toEqual([])
  })

  it('keeps an archive in the store for every release', async () => {
    const releases = await collectionOf(database, releaseDocument).find().toArray()
    const files = await collectionOf(database, fileRecord).find().toArray()
    expect(files.length).toBe(releases.length)
    const store = context.storage.files
    for (const file of files) expect(await store.size(file.storageKey)).toBe(file.bytes)
    expect(new Set(releases.map(({ status }) => status))).toEqual(
      new Set(['published', 'withdrawn', 'uploaded']),
    )
  })

  it('holds orders of every fate, with books that are right', async () => {
    const orders = await collectionOf(database, orderDocument).find().toArray()
    expect(orders.length).toBe(20)
    expect(new Set(orders.map(({ status }) => status))).toEqual(
      new Set(['completed', 'refunded', 'partially_refunded', 'canceled', 'failed']),
    )
    expect(orders.filter(({ status }) => status === 'refunded').length).toBe(2)
    expect(new Set(orders.map(({ currency }) => currency))).toEqual(new Set(['usd', 'eur']))
    const lines = await collectionOf(database, orderItemRecord).find().toArray()
    expect(lines.some(({ quantity }) => quantity > 1)).toBe(true)
    expect(lines.some(({ billing }) => billing === 'free')).toBe(true)
    expect(await checkBooks(database)).toEqual([])
    const unnumbered = await collectionOf(database, invoiceRecord).countDocuments({ number: null })
    expect(unnumbered).toBe(0)
  })

  it('leaves the clock at the present and only the newest mails to be sent', async () => {
    expect((await collectionOf(database, platformState).findOne({ _id: 'clock' }))?.offsetMs).toBe(0)
    const mails = await collectionOf(database, outboxRow).find({ kind: 'mail' }).toArray()
    const due = mails.filter(({ state }) => state === 'due')
    expect(due.length).toBeGreaterThan(0)
    expect(due.length).toBeLessThanOrEqual(12)
    expect(mails.filter(({ state, error }) => state === 'done' && error !== closedMailNote)).toEqual([])
  })

  it('has ended the trials whose days are over', async () => {
    const trials = await collectionOf(database, licenseRecord).find({ 'terms.term': 'trial' }).toArray()
    expect(trials.map(({ status }) => status)).toEqual(['expired'])
  })

  it('makes accounts whose addresses are verified', async () => {
    const users = await collectionOf(database, userDocument).find().toArray()
    expect(users.length).toBe(7)
    expect(users.filter(({ emailVerifiedAt }) => !emailVerifiedAt)).toEqual([])
  })

  it('changes nothing the second time', async () => {
    const before = await census()
    expect(await seedMarketplace(context)).toBe('already there')
    expect(await census()).toEqual(before)
  })

  it('leaves a shop alone that has products of its own', async () => {
    await emptyDatabase(database)
    await makeProduct(database, await makeSeller(database))
    const before = await census()
    expect(await seedMarketplace(context)).toBe('not our shop')
    expect(await census()).toEqual(before)
  })
})

describe('the plan of the demo orders', () => {
  it('is the same every time', () => {
    expect(planOrders(seededRandom(7), 38)).toEqual(planOrders(seededRandom(7), 38))
  })

  it('of a full demo goes back a year, and every fate but the free ones comes several times', () => {
    const plan = planOrders(seededRandom(7), 240)
    expect(Math.max(...plan.map(({ minutesAgo }) => minutesAgo)) / 1_440).toBeGreaterThan(350)
    expect(plan.filter(({ kind }) => kind === 'refund').length).toBe(9)
    const free = plan.filter(
      (act) => act.kind === 'order' && act.lines.some(({ packageName }) => packageName === 'Trial'),
    )
    expect(free).toHaveLength(1)
  })

  it('is played from the oldest act to the newest, a refund always after its order', () => {
    const plan = planOrders(seededRandom(7), 38)
    const times = plan.map(({ minutesAgo }) => minutesAgo)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    const refunds = plan.filter(({ kind }) => kind === 'refund')
    expect(refunds.length).toBe(3)
    for (const { number } of refunds) {
      const [first, second] = plan.filter((act) => act.number === number)
      expect([first?.kind, second?.kind]).toEqual(['order', 'refund'])
    }
  })

  it('leaves nobody out: every card, two currencies, both kinds of buyer', () => {
    const orders = planOrders(seededRandom(7), 38).filter((act) => act.kind === 'order')
    expect(new Set(orders.flatMap(({ cards }) => cards)).size).toBe(4)
    expect(new Set(orders.map(({ buyer }) => buyer.currency))).toEqual(new Set(['usd', 'eur']))
    expect(new Set(orders.map(({ isSignedIn }) => isSignedIn))).toEqual(new Set([true, false]))
    expect(Math.max(...orders.map(({ lines }) => lines.length))).toBe(3)
  })
})

/** A run that is stopped in the middle, and one that goes on: every test above holds for both together. */
async function seedHalfThenAll(context: SeedContext & { orders: number }): Promise<void> {
  const stopping = new AbortController()
  const stopAtOrders = (line: string) => {
    if (line.startsWith('10 of')) stopping.abort(new Error('stopped'))
  }
  await expect(
    seedMarketplace({ ...context, signal: stopping.signal, progress: stopAtOrders }),
  ).rejects.toThrow('stopped')
  expect(await seedMarketplace(context)).toBe('seeded')
}
