import { runOracle } from '@/domain/orders/oracle/oracle'
import { simulatorBook } from '@/domain/orders/oracle/providerBook'
import type { History } from './histories'
import { type Photograph, photograph } from './photograph'
import { type Death, programNames, type Trace } from './plan'
import type { Stage } from './stage'

/**
 * After the dead process stands again, everything is as if nobody had died within so many seconds. Held to 15 by the deep run, which
 * has the machine for itself; the sample runs beside the whole suite, where a time would tell of the others.
 */
export const greenSeconds = process.env.DEEP ? 15 : 60

/** How a history ends, and what was passed on the way. */
export interface Ending {
  picture: Photograph & { letters: string[] }
  trace: Trace
}

/** The history as it goes when nobody dies. */
export async function undisturbed(stage: Stage, history: History): Promise<Ending> {
  const run = await begin(stage, history)
  await run()
  await stage.settled(greenSeconds)
  await assertGreen(stage)
  const picture = await endingOf(stage)
  const [worker, edge, web] = (['worker', 'edge', 'web'] as const).map(
    (name) => new Map(stage.victims[name].passed),
  )
  isOver = true
  return { picture, trace: { worker: worker ?? new Map(), edge: edge ?? new Map(), web: web ?? new Map() } }
}

/**
 * The history with a death in it. Nobody helps: the process is started again, and whoever asked it asks again.
 * @returns seconds from the moment that the process stood again until all was done.
 * @throws where nobody died, it took too long, the books are red, or the end is another than without the death.
 */
export async function withDeath(
  stage: Stage,
  { history, death, expected }: { history: History; death: Death; expected: Ending['picture'] },
): Promise<number> {
  const victim = stage.victims[death.program]
  const before = victim.deaths
  const run = await begin(stage, history)
  victim.arm(death.at)
  await run()
  await stage.settled(90)
  await died(victim, before)
  await victim.ready()
  // A death that came last of all leaves its work to the next start.
  await stage.settled(greenSeconds)
  const seconds = Math.max(0, (Date.now() - victim.readyAt) / 1_000)
  if (seconds > greenSeconds) throw new Error(`green only ${seconds.toFixed(1)} s after the start`)
  await assertGreen(stage)
  const differences = differencesOf(expected, await endingOf(stage))
  isOver = true
  if (differences.length > 0) throw new Error(`another end:\n${differences.join('\n')}`)
  return seconds
}

/** By the oracle, with nothing under way. */
export async function assertGreen({ database, simulator }: Stage): Promise<void> {
  const provider = simulatorBook(simulator.stripe, simulator.url)
  const { problems, checks } = await runOracle({ database, provider, inFlightSeconds: 0 })
  const broken = checks.filter(({ error }) => error !== null)
  if (problems.length > 0 || broken.length > 0)
    throw new Error(`the oracle is red: ${JSON.stringify([...problems, ...broken])}`)
}

/** Whether the last history was left with nothing under way. */
let isOver = true

async function begin(stage: Stage, history: History) {
  for (const name of programNames) await stage.victims[name].ready()
  // One that failed may still be under way: what it does must not fall into this one.
  if (!isOver) await stage.settled(20).catch(() => undefined)
  isOver = false
  await stage.clear()
  const run = await history.prepare(stage)
  await stage.settled(60)
  for (const name of programNames) stage.victims[name].arm(null)
  return run
}

const endingOf = async (stage: Stage): Promise<Ending['picture']> => ({
  ...(await photograph(stage.database)),
  letters: await stage.letters(),
})

/** The signal may need a moment after the last thing that the history waited for. */
async function died(victim: Stage['victims']['worker'], before: number): Promise<void> {
  const deadline = Date.now() + 3_000
  while (victim.deaths === before) {
    if (Date.now() > deadline) throw new Error(`${victim.name} did not come there, and lives`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function differencesOf(expected: Ending['picture'], found: Ending['picture']): string[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)])
  return [...names].flatMap((name) => {
    const missing = without(expected[name] ?? [], found[name] ?? [])
    const added = without(found[name] ?? [], expected[name] ?? [])
    return [...missing.map((line) => `- ${name} ${line}`), ...added.map((line) => `+ ${name} ${line}`)]
  })
}

/** As often as it is there more. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return lines.filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
