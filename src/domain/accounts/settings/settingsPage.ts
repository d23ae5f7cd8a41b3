import { type AuditRecord, auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { type Seller, sellerDocument, userDocument } from '../records'
import {
  parseSettings,
  readSettingsRow,
  revisionOf,
  type ScheduledChange,
  type Settings,
  scheduledChanges,
} from '../settings'

export interface SettingsPage {
  revision: number
  settings: Settings
  /** What is still to come, the first first. */
  scheduled: ScheduledChange[]
  /** The newest first, at most fifty. */
  history: AuditRecord[]
  /** Sellers with a commission or a hold of their own, and the house: the rates outside the settings (PAY-9). */
  ownTerms: Pick<Seller, '_id' | 'name' | 'house' | 'commissionBps' | 'holdDays'>[]
  /** Addresses of the people in `scheduled` and `history`, by their id. */
  people: Map<string, string>
}

const mostHistory = 50
const mostSellers = 200

/** The settings as staff see them: now, later, before, and who is outside of them. */
export async function settingsPage(database: Database, now: Date): Promise<SettingsPage> {
  const row = (await readSettingsRow(database)) ?? {}
  const history = await collectionOf(database, auditRecord)
    .find(
      { 'target.id': 'settings', 'target.collection': 'globals' },
      { sort: { at: -1 }, limit: mostHistory },
    )
    .toArray()
  const ownTerms = await collectionOf(database, sellerDocument)
    .find(
      { $or: [{ house: true }, { commissionBps: { $gte: 0 } }, { holdDays: { $gte: 0 } }] },
      { sort: { name: 1 }, limit: mostSellers },
    )
    .toArray()
  const scheduled = scheduledChanges(row).filter(({ from }) => from > now)
  const ids = [...scheduled.map(({ by }) => by), ...history.map(({ actor }) => actor.id)]
  return {
    revision: revisionOf(row),
    settings: parseSettings(row, now),
    scheduled,
    history,
    ownTerms,
    people: await addressesOf(database, ids),
  }
}

/** The addresses of people, by user id; who is none (a job, a provider) is left out. */
export async function addressesOf(database: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const users = await collectionOf(database, userDocument)
    .find({ _id: { $in: [...new Set(ids)] } }, { projection: { email: 1 } })
    .toArray()
  return new Map(users.map(({ _id, email }) => [_id, email]))
}
