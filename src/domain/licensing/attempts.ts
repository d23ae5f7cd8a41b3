import type { AnyBulkWriteOperation } from 'mongodb'
import { BoundedMap } from '@/platform/boundedMap'
import { collectionOf, type Database } from '@/platform/database'
import { invariant } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { log } from '@/platform/logs'
import { counter } from '@/platform/metrics'
import { type LicenseAttempt, licenseAttemptRecord } from './records'

const flushMs = 1_000
const flushRows = 500
/** Counts of rows that are stored already may come later than rows: of those that wait, each flush writes so small a part. */
const countsPart = 30
/** Beyond it (a database that is away, a flood) repeats are folded whatever they are, and the rest is only counted. */
const maxWaiting = 10_000
const maxFolds = 30_000
/** Repeats of the same verdict by license, place and address within five minutes are one row with a count. */
const foldMs = 300_000
/** Every refusal has a row of its own, up to so many of a kind within those five minutes: a flood must not fill the log. */
const ownRows = 20

const dropped = counter(
  'license_attempts_dropped_total',
  'Attempts that were not logged: the buffer was full',
)

export type Attempt = Omit<LicenseAttempt, '_id' | 'count'>

/** A row that repeats are counted in. Its count is ours alone, so it is written whole: twice is not too much. */
export interface Fold {
  id: string
  since: number
  count: number
  /** Rows of this kind within the window. */
  rows: number
  /** The row, while it was not written yet. */
  waiting: LicenseAttempt | null
  isDirty: boolean
}

/** The log of validations (LIC-4): written in batches behind the answer, which never waits for it. */
export class AttemptLog {
  private rows: Fold[] = []
  /** Rows whose batch failed: some of them may lie in the database. */
  private again: Fold[] = []
  private counts: Fold[] = []
  private readonly folds = new BoundedMap<string, Fold>(maxFolds)
  private readonly timer: NodeJS.Timeout
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => this.tick(), flushMs)
    this.timer.unref()
  }

  /**
   * Notes an attempt.
   * @returns what the next attempts of the same kind can be counted in by `repeat`; null where it was dropped.
   */
  record(attempt: Attempt): Fold | null {
    const key = foldKey(attempt)
    const known = this.folds.get(key)
    const fold = known && isOpen(known, attempt.at) ? known : null
    const full = this.rows.length + this.again.length >= maxWaiting
    if (fold && (attempt.valid || full || fold.rows >= ownRows) && this.repeat(fold, attempt.at)) return fold
    if (full) {
      dropped.inc()
      return null
    }
    const row = { _id: newId('evt'), ...attempt, count: 1 }
    const made: Fold = {
      id: row._id,
      since: fold?.since ?? attempt.at.getTime(),
      count: 1,
      rows: (fold?.rows ?? 0) + 1,
      waiting: row,
      isDirty: false,
    }
    this.folds.set(key, made)
    this.rows.push(made)
    if (this.rows.length >= flushRows) void this.write(false)
    return made
  }

  /** Counts one more in a row that is there; false when its five minutes are over. */
  repeat(fold: Fold, at: Date): boolean {
    if (!isOpen(fold, at)) return false
    fold.count += 1
    if (!fold.waiting) this.noteCount(fold)
    return true
  }

  /** Writes all that waits; one batch after the other. */
  flush(): Promise<void> {
    return this.write(true)
  }

  /** Writes the rest; afterwards nothing runs any more. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.flush()
  }

  private tick(): void {
    void this.write(false)
  }

  private noteCount(fold: Fold): void {
    if (fold.isDirty) return
    fold.isDirty = true
    this.counts.push(fold)
  }

  private write(all: boolean): Promise<void> {
    this.writing = this.writing.then(() => this.writeBatch(all))
    return this.writing
  }

  private async writeBatch(all: boolean): Promise<void> {
    const { rows, again } = this
    const counts = this.counts.splice(
      0,
      all ? this.counts.length : Math.ceil(this.counts.length / countsPart),
    )
    if (rows.length + again.length + counts.length === 0) return
    this.rows = []
    this.again = []
    for (const fold of counts) fold.isDirty = false
    try {
      await this.writeRows(rows, again)
      await this.writeCounts(counts)
    } catch (error) {
      // The error itself carries the rows, and with them addresses.
      const reason = error instanceof Error ? error.message : String(error)
      log().error({ reason, rows: rows.length + again.length }, 'license attempts could not be written')
      this.takeBack([...again, ...rows], counts)
    }
  }

  private async writeRows(rows: readonly Fold[], again: readonly Fold[]): Promise<void> {
    const attempts = collectionOf(this.database, licenseAttemptRecord)
    const [fresh, known] = [rows.map(rowOf), again.map(rowOf)]
    if (fresh.length > 0) await attempts.insertMany(fresh, { ordered: false })
    for (const fold of rows) this.stored(fold)
    if (known.length === 0) return
    // By our own id, so that a batch whose answer was lost can be written again.
    const upserts = known.map(({ _id, count, ...row }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: row, $max: { count } }, upsert: true },
    }))
    await attempts.bulkWrite(upserts, { ordered: false })
    for (const fold of again) this.stored(fold)
  }

  /** What was counted while the row was under way is written apart. */
  private stored(fold: Fold): void {
    const written = fold.waiting?.count
    fold.waiting = null
    if (fold.count !== written) this.noteCount(fold)
  }

  private async writeCounts(counts: readonly Fold[]): Promise<void> {
    if (counts.length === 0) return
    const operations: AnyBulkWriteOperation<LicenseAttempt>[] = counts.map(({ id, count }) => ({
      updateOne: { filter: { _id: id }, update: { $max: { count } } },
    }))
    await collectionOf(this.database, licenseAttemptRecord).bulkWrite(operations, { ordered: false })
  }

  /** For the next try, as far as there is room. */
  private takeBack(rows: readonly Fold[], counts: readonly Fold[]): void {
    for (const fold of rows) {
      if (!fold.waiting) continue
      if (this.again.length < maxWaiting) this.again.push(fold)
      else dropped.inc(fold.count)
    }
    for (const fold of counts) this.noteCount(fold)
  }
}

const rowOf = ({ waiting, count, id }: Fold): LicenseAttempt => {
  invariant(waiting, `the attempt ${id} is written twice`)
  return Object.assign(waiting, { count })
}

const isOpen = ({ since }: Fold, at: Date): boolean => {
  const age = at.getTime() - since
  return age >= 0 && age < foldMs
}

const foldKey = ({ license, product, code, domain, address }: Attempt): string =>
  `${license ?? product}|${code}|${domain}|${address}`
