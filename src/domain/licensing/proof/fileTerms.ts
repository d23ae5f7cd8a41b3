import { addDays } from '@/platform/time'
import { earlier, graceEnd } from '../licenseWindows'
import type { JudgedLicense } from '../records'

/** A machine without network is visited once a year, not never. */
export const maxFileDays = 365

/**
 * Until when a license file made at `now` may live: the days that are asked for, but never past the license and its grace.
 * A file that names no machine fits any number of them, so it lives no longer than a machine may be offline anyway.
 */
export function fileEnd(
  { expiresAt, terms }: Pick<JudgedLicense, 'expiresAt' | 'terms'>,
  { days, fingerprint }: { days: number; fingerprint: string | null },
  now: Date,
): Date {
  const granted = fingerprint === null ? Math.min(days, terms.tokenOnlineDays) : Math.min(days, maxFileDays)
  return earlier(addDays(now, granted), graceEnd(expiresAt, terms.graceDays) ?? expiresAt)
}
