import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import { declareJobs, noteRun } from '@/platform/jobStates'
import { log } from '@/platform/logs'
import { counter } from '@/platform/metrics'
import { now } from '@/platform/time'
import type { JobContext, ScheduledJob } from './schedule'

const runs = counter('job_runs_total', 'Runs of scheduled jobs by result.', ['job', 'result'])

/** So long a job stays taken by a process that was killed in it. */
const lockSeconds = 9

/**
 * Agenda ticks and nothing more: each line of the schedule is called when its time comes, in one of the worker processes.
 * No state of ours lies in its collection.
 */
export async function startAgenda(
  jobs: readonly ScheduledJob[],
  context: Omit<JobContext, 'now'>,
): Promise<{ stop(): Promise<void> }> {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: context.database.db, collection: 'agendaJobs' }),
    processEvery: '5 seconds',
    defaultLockLifetime: lockSeconds * 1_000,
  })
  for (const job of jobs)
    agenda.define(job.name, async (turn) => {
      // A long run says that it is alive, so that the turn of a dead one is free after seconds.
      const alive = setInterval(
        () =>
          void turn.touch().catch((error) => log().warn({ err: error, job: job.name }, 'a turn was lost')),
        (lockSeconds * 1_000) / 3,
      )
      try {
        const result = await noteRun(context.database, { name: job.name, by: 'schedule' }, () =>
          job.runDue({ ...context, now: now() }),
        )
        runs.inc({ job: job.name, result: 'ok' })
        log().debug({ job: job.name, result }, 'job ran')
      } catch (error) {
        runs.inc({ job: job.name, result: 'failed' })
        log().error({ err: error, job: job.name }, 'a job failed; it runs again at its next time')
        throw error
      } finally {
        clearInterval(alive)
      }
    })
  await declareJobs(context.database, jobs)
  const turns = context.database.db.collection('agendaJobs')
  const brokenOff: string[] = await turns.distinct('name', { lockedAt: { $type: 'date' } })
  await agenda.start()
  for (const job of jobs) await agenda.every(job.every, job.name)
  // That took the turns of killed processes away and gave their jobs the next regular time: what was broken off runs now.
  await turns.updateMany({ name: { $in: brokenOff } }, { $set: { nextRunAt: new Date() } })
  return {
    async stop() {
      await agenda.drain()
      await agenda.stop()
    },
  }
}
