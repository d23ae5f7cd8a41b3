import { readSettings } from '@/domain/accounts/settings'
import { BoundedMap } from '@/platform/boundedMap'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { affiliateDocument } from './records'

/** An approved affiliate's link, and for how long a click on it counts now. */
export interface LiveCode {
  affiliate: string
  cookieDays: number
}

interface Known {
  code: LiveCode | null
  readAt: number
}

/** A paused affiliate's links work for so long; the checkout asks again anyway. */
const freshMs = 10_000
/** Nobody waits longer than this for a page that we know where to find. */
const patienceMs = 800
/** After a failure it is not tried for so long. */
const restMs = 2_000
const mostReading = 200

/** What `/r/{code}` asks: answered from memory for some seconds, so that a flood of codes is no flood of questions. */
export class AffiliateCodes {
  private readonly known = new BoundedMap<string, Known>(5_000)
  private readonly reading = new Map<string, Promise<LiveCode | null>>()
  private awayUntil = Number.NEGATIVE_INFINITY

  constructor(private readonly database: Database) {}

  /** null: nobody's, or not in force. undefined: the database does not say, and never said. */
  async find(code: string): Promise<LiveCode | null | undefined> {
    const known = this.known.get(code)
    const at = performance.now()
    if (known && at - known.readAt < freshMs) return known.code
    if (at < this.awayUntil || (this.reading.size >= mostReading && !this.reading.has(code)))
      return known?.code
    try {
      return await inTime(this.reading.get(code) ?? this.read(code))
    } catch (error) {
      this.awayUntil = performance.now() + restMs
      log().warn({ err: error }, 'a referral code could not be looked up')
      return known?.code
    }
  }

  private read(code: string): Promise<LiveCode | null> {
    const reading = this.ask(code).finally(() => this.reading.delete(code))
    this.reading.set(code, reading)
    return reading
  }

  private async ask(code: string): Promise<LiveCode | null> {
    const affiliate = await collectionOf(this.database, affiliateDocument).findOne(
      { code, status: 'approved' },
      { projection: { _id: 1 } },
    )
    const live = affiliate && {
      affiliate: affiliate._id,
      cookieDays: (await readSettings(this.database)).affiliateCookieDays,
    }
    this.known.set(code, { code: live, readAt: performance.now() })
    return live
  }
}

function inTime<T>(work: Promise<T>): Promise<T> {
  // It may fail after nobody waits any more.
  work.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the database takes too long')), patienceMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
