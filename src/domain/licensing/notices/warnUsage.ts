import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { type License, licenseHistoryRecord } from '../records'
import { licenseNotice } from './licenseNotice'

/** What a mail is worth: a minute or an hour is over before anybody reads it. */
export const usageMetrics = [
  'activations',
  'users',
  'callsPerDay',
  'callsPerMonth',
  'bandwidthBytesPerMonth',
  'storageBytes',
] as const
export type UsageMetric = (typeof usageMetrics)[number]

/** In per cent of the limit. */
const thresholds = [100, 90, 80] as const

export interface WarnUsage {
  license: License
  metric: UsageMetric
  used: number
  /** null: as much as one likes, so nothing is told. */
  limit: number | null
  /** What is counted anew: `2026-11`, `2026-11-24`. */
  period: string
}

/**
 * Tells the customer that 80, 90 or 100 % of a limit are used: the highest reached and none below it, each once in a
 * period, also when usage falls and rises again. Any counter may call this with what it just counted, in the transaction
 * of the count or in one of its own. A limit of one is not warned of: the first use is all of it.
 * @returns the threshold that is told now, or null.
 */
export async function warnUsage(
  tx: Tx,
  { license, metric, used, limit, period }: WarnUsage,
): Promise<number | null> {
  const threshold = limit !== null && limit > 1 ? reached(used, limit) : null
  if (limit === null || threshold === null) return null
  const history = tx.of(licenseHistoryRecord)
  const told = await history.findOne({
    license: license._id,
    kind: 'limit_passed',
    'data.metric': metric,
    'data.period': period,
    'data.threshold': { $gte: threshold },
  })
  if (told) return null
  const facts = { metric, used, limit, threshold, period }
  await history.insert(historyRow(tx, license, { kind: 'limit_passed', data: facts }))
  await licenseNotice(tx, license, { kind: 'usage', ...facts })
  return threshold
}

/** The highest threshold that `used` of `limit` reaches; integers only, so that 80 % is 80 %. */
export const reached = (used: number, limit: number): number | null =>
  thresholds.find((threshold) => used * 100 >= threshold * limit) ?? null

/** Seats and users are held, not used up: they are warned of once in a calendar month (UTC). */
export const standingPeriod = (now: Date): string => now.toISOString().slice(0, 7)
