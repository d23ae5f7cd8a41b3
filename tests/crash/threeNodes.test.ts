import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { licenseRecord } from '@/domain/licensing/records'
import { orderDocument } from '@/domain/orders/records'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { collectionOf, connectDatabase, type Database } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'
import { startThreeNodes, type ThreeNodes } from '../../tools/mongodb/threeNodes'
import { withDatabase } from '../../tools/mongodb/uri'
import { until } from '../setup/process'
import { guest, makeShelf } from '../setup/shop'
import { cartOf, orderIs, orderOfCart, pay } from './histories/shop'
import { assertGreen } from './kill'
import { type Heard, type KnownLicense, keepAsking, knownLicense } from './questions'
import { openStage, type Stage } from './stage'

/** `npm run test:deep threeNodes` has the machine for itself, does it all, and waits as long as it may last. */
const isDeep = process.env.DEEP === '1'
const buyersAtOnce = isDeep ? 4 : 2

let folder: string
let set: ThreeNodes
let database: Database
let stage: Stage

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-three-'))
  set = await startThreeNodes(folder)
  const uri = withDatabase(set.uri, 'three')
  database = await connectDatabase(uri)
  await migrate(database, schema, migrations)
  stage = await openStage({ uri, database })
}, 240_000)
afterAll(async () => {
  await stage?.stop()
  await database?.client.close()
  await set?.stop()
  await rm(folder, { recursive: true, force: true })
})

let shelf: Awaited<ReturnType<typeof makeShelf>>
let known: KnownLicense
beforeEach(async () => {
  await stage.clear()
  shelf = await makeShelf(database, 1)
  const first = await buy()
  await orderIs(stage, first, 'completed')
  known = await knownLicense(stage, first)
  await stage.settled(60)
}, 120_000)

/** Whoever buys tries again for a minute, as people do. */
const tried = <T>(act: () => Promise<T>): Promise<T> => {
  let last: unknown
  return until(
    () =>
      act().then(
        (value) => ({ value }),
        (error) => {
          last = error
          return null
        },
      ),
    60,
  ).then(
    ({ value }) => value,
    () => {
      throw last
    },
  )
}

async function buy(): Promise<string> {
  const cartId = await tried(() => cartOf(stage, shelf))
  await tried(() => stage.web('checkout', { cartId, userId: null, buyer: guest }))
  const order = await tried(() => orderOfCart(stage, cartId))
  await tried(() => pay(stage, order._id))
  return order._id
}

/**
 * People buy and programs ask for as long as `trouble` lasts; then everything comes to rest by itself.
 * @returns what the programs heard; the oracle was green, with every order complete once.
 */
async function during(trouble: () => Promise<void>): Promise<Heard[]> {
  let isOver = false
  const asking = keepAsking(stage, known, () => isOver)
  const bought: string[] = []
  const buying = Promise.all(
    Array.from({ length: buyersAtOnce }, async () => {
      while (!isOver) bought.push(await buy())
    }),
  )
  await sleep(500)
  await trouble().finally(() => {
    isOver = true
  })
  await buying
  const heard = await asking
  await stage.settled(90)
  for (const orderId of bought) await orderIs(stage, orderId, 'completed')
  await stage.settled(60)
  await assertGreen(stage)
  await assertBoughtOnce(bought)
  return heard
}

async function assertBoughtOnce(bought: readonly string[]): Promise<void> {
  expect(bought.length).toBeGreaterThan(0)
  const completed = await collectionOf(database, orderDocument).countDocuments({ status: 'completed' })
  // And the one that was bought before.
  expect(completed).toBe(bought.length + 1)
  expect(await collectionOf(database, licenseRecord).countDocuments({})).toBe(completed)
  const letters = await until(async () => {
    const all = (await stage.letters()).filter((line) => line.includes(guest.email))
    return all.length >= completed && all
  }, 60)
  expect(letters).toHaveLength(completed)
}

/** Every answer says yes or “not now” in a code; a license that edge knows is valid throughout. */
function assertClear(heard: readonly Heard[]): void {
  const slowest = [...heard].sort((a, b) => b.seconds - a.seconds).slice(0, 3)
  const refused = heard.filter(({ status }) => status === 503).length
  console.log(JSON.stringify({ answers: heard.length, refused, slowest }))
  expect(heard.filter(({ status }) => ![200, 503].includes(status))).toEqual([])
  expect(heard.filter(({ what, status }) => what === 'a known license' && status !== 200)).toEqual([])
  const uncoded = heard.filter(
    ({ what, status, code }) => what === 'an activation' && status === 503 && code !== 'unavailable',
  )
  expect(uncoded).toEqual([])
}

describe('MongoDB of three nodes, while orders complete and licenses are validated [BUY-5] [OPS-2]', () => {
  it('whose primary steps down: clear answers meanwhile, nothing is lost or doubled', async () => {
    const heard = await during(async () => {
      for (let times = isDeep ? 5 : 1; times > 0; times--) {
        const before = await set.primary()
        const next = await set.stepDown(10)
        expect(next).not.toBe(before)
        await sleep(isDeep ? 6_000 : 1_500)
      }
    })
    assertClear(heard)
  }, 240_000)

  if (isDeep)
    it('whose primary is killed and comes back: the same', async () => {
      const heard = await during(async () => {
        const before = await set.primary()
        await set.kill(before)
        await set.primary()
        await sleep(5_000)
        await set.start(before)
        await sleep(5_000)
      })
      assertClear(heard)
    }, 240_000)

  if (isDeep)
    it('whose primary freezes for 15 s and wakes when another one is: the same', async () => {
      const heard = await during(async () => {
        const before = await set.primary()
        set.freeze(before)
        await sleep(15_000)
        set.goOn(before)
        await sleep(5_000)
      })
      assertClear(heard)
    }, 240_000)

  if (isDeep)
    it('of which two are gone for 30 s, so that nothing can be written: refusals in a code, then the same', async () => {
      const heard = await during(async () => {
        const gone = set.ports.slice(0, 2)
        for (const port of gone) await set.kill(port)
        await sleep(30_000)
        for (const port of gone) await set.start(port)
        await set.primary()
        await sleep(2_000)
      })
      assertClear(heard)
      expect(heard.some(({ what, status }) => what === 'an activation' && status === 503)).toBe(true)
      expect(heard.some(({ what, status }) => what === 'readiness' && status === 503)).toBe(true)
    }, 240_000)
})
