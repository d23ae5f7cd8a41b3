import type { Database } from './database'
import { isFrozen, jobHealth, processHealth, queueHealth, replicationHealth } from './health'
import { log } from './logs'
import { gauge } from './metrics'
import { now } from './time'

/**
 * What the worker's /metrics says of the whole installation. Every worker says the same; alert on the maximum
 * (docs/operate.md, What to watch).
 * @returns reads it from the database anew; where that does not answer, `database_reachable` says so and the rest stays.
 */
export function measureInstallation(database: Database): () => Promise<void> {
  const reachable = gauge('database_reachable', '1 while the database answers.')
  const rows = gauge('queue_rows', 'Rows of inbox and outbox by state.', ['queue', 'state'])
  const oldest = gauge('queue_oldest_seconds', 'Age of the oldest row that should be done by now.', ['queue'])
  const lag = gauge('replication_lag_seconds', 'How far the slowest member of the replica set is behind.')
  const members = gauge('replica_members_healthy', 'Members of the replica set that answer.')
  const frozen = gauge('books_frozen', '1 while issuance and payouts are frozen.')
  const jobOk = gauge('job_last_ok_seconds', 'Seconds since each job last went well.', ['job'])
  const processes = gauge('processes', 'Processes by kind and state.', ['kind', 'state'])
  const read = async (): Promise<void> => {
    for (const { queue, due, held, parked, oldestSeconds } of await queueHealth(database, now())) {
      rows.set({ queue, state: 'due' }, due)
      rows.set({ queue, state: 'held' }, held)
      rows.set({ queue, state: 'parked' }, parked)
      oldest.set({ queue }, oldestSeconds ?? 0)
    }
    const replication = await replicationHealth(database)
    if (replication) {
      lag.set(replication.lagSeconds)
      members.set(replication.healthy)
    }
    frozen.set((await isFrozen(database)) ? 1 : 0)
    for (const { _id: job, lastOkAt, createdAt } of await jobHealth(database))
      jobOk.set({ job }, Math.round((now().getTime() - (lastOkAt ?? createdAt).getTime()) / 1_000))
    processes.reset()
    for (const { kind, state } of await processHealth(database)) processes.inc({ kind, state })
  }
  return async () => {
    try {
      await read()
      reachable.set(1)
    } catch (error) {
      reachable.set(0)
      log().warn({ err: error }, 'the installation could not be measured')
    }
  }
}
