// Lighthouse over the running marketplace, as a phone of middling speed: scores, times and bytes of pages against their budgets.
//
//   npm start      (built, with its demo)
//   node --import tsx tools/bench/lighthouse.ts [runs of each page, 3]
//
// Fetches Lighthouse by npm at the first run; needs a Chromium (CHROMIUM_PATH). The version is the newest that runs
// on Node 20. Its usual slowing of the processor by four gives an empty page 84 on a small machine: 1.5 gives it 100, so that is
// what all are measured with, the median of three, and an empty page of the same Next beside them.
import { spawnSync } from 'node:child_process'
import { z } from 'zod'
import { startEmptyNext } from './emptyNext'
import { budgets, byteTable, type Measured, overBudget, pages } from './pageBudgets'

const runs = Number(process.argv[2] ?? 3)
const origin = process.env.PUBLIC_URL ?? `http://localhost:${process.env.EDGE_PORT ?? 3000}`
const lighthouse = 'lighthouse@12.8.2'
const slowdown = 1.5

const reportSchema = z.object({
  categories: z.record(z.string(), z.object({ score: z.number() })),
  audits: z.looseObject({
    'largest-contentful-paint': z.object({ numericValue: z.number() }),
    'cumulative-layout-shift': z.object({ numericValue: z.number() }),
    'total-blocking-time': z.object({ numericValue: z.number() }),
    'network-requests': z.object({
      details: z.object({
        items: z.array(
          z.looseObject({ url: z.string(), resourceType: z.string().optional(), transferSize: z.number() }),
        ),
      }),
    }),
  }),
})
const failedSchema = z.object({
  categories: z.record(
    z.string(),
    z.object({ auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })) }),
  ),
  audits: z.record(z.string(), z.object({ score: z.number().nullable(), title: z.string() })),
})
const scored = ['performance', 'accessibility', 'best-practices', 'seo'] as const

function ask(url: string): Measured {
  const args = ['exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', url]
  const options = ['--output=json', '--quiet', `--throttling.cpuSlowdownMultiplier=${slowdown}`]
  const chrome = '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage'
  const run = spawnSync('npm', [...args, ...options, chrome], {
    encoding: 'utf8',
    maxBuffer: 256 * 1_048_576,
    env: {
      ...process.env,
      CHROME_PATH: process.env.CHROMIUM_PATH ?? process.env.CHROME_PATH ?? '/usr/bin/chromium',
    },
  })
  if (run.status !== 0) throw new Error(`Lighthouse failed at ${url}:\n${run.stderr}`)
  const raw: unknown = JSON.parse(run.stdout)
  const { categories, audits } = reportSchema.parse(raw)
  const bytes: Record<string, number> = {}
  for (const { resourceType = 'Other', transferSize } of audits['network-requests'].details.items)
    bytes[resourceType] = (bytes[resourceType] ?? 0) + transferSize
  return {
    scores: Object.fromEntries(
      scored.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]),
    ),
    lcpSeconds: audits['largest-contentful-paint'].numericValue / 1_000,
    cls: audits['cumulative-layout-shift'].numericValue,
    tbtMs: audits['total-blocking-time'].numericValue,
    bytes,
    foreign: audits['network-requests'].details.items
      .map(({ url: asked }) => asked)
      .filter((asked) => /^https?:/.test(asked) && new URL(asked).origin !== new URL(url).origin),
    complaints: complaintsOf(raw),
  }
}

/** What took points, beside the times. */
function complaintsOf(raw: unknown): string[] {
  const { categories, audits } = failedSchema.parse(raw)
  return scored
    .filter((name) => name !== 'performance')
    .flatMap((name) =>
      (categories[name]?.auditRefs ?? [])
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => `${name}: ${id}, ${audits[id]?.title}`),
    )
}

/** The run whose performance is in the middle. */
function median(url: string): Measured {
  const all = Array.from({ length: runs }, () => ask(url)).sort(
    (one, other) => (one.scores.performance ?? 0) - (other.scores.performance ?? 0),
  )
  const middle = all[Math.floor(all.length / 2)]
  if (!middle) throw new Error('No run was asked for.')
  return middle
}

function print(name: string, { scores, lcpSeconds, cls, tbtMs, complaints }: Measured): void {
  console.log(
    `${name}: ${scored.map((one) => `${one} ${scores[one]}`).join(', ')}; LCP ${lcpSeconds.toFixed(2)} s, CLS ${cls.toFixed(3)}, TBT ${Math.round(tbtMs)} ms`,
  )
  for (const complaint of complaints) console.log(`  ${complaint}`)
}

const empty = await startEmptyNext(39_472)
try {
  const control = median(`http://localhost:${empty.port}/static`)
  print('an empty page', control)
  const measured = Object.entries(pages).map(([name, path]): [string, Measured] => {
    const found = median(`${origin}${path}`)
    print(name, found)
    return [name, found]
  })
  console.log(`\n${byteTable(measured)}\n`)
  const over = measured.flatMap(([name, found]) => overBudget(name, found, control))
  for (const line of over) console.log(`OVER ${line}`)
  console.log(
    over.length === 0
      ? 'Everything is within its budget.'
      : `${over.length} beyond ${Object.keys(budgets).length} budgets.`,
  )
  process.exitCode = over.length === 0 ? 0 : 1
} finally {
  await empty.stop()
}
