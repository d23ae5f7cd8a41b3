import { HopelessError } from '@/platform/drain'
import { noteRun } from '@/platform/jobStates'
import { log } from '@/platform/logs'
import { now } from '@/platform/time'
import { type JobContext, schedule } from './schedule'

/** Runs a job because a person asked. What it fails with is written down; its next turn is its next try. */
export async function runByHand(
  context: Omit<JobContext, 'now'>,
  { job: name, by }: { job: string; by: string },
): Promise<void> {
  const job = schedule.find((candidate) => candidate.name === name)
  if (!job) throw new HopelessError(`there is no job ${name} in this version`)
  try {
    await noteRun(context.database, { name, by }, () => job.runDue({ ...context, now: now() }))
  } catch (error) {
    log().error({ err: error, job: name, by }, 'a job that was started by hand failed')
  }
}
