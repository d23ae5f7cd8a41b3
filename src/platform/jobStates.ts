import { z } from 'zod'
import { collectionOf, type Database } from './database'
import { notFound } from './errors'
import { newId } from './ids'
import { defineRecord } from './records'
import { now } from './time'
import type { Tx } from './transaction'

const runSchema = z.strictObject({
  startedAt: z.date(),
  finishedAt: z.date(),
  result: z.enum(['ok', 'failed']),
  /** What it did, or why it failed. */
  text: z.string().nullable(),
  /** `schedule`, or the person who started it. */
  by: z.string(),
})

const jobStateSchema = z.strictObject({
  /** The name in the schedule. */
  _id: z.string(),
  purpose: z.string(),
  every: z.string(),
  /** Since when a worker is at it; null: none is, as far as is known. */
  runningSince: z.date().nullable(),
  last: runSchema.nullable(),
  lastOkAt: z.date().nullable(),
  lastFailure: runSchema.nullable(),
  runs: z.number().int(),
  failures: z.number().int(),
  createdAt: z.date(),
})
export type JobState = z.infer<typeof jobStateSchema>

/** What became of each job of the schedule; the worker declares them, so that who only reads need not load them. */
export const jobStateRecord = defineRecord('job-states', jobStateSchema)

/** The outbox's kind of row that starts a job by hand. */
export const jobEffect = 'run-job'

interface DeclaredJob {
  name: string
  purpose: string
  every: string
}

/** Writes down the jobs of this version, and forgets those that it has no more. */
export async function declareJobs(database: Database, jobs: readonly DeclaredJob[]): Promise<void> {
  const states = collectionOf(database, jobStateRecord)
  for (const { name, purpose, every } of jobs)
    await states.updateOne(
      { _id: name },
      {
        $set: { purpose, every },
        $setOnInsert: {
          ...{ runningSince: null, last: null, lastOkAt: null, lastFailure: null },
          ...{ runs: 0, failures: 0, createdAt: now() },
        },
      },
      { upsert: true },
    )
  await states.deleteMany({ _id: { $nin: jobs.map(({ name }) => name) } })
}

/** Runs a job and writes down what became of it. @throws what the job throws. */
export async function noteRun<T>(
  database: Database,
  { name, by }: { name: string; by: string },
  run: () => Promise<T>,
): Promise<T> {
  const states = collectionOf(database, jobStateRecord)
  const startedAt = now()
  await states.updateOne({ _id: name }, { $set: { runningSince: startedAt } })
  try {
    const result = await run()
    const last = { startedAt, finishedAt: now(), result: 'ok' as const, text: textOf(result), by }
    await states.updateOne(
      { _id: name },
      { $set: { last, lastOkAt: last.finishedAt, runningSince: null }, $inc: { runs: 1 } },
    )
    return result
  } catch (error) {
    const text = error instanceof Error ? error.message.slice(0, 500) : String(error)
    const last = { startedAt, finishedAt: now(), result: 'failed' as const, text, by }
    await states.updateOne(
      { _id: name },
      { $set: { last, lastFailure: last, runningSince: null }, $inc: { runs: 1, failures: 1 } },
    )
    throw error
  }
}

/** What a job says of itself: how many it took, or nothing. */
const textOf = (result: unknown): string | null =>
  typeof result === 'number' || typeof result === 'string' ? String(result).slice(0, 200) : null

/**
 * Has a worker start a job out of turn, once.
 * @throws CodedError 404 for a job that the workers do not know.
 */
export async function startJob(tx: Tx, { name, reason }: { name: string; reason: string }): Promise<void> {
  const job = await tx.of(jobStateRecord).findOne({ _id: name })
  if (!job) throw notFound('job')
  await tx.audit({ act: 'job.start', target: { collection: jobStateRecord.name, id: name }, reason })
  await tx.emit({ key: `job:${newId('run')}`, kind: jobEffect, payload: { job: name, by: tx.actor.id } })
}
