import { brakeRecord } from './brake'
import { collectionOf, type Database } from './database'
import { inboxRow } from './inbox'
import { type JobState, jobStateRecord } from './jobStates'
import { outboxRow } from './outbox'
import { type ProcessState, processStateRecord, silentAfterMs } from './processStates'

export interface QueueHealth {
  queue: 'inbox' | 'outbox'
  due: number
  /** Of these, what waits for the brake. */
  held: number
  parked: number
  /** How long the oldest row that should be done by now has waited; null: none. */
  oldestSeconds: number | null
}

export interface JobHealth extends JobState {
  nextAt: Date | null
}

export interface ProcessHealth extends ProcessState {
  state: 'alive' | 'silent' | 'stopped'
}

/** How far the slowest member of the replica set is behind; null where the database user may not ask. */
export interface Replication {
  members: number
  healthy: number
  lagSeconds: number
}

/** @param now the installation's time, by which rows are due. */
export async function queueHealth({ db }: Database, now: Date): Promise<QueueHealth[]> {
  return Promise.all(
    ([inboxRow.name, outboxRow.name] as const).map(async (name) => {
      const rows = db.collection(name)
      const [due, held, parked, oldest] = await Promise.all([
        rows.countDocuments({ state: 'due' }),
        rows.countDocuments({ state: 'due', waits: { $gt: 0 } }),
        rows.countDocuments({ state: 'parked' }),
        rows.findOne({ state: 'due', nextAt: { $lte: now } }, { sort: { createdAt: 1 } }),
      ])
      const since = oldest?.createdAt
      const oldestSeconds =
        since instanceof Date ? Math.max(0, Math.round((now.getTime() - since.getTime()) / 1_000)) : null
      return {
        queue: name === 'inbox' ? ('inbox' as const) : ('outbox' as const),
        due,
        held,
        parked,
        oldestSeconds,
      }
    }),
  )
}

/** The jobs by name, with the next time that their clock has for them. */
export async function jobHealth(database: Database): Promise<JobHealth[]> {
  const states = await collectionOf(database, jobStateRecord)
    .find({}, { sort: { _id: 1 } })
    .toArray()
  const turns = await database.db
    .collection('agendaJobs')
    .find({ name: { $in: states.map(({ _id }) => _id) } }, { projection: { name: 1, nextRunAt: 1 } })
    .toArray()
  const next = new Map(turns.map(({ name, nextRunAt }) => [name, nextRunAt]))
  return states.map((state) => {
    const at: unknown = next.get(state._id)
    return { ...state, nextAt: at instanceof Date ? at : null }
  })
}

/** Every process that was heard of within ten minutes, by kind. */
export async function processHealth(database: Database, machineNow = new Date()): Promise<ProcessHealth[]> {
  const since = new Date(machineNow.getTime() - 600_000)
  const rows = await collectionOf(database, processStateRecord)
    .find({ seenAt: { $gt: since } }, { sort: { kind: 1, startedAt: 1 } })
    .toArray()
  return rows.map((row) => {
    const isSilent = machineNow.getTime() - row.seenAt.getTime() > silentAfterMs
    return { ...row, state: row.stoppedAt ? 'stopped' : isSilent ? 'silent' : 'alive' }
  })
}

interface Member {
  stateStr: string
  health: number
  optimeDate?: Date
}

export async function replicationHealth({ client }: Database): Promise<Replication | null> {
  const status = await client
    .db('admin')
    .command({ replSetGetStatus: 1 })
    // Most hosted databases do not let an application ask.
    .catch(() => null)
  if (!status) return null
  const members: Member[] = status.members
  const times = members
    .filter(({ stateStr }) => stateStr === 'PRIMARY' || stateStr === 'SECONDARY')
    .flatMap(({ optimeDate }) => (optimeDate ? [optimeDate.getTime()] : []))
  return {
    members: members.length,
    healthy: members.filter(({ health }) => health === 1).length,
    lagSeconds: times.length > 0 ? Math.round((Math.max(...times) - Math.min(...times)) / 1_000) : 0,
  }
}

export const isFrozen = async (database: Database): Promise<boolean> =>
  (await collectionOf(database, brakeRecord).findOne({ releasedAt: null })) !== null
