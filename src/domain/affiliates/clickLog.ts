import { BoundedMap } from '@/platform/boundedMap'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { log } from '@/platform/logs'
import { counter } from '@/platform/metrics'
import { type AffiliateClick, affiliateClickRecord } from './records'

const flushMs = 1_000
const batchRows = 500
/** Beyond it, with a database that is away or a flood, visits are only counted. */
const mostWaiting = 10_000
const mostRemembered = 20_000
/** The same visitor on the same link within an hour is one click. */
const foldMs = 3_600_000

const dropped = counter('referral_clicks_dropped_total', 'Visits by referral links that were not kept.')

export type Visit = Omit<AffiliateClick, '_id' | 'count'>

/**
 * The visits that edge saw, written in batches behind the answer, which never waits for them. A row's count is ours alone
 * and only grows, so a batch whose answer was lost is simply written again.
 */
export class ClickLog {
  private waiting = new Map<string, AffiliateClick>()
  private readonly folds = new BoundedMap<string, AffiliateClick>(mostRemembered)
  private readonly timer: NodeJS.Timeout
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {
    this.timer = setInterval(() => void this.flush(), flushMs)
    this.timer.unref()
  }

  /** Notes a visit. @returns the click's id: for a visitor's repeated click the one of before. */
  note(visit: Visit): string {
    const name = `${visit.affiliate}|${visit.visitor}|${visit.verdict}|${visit.path}`
    const known = this.folds.get(name)
    const age = known ? visit.at.getTime() - known.at.getTime() : Number.POSITIVE_INFINITY
    if (known && age >= 0 && age < foldMs) {
      known.count += 1
      this.keep(known)
      return known._id
    }
    const click: AffiliateClick = { _id: newId('clk'), ...visit, count: 1 }
    this.folds.set(name, click)
    this.keep(click)
    return click._id
  }

  /** Writes what waits; one batch after the other. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeBatch())
    return this.writing
  }

  /** Writes the rest; afterwards nothing runs any more. Call it before the database is closed. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    while (this.waiting.size > 0) {
      const before = this.waiting.size
      await this.flush()
      if (this.waiting.size >= before) return
    }
  }

  private keep(click: AffiliateClick): void {
    if (this.waiting.size >= mostWaiting && !this.waiting.has(click._id)) dropped.inc()
    else this.waiting.set(click._id, click)
  }

  private async writeBatch(): Promise<void> {
    if (this.waiting.size === 0) return
    const batch = [...this.waiting.values()].slice(0, batchRows)
    for (const { _id } of batch) this.waiting.delete(_id)
    try {
      await collectionOf(this.database, affiliateClickRecord).bulkWrite(
        batch.map(({ _id, count, ...row }) => ({
          updateOne: { filter: { _id }, update: { $setOnInsert: row, $max: { count } }, upsert: true },
        })),
        { ordered: false },
      )
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log().error({ reason, rows: batch.length }, 'visits by referral links could not be written')
      for (const click of batch) this.keep(click)
    }
  }
}
