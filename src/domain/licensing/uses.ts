import type { AnyBulkWriteOperation } from 'mongodb'
import { BoundedMap } from '@/platform/boundedMap'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { placeInRecord } from './places/findPlace'
import {
  type HeldPlace,
  type JudgedLicense,
  type License,
  type LicensePlace,
  licensePlaceRecord,
  licenseRecord,
  placesInRecord,
} from './records'

/** `lastUsedAt` is this exact and no more. */
const usedEveryMs = 300_000
/** When a place was last seen is this exact and no more. */
const seenEveryMs = 6 * 3_600_000
const flushMs = 1_000
/** Beyond it the next request notes it again. */
const maxWaiting = 10_000
/** More than live in memory (liveLicenses.ts): who is forgotten here is read again, or written once more. */
const maxKnown = 20_000

/**
 * The fields that are written here. No cache has to hear of it: verdicts look at none of them but for a dead seat that might
 * pass on, and the transaction that takes one looks again.
 */
export const usesOfLicense: readonly string[] = [
  'lastUsedAt',
  ...Array.from({ length: placesInRecord }, (_, index) => `places.${index}.lastSeenAt`),
]

/** What is to be written of one license. */
interface Use {
  at: Date
  /** A check was valid: it was used. */
  isUsed: boolean
  /** The license had not been activated when it was judged. */
  isFirst: boolean
  /** Places in the record that were seen. */
  near: string[]
}

/** Licenses that were used within the same second, and alike: one write is for all of them. */
interface Alike {
  at: Date
  isUsed: boolean
  licenses: string[]
  places: string[]
}

/**
 * When licenses were first and last used (LIC-4) and their places last seen, which reclaiming dead seats goes by. Written
 * behind the answers, one write for all that was alike within a second: a check that finds nothing in memory would else cost as
 * much for its traces as for its verdict.
 */
export class LicenseUses {
  private waiting = new Map<string, Use>()
  private held = new Map<string, Date>()
  /** When a license was noted last, by its id: what is written here changes no record in memory (`usesOfLicense`). */
  private readonly usedAt = new BoundedMap<string, number>(maxKnown)
  /** The same of places. */
  private readonly seenAt = new BoundedMap<string, number>(maxKnown)
  private readonly timer: NodeJS.Timeout
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.flush(), flushMs)
    this.timer.unref()
  }

  /** A valid check of a license. */
  noteUse(license: JudgedLicense, at: Date): void {
    const { activatedAt, lastUsedAt } = license
    const last = Math.max(lastUsedAt?.getTime() ?? 0, this.usedAt.get(license._id) ?? 0)
    if (activatedAt && at.getTime() - last < usedEveryMs) return
    const use = this.waitingOf(license, at)
    if (!use) return
    this.usedAt.set(license._id, at.getTime())
    use.isUsed = true
    use.isFirst ||= activatedAt === null
  }

  /** A check at a place of the license, valid or not. */
  noteSighting(license: JudgedLicense, place: LicensePlace, at: Date): void {
    const last = Math.max(place.lastSeenAt.getTime(), this.seenAt.get(place.id) ?? 0)
    if (at.getTime() - last < seenEveryMs) return
    if (placeInRecord(license, place)) {
      const use = this.waitingOf(license, at)
      if (!use) return
      if (!use.near.includes(place.id)) use.near.push(place.id)
    } else if (this.held.size < maxWaiting) this.held.set(place.id, at)
    this.seenAt.set(place.id, at.getTime())
  }

  /** Writes what waits; one batch after the other. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write())
    return this.writing
  }

  /** Writes the rest; afterwards nothing runs any more. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.flush()
  }

  private waitingOf({ _id }: JudgedLicense, at: Date): Use | null {
    const known = this.waiting.get(_id)
    if (known) {
      if (known.at < at) known.at = at
      return known
    }
    if (this.waiting.size >= maxWaiting) return null
    const fresh = { at, isUsed: false, isFirst: false, near: [] }
    this.waiting.set(_id, fresh)
    return fresh
  }

  private async write(): Promise<void> {
    const { waiting, held } = this
    this.waiting = new Map()
    this.held = new Map()
    try {
      await this.writeUses(waiting)
      await this.writeHeld(held)
    } catch (error) {
      // The error itself carries every write.
      const reason = error instanceof Error ? error.message : String(error)
      log().warn({ reason, licenses: waiting.size }, 'when licenses were used could not be written')
      // For the next try; what was noted since is younger.
      for (const [id, use] of waiting) this.waiting.set(id, joined(use, this.waiting.get(id)))
      for (const [id, at] of held) if (!this.held.has(id)) this.held.set(id, at)
    }
  }

  /** Nothing of it ever moves back. */
  private async writeUses(uses: ReadonlyMap<string, Use>): Promise<void> {
    const licenses = collectionOf(this.database, licenseRecord)
    for (const { at, isUsed, licenses: ids, places } of alike(uses)) {
      await licenses.updateMany(
        { _id: { $in: ids } },
        {
          $max: {
            ...(isUsed ? { lastUsedAt: at } : {}),
            ...(places.length > 0 ? { 'places.$[seen].lastSeenAt': at } : {}),
          },
        },
        places.length > 0 ? { arrayFilters: [{ 'seen.id': { $in: places } }] } : {},
      )
    }
    // To the moment: the answer has told it.
    const first = [...uses].filter(([, { isFirst }]) => isFirst)
    if (first.length === 0) return
    const writes = first.map(
      ([_id, { at }]): AnyBulkWriteOperation<License> => ({
        updateOne: { filter: { _id, activatedAt: null }, update: { $set: { activatedAt: at } } },
      }),
    )
    await licenses.bulkWrite(writes, { ordered: false })
  }

  private async writeHeld(seen: ReadonlyMap<string, Date>): Promise<void> {
    if (seen.size === 0) return
    const writes = [...seen].map(
      ([_id, at]): AnyBulkWriteOperation<HeldPlace> => ({
        updateOne: { filter: { _id }, update: { $max: { lastSeenAt: at } } },
      }),
    )
    await collectionOf(this.database, licensePlaceRecord).bulkWrite(writes, { ordered: false })
  }
}

/** Times are told to the second in which they lie: at its latest. Places are told from each other by their id alone. */
function alike(uses: ReadonlyMap<string, Use>): Iterable<Alike> {
  const groups = new Map<string, Alike>()
  for (const [id, { at, isUsed, near }] of uses) {
    const name = `${Math.floor(at.getTime() / 1_000)}|${isUsed}|${near.length > 0}`
    const group = groups.get(name) ?? { at, isUsed, licenses: [], places: [] }
    groups.set(name, group)
    if (group.at < at) group.at = at
    group.licenses.push(id)
    group.places.push(...near)
  }
  return groups.values()
}

/** What was noted of one license before and after a write that failed. */
const joined = (older: Use, younger: Use | undefined): Use =>
  younger
    ? {
        at: younger.at > older.at ? younger.at : older.at,
        isUsed: older.isUsed || younger.isUsed,
        isFirst: older.isFirst || younger.isFirst,
        near: [...new Set([...older.near, ...younger.near])],
      }
    : older
