import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase, type Database } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'
import { type ReplicaSet, startReplicaSet } from '../../tools/mongodb/replicaSet'
import { withDatabase } from '../../tools/mongodb/uri'
import { guest, makeShelf } from '../setup/shop'
import { cartOf, orderIs, orderOfCart, pay } from './histories/shop'
import { assertGreen } from './kill'
import { type Heard, keepAsking, knownLicense } from './questions'
import { openStage, type Stage } from './stage'

/** Half a minute with `npm run test:deep databaseOutage`. */
const outageSeconds = process.env.DEEP === '1' ? 30 : 6

let folder: string
let mongod: ReplicaSet
let database: Database
let stage: Stage

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-outage-'))
  mongod = await start(0)
  const uri = withDatabase(mongod.uri, 'outage')
  database = await connectDatabase(uri)
  await migrate(database, schema, migrations)
  stage = await openStage({ uri, database })
}, 240_000)
afterAll(async () => {
  await stage?.stop()
  await database?.client.close()
  await mongod?.stop()
  await rm(folder, { recursive: true, force: true })
})

const start = (port: number) =>
  startReplicaSet({ dbPath: path.join(folder, 'data'), logPath: path.join(folder, 'log'), port })

async function bought() {
  const shelf = await makeShelf(database)
  const cartId = await cartOf(stage, shelf)
  await stage.web('checkout', { cartId, userId: null, buyer: guest })
  const order = await orderOfCart(stage, cartId)
  return { orderId: order._id, shelf }
}

async function through(outage: () => Promise<void>): Promise<Heard[]> {
  await stage.clear()
  const first = await bought()
  await pay(stage, first.orderId)
  await orderIs(stage, first.orderId, 'completed')
  await stage.settled(30)
  const known = await knownLicense(stage, first.orderId)
  const second = await bought()
  const sessionId = await stage.sessionOf(second.orderId)

  let isOver = false
  const asking = keepAsking(stage, known, () => isOver)
  const down = outage()
  // Paid while nothing of ours can write: its webhooks are not acknowledged, so they come again.
  await sleep(500)
  await stage.simulator.pay(sessionId)
  await down
  await orderIs(stage, second.orderId, 'completed')
  isOver = true
  const heard = await asking
  await stage.settled(30)
  await assertGreen(stage)
  return heard
}

/** Every answer says yes or “not now”, a license that edge knows is valid throughout. @param refuses what cannot be done. */
function assertClear(heard: readonly Heard[], { refuses = true } = {}): void {
  const slowest = [...heard].sort((a, b) => b.seconds - a.seconds).slice(0, 3)
  console.log(JSON.stringify({ answers: heard.length, slowest }))
  expect(heard.filter(({ status }) => ![200, 503].includes(status))).toEqual([])
  expect(heard.filter(({ what, status }) => what === 'a known license' && status !== 200)).toEqual([])
  if (refuses) expect(heard.some(({ what, status }) => what === 'an activation' && status === 503)).toBe(true)
  expect(heard.some(({ what, status }) => what === 'readiness' && status === 503)).toBe(true)
}

describe(`MongoDB away for ${outageSeconds} s [BUY-5] [OPS-2]`, () => {
  it('killed and started again: clear answers meanwhile, known licenses stay valid, nothing is lost or doubled', async () => {
    const heard = await through(async () => {
      const { port } = mongod
      mongod.kill()
      await mongod.exited
      await sleep(outageSeconds * 1_000)
      mongod = await start(port)
    })
    assertClear(heard)
  }, 240_000)

  it('frozen and going on: the same', async () => {
    const heard = await through(async () => {
      process.kill(mongod.pid, 'SIGSTOP')
      await sleep(outageSeconds * 1_000)
      process.kill(mongod.pid, 'SIGCONT')
    })
    // A short one only makes people wait.
    assertClear(heard, { refuses: outageSeconds >= 20 })
  }, 240_000)
})
