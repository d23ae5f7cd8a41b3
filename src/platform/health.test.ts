import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from '../../tests/setup/database'
import { systemActor } from './actor'
import { auditRecord } from './audit'
import { brakeRecord } from './brake'
import { countCacheReads } from './cacheReads'
import { collectionOf, type Database } from './database'
import { jobHealth, processHealth, queueHealth, replicationHealth } from './health'
import { measureInstallation } from './healthMetrics'
import { inboxRow, storeEvent } from './inbox'
import { declareJobs, jobEffect, noteRun, startJob } from './jobStates'
import { metrics } from './metrics'
import { outboxRow } from './outbox'
import { processStateRecord, startHeartbeat } from './processStates'
import { addSeconds } from './time'
import { transact } from './transaction'

let database: Database
const actor = systemActor('test')
const now = new Date()
const ago = (seconds: number) => addSeconds(now, -seconds)

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

const jobs = [
  { name: 'a', purpose: 'Does a.', every: '1 minute' },
  { name: 'b', purpose: 'Does b.', every: '1 hour' },
]
const event = (id: string, at: Date) =>
  storeEvent(
    database,
    { _id: id, provider: 'stripe', type: 'ask', objectId: 'x', order: null, via: 'reconciliation' },
    at,
  )

describe('queues [OPS-1]', () => {
  it('are told by depth, what was given up, what waits for the brake, and the age of the oldest that is due', async () => {
    await event('old', ago(90))
    await event('held', ago(30))
    await event('lost', ago(900))
    await event('later', ago(800))
    const inbox = collectionOf(database, inboxRow)
    await inbox.updateOne({ _id: 'held' }, { $set: { waits: 3 } })
    await inbox.updateOne({ _id: 'lost' }, { $set: { state: 'parked' } })
    await inbox.updateOne({ _id: 'later' }, { $set: { nextAt: addSeconds(now, 60) } })
    expect(await queueHealth(database, now)).toEqual([
      { queue: 'inbox', due: 3, held: 1, parked: 1, oldestSeconds: 90 },
      { queue: 'outbox', due: 0, held: 0, parked: 0, oldestSeconds: null },
    ])
  })
})

describe('jobs [OPS-1]', () => {
  it('are those of the workers’ version, with when they ran, what came of it, and when they run next', async () => {
    await declareJobs(database, [...jobs, { name: 'gone', purpose: 'Was.', every: '1 day' }])
    await declareJobs(database, jobs)
    const nextRunAt = addSeconds(now, 60)
    await database.db.collection('agendaJobs').insertOne({ name: 'a', nextRunAt })
    await noteRun(database, { name: 'a', by: 'schedule' }, async () => 12)
    const failing = noteRun(database, { name: 'b', by: 'usr_1' }, async () => {
      throw new Error('the lights went out')
    })
    await expect(failing).rejects.toThrow('the lights went out')
    expect(await jobHealth(database)).toMatchObject([
      {
        _id: 'a',
        every: '1 minute',
        nextAt: nextRunAt,
        runs: 1,
        failures: 0,
        last: { result: 'ok', text: '12' },
      },
      {
        ...{ _id: 'b', nextAt: null, runs: 1, failures: 1, runningSince: null, lastOkAt: null },
        lastFailure: { result: 'failed', text: 'the lights went out', by: 'usr_1' },
      },
    ])
  })

  it('are started by hand once, with the reason kept; one that does not exist is not', async () => {
    await declareJobs(database, jobs)
    await transact(database, { actor }, (tx) => startJob(tx, { name: 'a', reason: 'to see it run' }))
    expect(await collectionOf(database, outboxRow).find({ kind: jobEffect }).toArray()).toMatchObject([
      { payload: { job: 'a', by: 'test' } },
    ])
    expect(await collectionOf(database, auditRecord).findOne({ act: 'job.start' })).toMatchObject({
      reason: 'to see it run',
      target: { id: 'a' },
    })
    const unknown = transact(database, { actor }, (tx) => startJob(tx, { name: 'x', reason: 'to see' }))
    await expect(unknown).rejects.toMatchObject({ status: 404 })
  })
})

describe('processes [OPS-1]', () => {
  it('tell that they are alive with their figures, and say goodbye; who does not is silent', async () => {
    const reads = countCacheReads('test')
    reads.hits += 3
    const goodbye = await startHeartbeat(database, 'edge', 60_000)
    await startHeartbeat(database, 'worker', 60_000)
    const [edge, worker] = await processHealth(database)
    expect(edge).toMatchObject({ kind: 'edge', pid: process.pid, state: 'alive' })
    expect(edge?.figures.memoryBytes).toBeGreaterThan(1_000_000)
    expect(edge?.figures.cacheHits).toBeGreaterThanOrEqual(3)
    await goodbye()
    await collectionOf(database, processStateRecord).updateOne(
      { _id: worker?._id ?? '' },
      { $set: { seenAt: addSeconds(new Date(), -21) } },
    )
    expect((await processHealth(database)).map(({ state }) => state)).toEqual(['stopped', 'silent'])
    reads.forget()
  })
})

describe('the replica set [OPS-1]', () => {
  it('is told by members and lag', async () => {
    expect(await replicationHealth(database)).toEqual({ members: 1, healthy: 1, lagSeconds: 0 })
  })
})

describe('the worker’s metrics [OPS-1]', () => {
  it('carry queues, lag, jobs, processes and the brake', async () => {
    await event('old', ago(90))
    await declareJobs(database, jobs)
    await startHeartbeat(database, 'web', 60_000)
    await collectionOf(database, brakeRecord).insertOne({
      ...{ _id: 'brk_1', run: 'run_1', since: now, accepted: [] },
      ...{ releasedAt: null, releasedBy: null, reason: null },
    })
    await measureInstallation(database)()
    const text = await metrics.metrics()
    for (const line of [
      'mintreu_queue_rows{queue="inbox",state="due"} 1',
      'mintreu_replication_lag_seconds 0',
      'mintreu_books_frozen 1',
      'mintreu_processes{kind="web",state="alive"} 1',
      'mintreu_database_reachable 1',
    ])
      expect(text).toContain(line)
    expect(text).toMatch(/mintreu_queue_oldest_seconds\{queue="inbox"\} 9\d/)
    expect(text).toMatch(/mintreu_job_last_ok_seconds\{job="a"\} \d/)
  })
})
