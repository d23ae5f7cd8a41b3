import type { Filter } from 'mongodb'
import { type AuditRecord, auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { userDocument } from './records'
import { addressesOf } from './settings/settingsPage'

export interface AuditQuery {
  /** A user id, an address, or the name of a job or a provider. */
  actor: string
  /** The id of a record: `ord_…`. */
  record: string
  /** `user.lock`, or its noun alone: `user`. */
  act: string
  /** The first and the last day, `2026-11-24`, in UTC. */
  from: string
  until: string
  /** Go on after this entry. */
  before: string
}

export interface AuditPage {
  entries: AuditRecord[]
  /** The entry to go on after; null: that was all. */
  next: string | null
  /** Addresses of the people who acted, by user id. */
  people: Map<string, string>
}

const size = 50
const longestMs = 5_000

/** The audit, the newest first, narrowed by all that is asked; each way goes by an index. */
export async function readAudit(database: Database, query: AuditQuery): Promise<AuditPage> {
  const filter = await filterOf(database, query)
  const entries = filter
    ? await collectionOf(database, auditRecord)
        .find(filter, { sort: { at: -1, _id: -1 }, limit: size + 1, maxTimeMS: longestMs })
        .toArray()
    : []
  const shown = entries.slice(0, size)
  const people = await addressesOf(
    database,
    shown.map(({ actor }) => actor.id),
  )
  return { entries: shown, next: entries.length > size ? (shown.at(-1)?._id ?? null) : null, people }
}

/** Every act that ever happened, for choosing one: read from the index alone. */
export const knownActs = (database: Database): Promise<string[]> =>
  collectionOf(database, auditRecord).distinct('act')

/** @returns null where nobody of that address is there, so that nothing is found. */
export async function filterOf(database: Database, query: AuditQuery): Promise<Filter<AuditRecord> | null> {
  const parts: Filter<AuditRecord>[] = []
  if (query.actor) {
    const id = query.actor.includes('@') ? await userIdOf(database, query.actor) : query.actor
    if (!id) return null
    parts.push({ 'actor.id': id })
  }
  if (query.record) parts.push({ 'target.id': query.record })
  if (query.act) parts.push({ act: query.act.includes('.') ? query.act : underNoun(query.act) })
  const [from, until] = [dayOf(query.from), dayOf(query.until)]
  if (from) parts.push({ at: { $gte: from } })
  if (until) parts.push({ at: { $lt: addDays(until, 1) } })
  const last = query.before && (await collectionOf(database, auditRecord).findOne({ _id: query.before }))
  if (last) parts.push({ $or: [{ at: { $lt: last.at } }, { at: last.at, _id: { $lt: last._id } }] })
  return parts.length > 0 ? { $and: parts } : {}
}

/** Everything between `user.` and what comes after the dot, as the index is sorted. */
const underNoun = (noun: string) => ({ $gte: `${noun}.`, $lt: `${noun}/` })

async function userIdOf(database: Database, address: string): Promise<string | null> {
  const user = await collectionOf(database, userDocument).findOne({ email: address.toLowerCase() })
  return user?._id ?? null
}

function dayOf(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) ? null : day
}
