// What a page of the running marketplace costs, through edge: requests per CPU second of edge, web and mongod together, against
// an empty page of the same Next in the same run. Ratios travel between machines, figures do not.
//
//   PAGE_ADDRESS_PER_MINUTE=100000000 SEARCH_ADDRESS_PER_MINUTE=100000000 npm start      (with its demo, built)
//   node --import tsx tools/bench/pages.ts [requests from the cache, 4000] [requests past it, 400]
//
// Needs Linux (/proc). The ports are those of `npm start`: EDGE_PORT, WEB_PORT, MONGODB_PORT.
import os from 'node:os'
import { z } from 'zod'
import { startEmptyNext } from './emptyNext'
import { listenerOf } from './listener'
import { bundlePrograms, cpuSeconds, runProgram } from './programs'

const cached = Number(process.argv[2] ?? 4_000)
const uncached = Number(process.argv[3] ?? 400)
const ports = [
  Number(process.env.EDGE_PORT ?? 3000),
  Number(process.env.WEB_PORT ?? 3001),
  Number(process.env.MONGODB_PORT ?? 3027),
] as const
const wanted = 0.5
const origin = `http://127.0.0.1:${ports[0]}`
const ours = ports.map(listenerOf)
const resultSchema = z.object({ failed: z.number(), seconds: z.number(), bytes: z.number() })
const { get } = await bundlePrograms()
const empty = await startEmptyNext(39_471)
const emptyOrigin = `http://127.0.0.1:${empty.port}`

interface Ask {
  origin: string
  path: string
  requests: number
  isFresh?: boolean
}

/** @returns requests per CPU second of these processes. */
async function measure(name: string, pids: readonly number[], { isFresh = false, ...ask }: Ask) {
  const phase = { ...ask, isFresh, connections: 8 }
  const before = cpuSeconds(pids)
  const result = resultSchema.parse(JSON.parse(await runProgram(get, JSON.stringify(phase), process.env)))
  const perCpuSecond = ask.requests / (cpuSeconds(pids) - before)
  if (result.failed > 0) throw new Error(`${name}: ${result.failed} of ${ask.requests} were not answered 200`)
  const milliseconds = (1_000 / perCpuSecond).toFixed(2)
  console.log(
    `${name}: ${Math.round(perCpuSecond)} per CPU second (${milliseconds} ms each), ${Math.round(ask.requests / result.seconds)} per second, ${result.bytes} bytes`,
  )
  return perCpuSecond
}

/** Measured between two controls, because a machine is seldom equally free for minutes. */
async function compare(name: string, ask: Ask, control: Ask): Promise<number> {
  const controlled = () => measure(`  control ${control.path}`, [empty.pid], control)
  const before = await controlled()
  const result = await measure(name, ours, ask)
  const ratio = result / ((before + (await controlled())) / 2)
  console.log(`  ratio: ${ratio.toFixed(2)}`)
  return ratio
}

try {
  const pages = [
    ['home', '/'],
    ['category', '/c/laravel-packages'],
    ['product', '/p/loomvale/tenant-kit'],
  ] as const
  const still = { origin: emptyOrigin, path: '/static' }
  const made = { origin: emptyOrigin, path: '/dynamic' }
  const warmUp: Ask[] = [
    ...pages.flatMap(([, path]) => [
      { origin, path, requests: cached / 4 },
      { origin, path, requests: uncached / 2, isFresh: true },
    ]),
    { ...still, requests: cached / 2 },
    { ...made, requests: cached / 2 },
  ]
  for (const ask of warmUp) await measure('  warm-up', ours, ask)
  const ratios: [string, number][] = []
  for (const [name, path] of pages) {
    const kept = { origin, path, requests: cached }
    ratios.push([`${name}, cached`, await compare(`${name}, cached`, kept, { ...still, requests: cached })])
    const fresh = { origin, path, requests: uncached, isFresh: true }
    ratios.push([
      `${name}, not cached`,
      await compare(`${name}, not cached`, fresh, { ...made, requests: cached / 2 }),
    ])
  }
  console.log(`\n${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.version}`)
  for (const [name, ratio] of ratios)
    console.log(`ratio, ${name}: ${ratio.toFixed(2)} (wanted: ${wanted} of an empty page)`)
} finally {
  await empty.stop()
}
