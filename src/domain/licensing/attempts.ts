import type { AnyBulkWriteOperation } from 'mongodb'
import { BoundedMap } from '@/platform/boundedMap'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { log } from '@/platform/logs'
import { counter } from '@/platform/metrics'
import { type License, type LicenseAttempt, licenseAttemptRecord, licenseRecord } from './records'

const flushMs = 1_000
const flushRows = 500
/** Beyond it (a database that is away, a flood) repeats are folded whatever they are, and the rest is only counted. */
const maxWaiting = 10_000
/** Repeats of the same verdict by license, place and address within five minutes are one row with a count. */
const foldMs = 300_000
/** `lastUsedAt` is this exact and no more: each write of a license drops it from every cache. */
const usedEveryMs = 300_000

const dropped = counter(
  'license_attempts_dropped_total',
  'Attempts that were not logged: the buffer was full',
)

export type Attempt = Omit<LicenseAttempt, '_id' | 'count'>

/** The log of validations (LIC-4): written in batches behind the answer, which never waits for it. */
export class AttemptLog {
  private rows = new Map<string, LicenseAttempt>()
  private repeats = new Map<string, number>()
  private used = new Map<string, Date>()
  private readonly folds = new BoundedMap<string, { id: string; since: number }>(maxWaiting)
  private readonly timer: NodeJS.Timeout
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.flush(), flushMs)
    this.timer.unref()
  }

  /** Notes an attempt; `license` is the one that was judged, with the times that it carries. */
  record(attempt: Attempt, license: License | null): void {
    if (license && attempt.valid) this.noteUse(license, attempt.at)
    const full = this.rows.size >= maxWaiting
    if ((attempt.valid || full) && this.fold(attempt)) return
    if (full) {
      dropped.inc()
      return
    }
    const row = { _id: newId('evt'), ...attempt, count: 1 }
    this.rows.set(row._id, row)
    this.folds.set(foldKey(attempt), { id: row._id, since: attempt.at.getTime() })
    if (this.rows.size >= flushRows) void this.flush()
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

  private fold(attempt: Attempt): boolean {
    const known = this.folds.get(foldKey(attempt))
    if (!known) return false
    const age = attempt.at.getTime() - known.since
    if (age < 0 || age >= foldMs) return false
    const waiting = this.rows.get(known.id)
    if (waiting) waiting.count += 1
    else this.repeats.set(known.id, (this.repeats.get(known.id) ?? 0) + 1)
    return true
  }

  private noteUse({ _id, activatedAt, lastUsedAt }: License, at: Date): void {
    const recent = lastUsedAt && at.getTime() - lastUsedAt.getTime() < usedEveryMs
    if (!activatedAt || !recent) this.used.set(_id, at)
  }

  private async write(): Promise<void> {
    const { rows, repeats, used } = this
    if (rows.size === 0 && repeats.size === 0 && used.size === 0) return
    this.rows = new Map()
    this.repeats = new Map()
    this.used = new Map()
    try {
      await this.writeAttempts(rows, repeats)
      await this.writeUse(used)
    } catch (error) {
      log().error({ err: error, rows: rows.size }, 'license attempts could not be written')
      this.takeBack(rows, used)
    }
  }

  private async writeAttempts(
    rows: ReadonlyMap<string, LicenseAttempt>,
    repeats: ReadonlyMap<string, number>,
  ): Promise<void> {
    // An upsert by our own id, so that a batch whose answer was lost can be written again.
    const operations: AnyBulkWriteOperation<LicenseAttempt>[] = [
      ...[...rows.values()].map(({ _id, ...row }) => ({
        updateOne: { filter: { _id }, update: { $setOnInsert: row }, upsert: true },
      })),
      ...[...repeats].map(([_id, count]) => ({
        updateOne: { filter: { _id }, update: { $inc: { count } } },
      })),
    ]
    if (operations.length === 0) return
    await collectionOf(this.database, licenseAttemptRecord).bulkWrite(operations, { ordered: false })
  }

  /** First activated and last used; neither ever moves back. */
  private async writeUse(used: ReadonlyMap<string, Date>): Promise<void> {
    if (used.size === 0) return
    await collectionOf(this.database, licenseRecord).bulkWrite(
      [...used].map(([_id, at]) => ({
        updateOne: {
          filter: { _id },
          update: [
            {
              $set: {
                activatedAt: { $ifNull: ['$activatedAt', at] },
                lastUsedAt: { $max: ['$lastUsedAt', at] },
              },
            },
          ],
        },
      })),
      { ordered: false },
    )
  }

  /** For the next try, as far as there is room; counts of rows already stored are given up. */
  private takeBack(rows: ReadonlyMap<string, LicenseAttempt>, used: ReadonlyMap<string, Date>): void {
    for (const [id, row] of rows) {
      if (this.rows.size < maxWaiting) this.rows.set(id, row)
      else dropped.inc()
    }
    for (const [id, at] of used) if (!this.used.has(id)) this.used.set(id, at)
  }
}

const foldKey = ({ license, product, code, domain, address }: Attempt): string =>
  [license ?? product, code, domain, address].join('|')
