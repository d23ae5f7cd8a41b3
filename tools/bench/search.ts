// What a search costs in its thread with 1,000 and with 20,000 products, and how long the pages' thread is kept meanwhile.
// The thread is bundled as `npm run build` does it and asked as pages ask it. Ratios travel between machines, figures do not.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import type { CatalogReads } from '@/domain/catalog/catalogReads'
import type { ProductQuestion } from '@/domain/catalog/listProducts'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase, type Database } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'
import { WorkThread } from '@/platform/workThread/workThread'
import { startReplicaSet } from '../mongodb/replicaSet'
import { withDatabase } from '../mongodb/uri'
import { fillCatalog } from './searchCatalog'

process.env.LOG_LEVEL ??= 'warn'
process.env.APP_SECRETS ??= `bench:${Buffer.alloc(32, 9).toString('base64url')}`
const root = path.resolve(import.meta.dirname, '../..')
const rounds = Number(process.argv[2] ?? 40)

type Catalog = WorkThread<CatalogReads>
interface Kind {
  name: string
  ask(round: number): ProductQuestion | { quick: string }
}

const words = ['invoice', 'payment', 'webhook', 'cache', 'report', 'export', 'billing', 'queue']
const wordOf = (round: number): string => words[round % words.length] ?? 'invoice'
/** One letter is missing: `invoice` → `invice`. */
const typoOf = (word: string): string => word.slice(0, 3) + word.slice(4)

const kinds: readonly Kind[] = [
  { name: 'a word', ask: (round) => ({ query: wordOf(round) }) },
  { name: 'a word that most products have', ask: () => ({ query: 'laravel' }) },
  { name: 'a beginning of two letters', ask: (round) => ({ query: wordOf(round).slice(0, 2) }) },
  { name: 'a beginning', ask: (round) => ({ query: wordOf(round).slice(0, 4) }) },
  { name: 'a typo', ask: (round) => ({ query: typoOf(wordOf(round)) }) },
  { name: 'two words', ask: (round) => ({ query: `laravel ${wordOf(round)}` }) },
  {
    name: 'two words, filtered',
    ask: (round) => ({
      query: `laravel ${wordOf(round)}`,
      filters: { types: ['package'], php: '8.3' },
      sort: 'price_asc',
    }),
  },
  { name: 'nothing found', ask: (round) => ({ query: `zzqx${round}` }) },
  {
    name: 'filters only',
    ask: (round) => ({
      filters: { php: '8.3', priceMinMinor: 2500, priceMaxMinor: 9_999 },
      page: 1 + (round % 5),
    }),
  },
  { name: 'everything, newest', ask: (round) => ({ sort: 'newest', page: 1 + (round % 40) }) },
  { name: 'while typing', ask: (round) => ({ quick: wordOf(round).slice(0, 3 + (round % 4)) }) },
]

const ask = (catalog: Catalog, question: ReturnType<Kind['ask']>) =>
  'quick' in question
    ? catalog.ask('quickSearch', { query: question.quick })
    : catalog.ask('listProducts', question)

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

const ms = (value: number | undefined): string => (value ?? Number.NaN).toFixed(2).padStart(8)

/** All kinds in turn, one question at a time, as often as asked; milliseconds by kind, the way between the threads included. */
async function measure(catalog: Catalog): Promise<Map<string, number[]>> {
  const times = new Map(kinds.map(({ name }) => [name, [] as number[]]))
  for (let round = -5; round < rounds; round++)
    for (const { name, ask: question } of kinds) {
      const begun = performance.now()
      await ask(catalog, question(round + 5))
      if (round >= 0) times.get(name)?.push(performance.now() - begun)
    }
  return times
}

/** How late the pages' thread is for its own timers, in milliseconds, while `work` goes on. */
async function delayDuring(work: () => Promise<unknown>): Promise<{ p50: number; p99: number; max: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await work()
  delay.disable()
  return { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
}

async function searchFor(catalog: Catalog, durationMs: number): Promise<number> {
  let asked = 0
  const end = performance.now() + durationMs
  const one = async () => {
    while (performance.now() < end) {
      const kind = kinds[asked++ % kinds.length]
      if (kind) await ask(catalog, kind.ask(asked))
    }
  }
  await Promise.all([one(), one(), one(), one()])
  return asked
}

async function withCatalog<T>(
  database: Database,
  mongodbUri: string,
  module: string,
  use: (catalog: Catalog) => Promise<T>,
): Promise<T> {
  const catalog: Catalog = new WorkThread<CatalogReads>({
    name: 'catalog',
    module,
    data: { mongodbUri },
    patienceMs: 120_000,
    silenceMs: 120_000,
  })
  try {
    const begun = performance.now()
    const { total } = await catalog.ask('listProducts', {})
    console.log(
      `${total} products: read and indexed in ${((performance.now() - begun) / 1_000).toFixed(1)} s`,
    )
    return await use(catalog)
  } finally {
    await catalog.stop()
    await database.client.close()
  }
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-bench-'))
const set = await startReplicaSet({
  dbPath: path.join(folder, 'data'),
  logPath: path.join(folder, 'mongod.log'),
})
try {
  await build({
    absWorkingDir: root,
    entryPoints: { catalog: 'src/domain/catalog/catalogThread.ts' },
    outdir: path.join(root, '.cache/bench'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
    alias: { '@': path.join(root, 'src') },
  })
  const module = path.join(root, '.cache/bench/catalog.mjs')
  const results: { size: number; times: Map<string, number[]> }[] = []
  for (const size of [1_000, 20_000]) {
    const uri = withDatabase(set.uri, `bench_${size}`)
    const database = await connectDatabase(uri)
    await migrate(database, schema, migrations)
    await fillCatalog(database, size)
    // What was written within the last seconds is compared anew by each question (shelfKeeper.ts): that is measured apart.
    await sleep(11_000)
    await withCatalog(database, uri, module, async (catalog) => {
      results.push({ size, times: await measure(catalog) })
      const changing = await duringChanges(database, catalog)
      console.log(
        `  the question after a change: p50 ${ms(percentile(changing, 0.5))}, p99 ${ms(percentile(changing, 0.99))} ms`,
      )
      const idle = await delayDuring(() => sleep(5_000))
      let asked = 0
      const busy = await delayDuring(async () => {
        asked = await searchFor(catalog, 5_000)
      })
      console.log(
        `  pages' thread late by, idle:             p50 ${ms(idle.p50)}, p99 ${ms(idle.p99)}, most ${ms(idle.max)} ms`,
      )
      console.log(
        `  pages' thread late by, ${(asked / 5).toFixed(0).padStart(5)} searches/s: p50 ${ms(busy.p50)}, p99 ${ms(busy.p99)}, most ${ms(busy.max)} ms`,
      )
    })
  }
  report(results)
} finally {
  await set.stop()
  await rm(folder, { recursive: true, force: true })
}

/** A product is renamed or repriced; the next question shows it. */
async function duringChanges(database: Database, catalog: Catalog): Promise<number[]> {
  const times: number[] = []
  const products = database.db.collection<{ _id: string }>('products')
  const some = await products.find({}, { limit: 40, projection: { _id: 1 } }).toArray()
  for (const { _id } of some) {
    await products.updateOne({ _id }, { $set: { 'name.en': `Changed ${_id}`, updatedAt: new Date() } })
    const begun = performance.now()
    await catalog.ask('listProducts', { query: 'changed' })
    times.push(performance.now() - begun)
  }
  return times
}

function report(results: readonly { size: number; times: Map<string, number[]> }[]): void {
  const [small, large] = results
  console.log(
    `\nmilliseconds per question, ${rounds} of each kind     p50 small    large   p99 small    large    ratio of p99`,
  )
  const line = (name: string, few: readonly number[], many: readonly number[]) =>
    console.log(
      `${name.padEnd(46)}${ms(percentile(few, 0.5))} ${ms(percentile(many, 0.5))}    ${ms(percentile(few, 0.99))} ${ms(percentile(many, 0.99))}   ${ms(percentile(many, 0.99) / percentile(few, 0.99))}`,
    )
  for (const { name } of kinds) line(name, small?.times.get(name) ?? [], large?.times.get(name) ?? [])
  line('all', [...(small?.times.values() ?? [])].flat(), [...(large?.times.values() ?? [])].flat())
}
