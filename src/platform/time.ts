import { z } from 'zod'
import { collectionOf, type Database } from './database'
import { defineRecord } from './records'

const platformStateSchema = z.strictObject({
  _id: z.string(),
  offsetMs: z.number().int().optional(),
  value: z.unknown().optional(),
  updatedAt: z.date(),
})

/** Small facts of the installation: the clock's offset, the seed's mark. */
export const platformState = defineRecord('platform-state', platformStateSchema)

let offsetMs = 0

/**
 * The time of the installation: the machine's clock plus the offset that lies in the database, so that a year of
 * renewals runs in a test. Every process and the simulator use this one.
 */
export const now = (): Date => new Date(Date.now() + offsetMs)

/** Follows the offset in the database: read at boot, then once a second. @returns stops following. */
export async function followClock(database: Database, everyMs = 1_000): Promise<() => void> {
  const read = async () => {
    const row = await collectionOf(database, platformState).findOne({
      _id: 'clock',
    })
    offsetMs = row?.offsetMs ?? 0
  }
  await read()
  // A missed reading keeps the last offset; readiness tells when the database is away.
  const timer = setInterval(() => void read().catch(() => undefined), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * Moves the clock of the installation; for demo data and tests.
 * @throws Error with live provider keys: real money and a moved clock do not go together.
 */
export async function moveClock(
  database: Database,
  milliseconds: number,
  liveProvider: boolean,
): Promise<void> {
  if (liveProvider) throw new Error('The clock cannot be moved while live payment keys are set')
  await collectionOf(database, platformState).updateOne(
    { _id: 'clock' },
    { $set: { offsetMs: milliseconds, updatedAt: new Date() } },
    { upsert: true },
  )
  offsetMs = milliseconds
}

const dayMs = 86_400_000
export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + days * dayMs)
export const addSeconds = (date: Date, seconds: number): Date => new Date(date.getTime() + seconds * 1_000)

/** The same day so many months later, or the last day of that month: 31 January + 1 = 28 February. UTC. */
export function addMonths(date: Date, months: number): Date {
  const result = new Date(date)
  const day = result.getUTCDate()
  result.setUTCDate(1)
  result.setUTCMonth(result.getUTCMonth() + months)
  const last = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate()
  result.setUTCDate(Math.min(day, last))
  return result
}
