// What a validation costs: requests per CPU second of edge and mongod together, against a bare node:http server that reads
// and parses the same POST in the same run. Ratios travel between machines, figures do not.
//
//   node -C production --import tsx tools/bench/validate.ts [licenses, 1000000] [requests of each phase, 40000]
//
// Needs Linux (/proc). BENCH_DATA keeps the database in a folder between runs of the same size.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'
import { startReplicaSet } from '../mongodb/replicaSet'
import { withDatabase } from '../mongodb/uri'
import { benchBody, fillLicenses } from './benchLicenses'
import { limitCpu } from './cpuShare'
import type { Phase } from './loadClient'
import { bundlePrograms, cpuSeconds, memoryOf, type Program, runProgram, startProgram } from './programs'

const licenses = Number(process.argv[2] ?? 1_000_000)
const requests = Number(process.argv[3] ?? 40_000)
/** Licenses that are asked for all the time; as many as edge keeps in memory. */
const hot = Math.min(10_000, licenses / 10)
const connections = 32
/** Of a core, for each of two processes: with the load and mongod they stay within two cores. */
const pairShare = 0.25
const validatePath = '/api/v1/license/validate'

process.env.APP_SECRETS = `bench:${Buffer.alloc(32, 9).toString('base64url')}`
process.env.LOG_LEVEL = 'warn'

const kept = process.env.BENCH_DATA
const folder = kept ?? (await mkdtemp(path.join(os.tmpdir(), 'mintreu-bench-')))
const isFilled = existsSync(path.join(folder, 'data'))
const set = await startReplicaSet({
  dbPath: path.join(folder, 'data'),
  logPath: path.join(folder, 'mongod.log'),
  cacheGb: 1,
})
const running: Program[] = []
const resultSchema = z.object({
  requests: z.number(),
  failed: z.number(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
})
const uri = withDatabase(set.uri, 'bench')

try {
  const programs = await bundlePrograms()
  await fill()
  const startEdge = (settings: Record<string, string> = {}) =>
    startProgram(programs.edge, edgeEnvironment(settings), /"url":"http:\/\/127\.0\.0\.1:(\d+)"/).then(keep)
  const edge = await startEdge()
  const bare = keep(
    await startProgram(
      programs.bare,
      { ...process.env, ANSWER_BYTES: String(await answerBytes(edge)) },
      /listening (\d+)/,
    ),
  )
  const run = async (phase: Omit<Phase, 'path' | 'status' | 'connections'> & Partial<Phase>) => {
    const full = { path: validatePath, status: 200, connections, ...phase }
    return resultSchema.parse(JSON.parse(await runProgram(programs.load, JSON.stringify(full), process.env)))
  }
  /** @returns requests per CPU second of these processes. */
  const measure = async (name: string, pids: readonly number[], phase: Parameters<typeof run>[0]) => {
    const before = cpuSeconds(pids)
    const result = await run(phase)
    // What the answers left behind is written within a second or two, and is part of the price.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const perCpuSecond = phase.requests / (cpuSeconds(pids) - before)
    const perSecond = phase.requests / result.seconds
    if (result.failed > 0)
      throw new Error(`${name}: ${result.failed} of ${phase.requests} were answered otherwise`)
    console.log(
      `${name}: ${Math.round(perCpuSecond)} per CPU second; ${Math.round(perSecond)} per second, p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms`,
    )
    return { perCpuSecond, perSecond }
  }
  /** What two processes answer against one where neither cores nor the load are in the way: each has a small share of a core. */
  const comparePair = async () => {
    const pair = [await startEdge(), await startEdge()]
    const limits = pair.map(({ pid }) => limitCpu(pid, pairShare))
    const perSecondOf = async (programs: readonly Program[], seed: number) => {
      const ports = programs.map(({ port }) => port)
      const count = (requests / 4) * programs.length
      const { seconds, failed } = await run({ ports, requests: count, keys: zipfOf(hot, seed) })
      if (failed > 0) throw new Error(`${failed} of ${count} were answered otherwise`)
      console.log(`${programs.length} × ${pairShare} of a core: ${Math.round(count / seconds)} per second`)
      return count / seconds
    }
    try {
      if (limits.some((limit) => limit === null)) return null
      for (const limit of limits) limit?.set(null)
      for (let round = 0; round < 3; round++) {
        for (const { port } of pair) await run({ ports: [port], requests: hot, keys: { from: 0 } })
        await new Promise((resolve) => setTimeout(resolve, 6_000))
      }
      for (const limit of limits) limit?.set(pairShare)
      const one = await perSecondOf(pair.slice(0, 1), 7)
      const two = await perSecondOf(pair, 8)
      const again = await perSecondOf(pair.slice(1), 9)
      return two / ((one + again) / 2)
    } finally {
      for (const limit of limits) limit?.remove()
      for (const program of pair) await program.stop()
    }
  }
  const zipfOf = (size: number, seed: number) => ({ size, exponent: 1, seed })
  /** From the middle on: no phase before has asked for many of them. */
  const unseen = { from: licenses / 2 }
  const ports = [edge.port]
  const both = [edge.pid, set.pid]

  const control = () =>
    measure('  bare node:http', [bare.pid], { ports: [bare.port], path: '/', requests, keys: zipfOf(hot, 1) })
  /** Measured between two controls, because a machine is seldom equally free for minutes. */
  const compare = async (...of: Parameters<typeof measure>) => {
    const before = await control()
    const result = await measure(...of)
    const after = await control()
    const ratio = result.perCpuSecond / ((before.perCpuSecond + after.perCpuSecond) / 2)
    console.log(`  ratio: ${ratio.toFixed(2)}`)
    return { ...result, ratio }
  }
  await run({ ports, requests: hot, keys: { from: 0 } })
  await run({ ports, requests, keys: zipfOf(hot, 1) })
  await new Promise((resolve) => setTimeout(resolve, 8_000))
  // Kept are answers that were asked for twice.
  for (let round = 0; round < 2; round++) await run({ ports, requests: hot, keys: { from: 0 } })
  // Longer than the others: counts of attempts are written each half minute, and belong to the price.
  const warm = await compare('warm', both, { ports, requests: requests * 5, keys: zipfOf(hot, 2) })
  const nonce = await compare('warm, with a nonce', both, {
    ports,
    requests,
    keys: zipfOf(hot, 3),
    nonce: true,
  })
  const half = await run({
    ports,
    requests: Math.min(requests, Math.round(warm.perSecond * 5)),
    keys: zipfOf(hot, 4),
    perSecond: warm.perSecond / 2,
  })
  console.log(
    `warm at half load (${Math.round(warm.perSecond / 2)} per second): p50 ${half.p50Ms.toFixed(2)} ms, p99 ${half.p99Ms.toFixed(2)} ms`,
  )
  const law = await compare('a Zipf law over all licenses', both, {
    ports,
    requests,
    keys: zipfOf(licenses, 5),
  })
  const cold = await compare('cold', both, { ports, requests: requests / 2, keys: unseen })
  const strict = await startEdge({ LICENSE_ADDRESS_PER_MINUTE: '1' })
  await run({ ports: [strict.port], requests: 1, connections: 1, keys: { from: 0 } })
  const refused = await compare('refused by limit', [strict.pid, set.pid], {
    ports: [strict.port],
    requests,
    status: 429,
    keys: zipfOf(hot, 6),
  })
  await strict.stop()
  const pair = await comparePair()

  const distinct = Math.max(0, Math.min(licenses, Number(process.env.BENCH_DISTINCT ?? licenses)))
  await run({ ports, requests: distinct, keys: { from: 0 } })
  const memory = memoryOf(edge.pid)

  console.log(
    `\n${licenses} licenses, ${requests} requests a phase, ${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.version}`,
  )
  const ratios = [
    ['warm', warm, 0.45],
    ['with a nonce', nonce, 0.25],
    ['cold', cold, 0.05],
    ['refused by limit', refused, 0.6],
    ['Zipf law over all', law, null],
  ] as const
  for (const [name, { ratio }, wanted] of ratios)
    console.log(`ratio, ${name}: ${ratio.toFixed(2)}${wanted === null ? '' : ` (wanted: ${wanted})`}`)
  console.log(
    pair
      ? `two processes against one, each with ${pairShare} of a core: ${pair.toFixed(2)} times the requests per second (wanted: 1.7)`
      : 'two processes against one: not measured, no CPU share can be set here (needs root and cgroups)',
  )
  console.log(
    `edge after ${distinct} distinct keys: ${Math.round(memory.rss)} MB, ${Math.round(memory.peak)} MB at most (wanted: under 300)`,
  )
} finally {
  for (const program of running) await program.stop()
  await set.stop()
  if (!kept) await rm(folder, { recursive: true, force: true })
}

function keep(program: Program): Program {
  running.push(program)
  return program
}

async function fill(): Promise<void> {
  const database = await connectDatabase(uri)
  await migrate(database, schema, migrations)
  const begun = performance.now()
  if (!isFilled) await fillLicenses(database, licenses)
  console.log(
    `${isFilled ? 'kept' : licenses} licenses written in ${Math.round((performance.now() - begun) / 1_000)} s`,
  )
  await database.client.close()
}

/** How long one answer is, for the bare server to send as much. */
async function answerBytes({ port }: Program): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}${validatePath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: benchBody(0),
  })
  const text = await answer.text()
  console.log('one answer:', JSON.parse(text))
  return text.length - 30
}

/** Access lines are written as in production, to nowhere: a terminal would be part of the measure. */
function edgeEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // As `npm start` starts it: V8 lets garbage lie for as long as it may have gigabytes.
    NODE_OPTIONS: '--max-old-space-size=192',
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    PUBLIC_URL: 'http://localhost:3000',
    EDGE_PORT: String(39_417 + running.length),
    MONGODB_URI: uri,
    FILES_DIR: path.join(folder, 'files'),
    STRIPE_SECRET_KEY: 'sk_test_benchmark',
    STRIPE_WEBHOOK_SECRET: 'whsec_benchmark',
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'bench@localhost',
    LICENSE_ADDRESS_PER_MINUTE: '100000000',
    LICENSE_KEY_PER_MINUTE: '100000000',
    ...settings,
  }
}
