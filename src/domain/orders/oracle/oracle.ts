import type { Database } from '@/platform/database'
import { addSeconds, now as clockNow } from '@/platform/time'
import type { BookProblem } from '../bookProblem'
import type { BookCheck, Books } from './bookCheck'
import { answersHold } from './checkAnswers'
import { chainHolds, entriesBalance } from './checkEntries'
import { numbersAreGapless } from './checkNumbers'
import { checkOrders } from './checkOrders'
import { nothingIsOrphaned } from './checkOrphans'
import { countsArePlaces } from './checkPlaces'
import { acknowledgedIsStored, providerAgrees } from './checkProvider'
import { queuesAreEmpty } from './checkQueues'
import type { ProviderBook } from './providerBook'

/** The checks, in the order in which they run. */
export const bookChecks: readonly BookCheck[] = [
  { name: 'orders', run: checkOrders },
  { name: 'entries', run: entriesBalance },
  { name: 'chain', run: chainHolds },
  { name: 'numbers', run: numbersAreGapless },
  { name: 'orphans', run: nothingIsOrphaned },
  { name: 'places', run: countsArePlaces },
  { name: 'answers', run: answersHold },
  { name: 'queues', run: queuesAreEmpty },
  { name: 'provider', run: providerAgrees },
  { name: 'acknowledged', run: acknowledgedIsStored },
]

export interface CheckResult {
  name: string
  /** Rows that are wrong. */
  wrong: number
  late: number
  ms: number
  /** Why it could not be run, where it could not. */
  error: string | null
}

export interface OracleReport {
  startedAt: Date
  finishedAt: Date
  /** Wrong, late, checks that could not run: in this order the first that there is. */
  state: 'red' | 'failed' | 'late' | 'green'
  checks: CheckResult[]
  /** What is wrong. */
  problems: BookProblem[]
  /** What only waits longer than it should. */
  late: BookProblem[]
}

interface RunOracle {
  database: Database
  /** null: the books alone. */
  provider: ProviderBook | null
  now?: Date
  /** What the provider booked within so many seconds may be unknown here still. */
  inFlightSeconds?: number
  /** What waits in a queue, or for its number, for longer than so many seconds is late. 0: nothing may wait. */
  lateSeconds?: number
  onCheck?: (done: number, total: number, name: string) => Promise<void> | void
}

/**
 * Whether database and provider agree: paid payment ⇔ one order ⇔ exactly its licenses ⇔ one sale entry per line, the
 * books recomputed from payments, refunds and lines, nothing orphaned, queues empty, what was acknowledged stored
 * (notes/reliability-security.md §1, O). Reads only. A check that breaks off is told and is no agreement.
 */
export async function runOracle({
  database,
  provider,
  now = clockNow(),
  inFlightSeconds = 300,
  lateSeconds = 3_600,
  onCheck,
}: RunOracle): Promise<OracleReport> {
  const books: Books = {
    database,
    provider,
    at: now,
    inFlightSince: addSeconds(now, -inFlightSeconds),
    lateSince: addSeconds(now, -lateSeconds),
  }
  const started = performance.now()
  const checks: CheckResult[] = []
  const found: BookProblem[] = []
  for (const check of bookChecks) {
    await onCheck?.(checks.length, bookChecks.length, check.name)
    const result = await runCheck(check, books)
    checks.push(result.check)
    found.push(...result.problems)
  }
  const problems = found.filter(({ late }) => !late)
  const late = found.filter((problem) => problem.late)
  return {
    startedAt: now,
    finishedAt: new Date(now.getTime() + Math.round(performance.now() - started)),
    state: stateOf(checks, problems, late),
    checks,
    problems,
    late,
  }
}

async function runCheck(
  { name, run }: BookCheck,
  books: Books,
): Promise<{ check: CheckResult; problems: BookProblem[] }> {
  const began = performance.now()
  const took = () => Math.round(performance.now() - began)
  try {
    const problems = await run(books)
    const late = problems.filter((problem) => problem.late).length
    return { check: { name, wrong: problems.length - late, late, ms: took(), error: null }, problems }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return {
      check: { name, wrong: 0, late: 0, ms: took(), error: text.slice(0, 500) },
      problems: [],
    }
  }
}

function stateOf(
  checks: readonly CheckResult[],
  problems: readonly BookProblem[],
  late: readonly BookProblem[],
): OracleReport['state'] {
  if (problems.length > 0) return 'red'
  if (checks.some(({ error }) => error !== null)) return 'failed'
  return late.length > 0 ? 'late' : 'green'
}
