import { systemActor } from '@/platform/actor'
import { BoundedMap } from '@/platform/boundedMap'
import type { Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { transact } from '@/platform/transaction'
import { type License, licenseRecord } from '../records'
import { reached, standingPeriod, type UsageMetric, warnUsage } from './warnUsage'

interface Noted {
  license: Pick<License, '_id'>
  metric: UsageMetric
  used: number
  limit: number
  at: Date
}

/** Warnings that this process has passed on; forgetting one costs a look into the history. */
const maxKnown = 5_000

/**
 * Usage warnings for counts that are taken on the way of an answer: what was noted before is dropped here, the rest is
 * written behind the answer. The history of the license decides what was told (warnUsage.ts), so any number of processes
 * may watch.
 */
export class UsageWatch {
  private readonly known = new BoundedMap<string, number>(maxKnown)
  private writing: Promise<void> = Promise.resolve()

  constructor(private readonly database: Database) {}

  note(noted: Noted): void {
    const threshold = reached(noted.used, noted.limit)
    if (threshold === null || noted.limit <= 1) return
    const period = standingPeriod(noted.at)
    const key = `${noted.license._id}:${noted.metric}:${period}`
    if ((this.known.get(key) ?? 0) >= threshold) return
    this.known.set(key, threshold)
    this.writing = this.writing
      .then(() => this.warn(noted, period))
      .catch((error: unknown) => {
        log().error({ err: error, license: noted.license._id }, 'a usage warning could not be written')
        this.known.delete(key)
      })
  }

  /** When what was noted is written. */
  settled(): Promise<void> {
    return this.writing
  }

  private async warn({ license: { _id }, metric, used, limit, at }: Noted, period: string): Promise<void> {
    await transact(this.database, { actor: systemActor('usage-watch'), now: at }, async (tx) => {
      const license = await tx.of(licenseRecord).findOne({ _id })
      if (license) await warnUsage(tx, { license, metric, used, limit, period })
    })
  }
}
