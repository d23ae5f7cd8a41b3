// A burst of provider events, a third of them sent again, shuffled, over HTTP to edge's webhook route: how soon each is
// acknowledged, how soon all that they bring about is done, and whether it was done once. Afterwards the oracle looks.
//
//   node -C production --import tsx tools/bench/webhooks.ts [webhooks, 5000] [seconds, 60] [orders that are there, 1000]
//
// Needs Linux (/proc). Provider and mail server run on the same machine.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import { handledEventTypes } from '@/domain/orders/providerEvents'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { inboxRow } from '@/platform/inbox'
import { seededRandom } from '../seed/random'
import { Buyers } from './buyers'
import { type Marketplace, openMarketplace, webhookPath, webhookSecret } from './marketplace'
import { inSeconds, printCpu, printOracle, untilQuiet, watchQueues } from './measures'
import { runProgram } from './programs'
import type { Sending } from './webhookClient'

const webhooks = Number(process.argv[2] ?? 5_000)
const seconds = Number(process.argv[3] ?? 60)
const there = Number(process.argv[4] ?? 1_000)
/** A sale has three events that we handle, and half of them are sent a second time: a third of all. */
const orders = Math.ceil(webhooks / 4.5)
const buyersAtOnce = 4

const sentSchema = z.object({ failed: z.number(), seconds: z.number(), p50Ms: z.number(), p99Ms: z.number() })

const withTsx = { ...process.env, NODE_OPTIONS: '--import tsx' }
const market = await openMarketplace(there)
const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-events-'))
try {
  await untilSilent(market)
  await payAll(market)
  const events = await eventsOf(market)
  if (events.length !== orders * 3) throw new Error(`${events.length} events of ${orders} sales`)
  const random = seededRandom(1)
  const repeated = random.shuffle([...events]).slice(0, webhooks - events.length)
  const file = path.join(folder, 'events.jsonl')
  await writeFile(file, random.shuffle([...events, ...repeated]).join('\n'))

  const counted = await countEffects(market)
  const queues = watchQueues(market.database)
  const before = market.cpu()
  const begun = performance.now()
  const sending: Sending = {
    ...{ port: market.edgePort, path: webhookPath, secret: webhookSecret },
    ...{ file, perSecond: webhooks / seconds, connections: 16 },
  }
  const sent = sentSchema.parse(
    JSON.parse(await runProgram('tools/bench/webhookClient.ts', JSON.stringify(sending), withTsx)),
  )
  const acknowledgedAfter = performance.now() - begun
  await untilQuiet(market.database)
  const doneAfter = performance.now() - begun
  const lag = await queues.stop()
  const effects = await countEffects(market)

  console.log(
    `${webhooks} webhooks in ${sent.seconds.toFixed(1)} s, ${events.length} events, ${webhooks - events.length} sent again: ${webhooks - sent.failed} acknowledged, p50 ${sent.p50Ms.toFixed(1)} ms, p99 ${sent.p99Ms.toFixed(1)} ms`,
  )
  console.log(
    `all is done ${inSeconds(doneAfter)} after the first, ${inSeconds(doneAfter - acknowledgedAfter)} after the last; at most ${lag.rows} rows wait at once, the oldest for ${inSeconds(lag.ageMs)}`,
  )
  const made = Object.fromEntries(
    Object.entries(effects).map(([name, count]) => [name, count - (counted[name] ?? 0)]),
  )
  console.log(`effects: ${JSON.stringify(made)} of ${events.length} events of ${orders} orders`)
  printCpu(before, market.cpu(), webhooks, 'webhook')
  await printOracle(market)
  const wanted = { handled: events.length, completed: orders, licenses: orders, entries: orders * 2 }
  if (sent.failed > 0 || JSON.stringify(made) !== JSON.stringify(wanted))
    throw new Error(`wanted: all acknowledged, and ${JSON.stringify(wanted)}`)
} finally {
  await market.stop()
  await rm(folder, { recursive: true, force: true })
}

/** The provider sends nothing by itself, and nobody asks it for what it did not send: the events come from the burst alone. */
async function untilSilent({ control, database }: Marketplace): Promise<void> {
  await control('POST', '/switches', { drop: ['*'] })
  const jobs = database.db.collection('agendaJobs')
  const tomorrow = new Date(Date.now() + 86_400_000)
  const free = { name: 'reconcile-payments', lockedAt: { $not: { $type: 'date' as const } } }
  while ((await jobs.updateOne(free, { $set: { nextRunAt: tomorrow } })).matchedCount === 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
}

async function payAll(market: Marketplace): Promise<void> {
  const buyers = new Buyers(market)
  let next = 0
  await Promise.all(
    Array.from({ length: buyersAtOnce }, async () => {
      for (let n = next++; n < orders; n = next++) await buyers.pay(await buyers.place(n))
    }),
  )
  await buyers.times()
}

/** As the provider lists them, each as it is sent. */
async function eventsOf({ stripe }: Marketplace): Promise<string[]> {
  const events: string[] = []
  for await (const event of stripe.events.list({ types: [...handledEventTypes], limit: 100 }))
    events.push(JSON.stringify(event))
  return events
}

async function countEffects({ database }: Marketplace): Promise<Record<string, number>> {
  const [handled, completed, licenses, entries] = await Promise.all([
    collectionOf(database, inboxRow).countDocuments({ state: 'done' }),
    collectionOf(database, orderDocument).countDocuments({ status: 'completed' }),
    collectionOf(database, licenseRecord).countDocuments({}),
    collectionOf(database, entryRecord).countDocuments({}),
  ])
  return { handled, completed, licenses, entries }
}
