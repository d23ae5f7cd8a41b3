import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import { now } from '@/platform/time'
import { isDuplicateKey, type Tx, transact } from '@/platform/transaction'
import type { BookProblem } from '../bookProblem'
import { type OracleReport, runOracle } from './oracle'
import { putBrakeOn } from './oracleBrake'
import type { ProviderBook } from './providerBook'
import { keptProblems, type OracleRun, oracleRunRecord } from './records'

/** The outbox's kind of row that makes the worker carry a run out. */
export const oracleEffect = 'oracle-run'

/** A run that was asked for and did not end within this time is nobody's any more. */
const abandonedMs = 3_600_000

/**
 * Asks for a run; the worker carries it out. One at a time: where one is under way, that is the answer.
 * @returns the id of the run.
 */
export async function requestRun(
  database: Database,
  { trigger, actor }: { trigger: OracleRun['trigger']; actor: Actor },
): Promise<string> {
  try {
    return await transact(database, { actor }, (tx) => insertRun(tx, trigger))
  } catch (error) {
    // Two at once: the other one's will do.
    if (!isDuplicateKey(error)) throw error
    return transact(database, { actor }, (tx) => insertRun(tx, trigger))
  }
}

async function insertRun(tx: Tx, trigger: OracleRun['trigger']): Promise<string> {
  const state = { $in: ['queued' as const, 'running' as const] }
  const since = new Date(tx.now.getTime() - abandonedMs)
  const open = await tx.of(oracleRunRecord).findOne({ state, createdAt: { $gt: since } })
  if (open) return open._id
  const given = { state: 'failed' as const, progress: null, finishedAt: tx.now }
  await tx.of(oracleRunRecord).updateMany({ state, createdAt: { $lte: since } }, { $set: given })
  const run = newId('run')
  await tx.of(oracleRunRecord).insert({
    _id: run,
    trigger,
    requestedBy: tx.actor,
    state: 'queued',
    progress: null,
    checks: [],
    wrong: 0,
    tardy: 0,
    problems: [],
    createdAt: tx.now,
    startedAt: null,
    finishedAt: null,
  })
  await tx.emit({ key: `oracle:${run}`, kind: oracleEffect, payload: { run } })
  if (trigger === 'panel')
    await tx.audit({ act: 'books.check', target: { collection: oracleRunRecord.name, id: run } })
  return run
}

interface CarryOut {
  database: Database
  provider: ProviderBook | null
  runId: string
  /** What is wrong is looked at once more after so long, and only what is wrong both times counts. */
  confirmSeconds?: number
}

/**
 * Carries a run out, telling how far it is, and puts the brake on where rows are wrong. A run that was broken off begins
 * again; one that is done stays as it is.
 */
export async function carryOutRun({
  database,
  provider,
  runId,
  confirmSeconds = 10,
}: CarryOut): Promise<void> {
  const runs = collectionOf(database, oracleRunRecord)
  const taken = await step('books.check.take', () =>
    runs.updateOne(
      { _id: runId, state: { $in: ['queued', 'running'] } },
      { $set: { state: 'running', startedAt: now(), progress: null } },
    ),
  )
  if (taken.matchedCount === 0) return
  const look = () =>
    runOracle({
      database,
      provider,
      onCheck: async (done, total, check) => {
        await runs.updateOne({ _id: runId }, { $set: { progress: { done, total, check } } })
      },
    })
  let report = await look()
  if (report.state === 'red' && confirmSeconds >= 0) {
    await sleep(confirmSeconds * 1_000)
    report = wrongBothTimes(report, await look())
  }
  await step('books.check.close', () =>
    transact(database, { actor: systemActor('oracle') }, (tx) => closeRun(tx, runId, report)),
  )
}

const nameOf = ({ invariant, row }: BookProblem): string => `${invariant}: ${row}`

/** The later report, without what is wrong there for the first time: an act may have been under way. */
function wrongBothTimes(first: OracleReport, second: OracleReport): OracleReport {
  const before = new Set(first.problems.map(nameOf))
  const problems = second.problems.filter((problem) => before.has(nameOf(problem)))
  if (problems.length > 0 || second.state !== 'red') return { ...second, problems }
  const broken = second.checks.some(({ error }) => error !== null)
  return { ...second, problems, state: broken ? 'failed' : second.late.length > 0 ? 'late' : 'green' }
}

async function closeRun(tx: Tx, runId: string, report: OracleReport): Promise<void> {
  const { state, checks, problems, late } = report
  const closed = await tx.of(oracleRunRecord).update(
    { _id: runId, state: 'running' },
    {
      $set: {
        state,
        checks,
        progress: null,
        wrong: problems.length,
        tardy: late.length,
        problems: [...problems, ...late].slice(0, keptProblems),
        finishedAt: tx.now,
      },
    },
  )
  if (closed && state === 'red') await putBrakeOn(tx, runId, problems.map(nameOf))
}
