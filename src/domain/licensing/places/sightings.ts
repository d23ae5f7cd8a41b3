import type { AnyBulkWriteOperation } from 'mongodb'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import {
  type HeldPlace,
  type License,
  type LicensePlace,
  licensePlaceRecord,
  licenseRecord,
} from '../records'
import { placeInRecord } from './findPlace'

/** When a place was last seen is this exact and no more: each write of a license drops it from every cache. */
const seenEveryMs = 6 * 3_600_000
const flushMs = 5_000
/** Beyond it the next request of the place notes it again. */
const maxWaiting = 10_000

interface Sighting {
  license: string
  held: boolean
  at: Date
}

/**
 * Keeps `lastSeenAt` of places, in batches behind the answers and at most once in six hours for each: what reclaiming dead
 * seats goes by.
 */
export class PlaceSightings {
  private waiting = new Map<string, Sighting>()
  private readonly timer: NodeJS.Timeout
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.flush(), flushMs)
    this.timer.unref()
  }

  note(license: License, { id, lastSeenAt }: LicensePlace, at: Date): void {
    if (at.getTime() - lastSeenAt.getTime() < seenEveryMs || this.waiting.has(id)) return
    if (this.waiting.size >= maxWaiting) return
    this.waiting.set(id, { license: license._id, held: placeInRecord(license, { id }) === null, at })
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

  private async write(): Promise<void> {
    const seen = this.waiting
    if (seen.size === 0) return
    this.waiting = new Map()
    try {
      await this.writeNear([...seen].filter(([, { held }]) => !held))
      await this.writeHeld([...seen].filter(([, { held }]) => held))
    } catch (error) {
      // Not lost: the place will be seen again.
      log().warn({ err: error, places: seen.size }, 'when places were seen could not be written')
    }
  }

  private async writeNear(seen: readonly [string, Sighting][]): Promise<void> {
    if (seen.length === 0) return
    const writes = seen.map(
      ([id, { license, at }]): AnyBulkWriteOperation<License> => ({
        updateOne: {
          filter: { _id: license, 'places.id': id },
          update: { $max: { 'places.$.lastSeenAt': at } },
        },
      }),
    )
    await collectionOf(this.database, licenseRecord).bulkWrite(writes, { ordered: false })
  }

  private async writeHeld(seen: readonly [string, Sighting][]): Promise<void> {
    if (seen.length === 0) return
    const writes = seen.map(
      ([_id, { at }]): AnyBulkWriteOperation<HeldPlace> => ({
        updateOne: { filter: { _id }, update: { $max: { lastSeenAt: at } } },
      }),
    )
    await collectionOf(this.database, licensePlaceRecord).bulkWrite(writes, { ordered: false })
  }
}
