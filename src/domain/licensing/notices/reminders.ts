import { graceEnd } from '../licenseWindows'
import type { License } from '../records'

const dayMs = 86_400_000

export type DueReminder = { kind: 'ending'; end: Date; days: number } | { kind: 'grace'; end: Date; days: 0 }

/**
 * What is to be told of the end of a license now: the nearest reminder and no other, also after a jump of the clock; once
 * the end has come, that grace has begun (day 0). Reminders begin in the second half of the term: nobody is told on the
 * day of the purchase that a month's license ends in thirty days.
 * @param days before the end, in any order (Settings, reminder days).
 */
export function dueReminder(
  license: Pick<License, 'status' | 'startsAt' | 'expiresAt' | 'reminded'> & {
    terms: Pick<License['terms'], 'graceDays'>
  },
  days: readonly number[],
  now: Date,
): DueReminder | null {
  const { status, startsAt, expiresAt: end, reminded, terms } = license
  if (status !== 'active' || !end) return null
  const told = reminded?.end.getTime() === end.getTime() ? reminded.days : halfOf(startsAt, end)
  if (end <= now) {
    const grace = graceEnd(end, terms.graceDays)
    return grace && grace > now && told > 0 ? { kind: 'grace', end, days: 0 } : null
  }
  const left = (end.getTime() - now.getTime()) / dayMs
  const nearest = Math.min(...days.filter((day) => day >= left))
  return nearest < told ? { kind: 'ending', end, days: nearest } : null
}

/** An update window that ended while nobody looked is still told so many days after. */
const lateUpdateDays = 14

/**
 * Whether to tell now that the update window ends, once per window: where it ends before the license does, at the earliest
 * reminder, in the second half of the window.
 */
export function dueUpdateReminder(
  license: Pick<License, 'status' | 'startsAt' | 'expiresAt' | 'updatesUntil' | 'updatesReminded'>,
  days: readonly number[],
  now: Date,
): Date | null {
  const { status, startsAt, expiresAt, updatesUntil: until, updatesReminded } = license
  if (status !== 'active' || !until || (expiresAt && until >= expiresAt)) return null
  if (updatesReminded?.getTime() === until.getTime()) return null
  const left = (until.getTime() - now.getTime()) / dayMs
  const first = Math.min(Math.max(...days, 0), halfOf(startsAt, until))
  return left <= first && left > -lateUpdateDays ? until : null
}

/** When the update windows end of which there may be something to tell. */
export const updateWindow = (days: readonly number[], now: Date) => ({
  $gt: new Date(now.getTime() - lateUpdateDays * dayMs),
  $lte: new Date(now.getTime() + Math.max(...days, 0) * dayMs),
})

/** What `reminded` is when the customer has just been told of the end: as after a purchase, the second half counts. */
export const endIsKnown = (end: Date | null, now: Date): License['reminded'] =>
  end && { end, days: Math.max(1, halfOf(now, end)) }

const halfOf = (start: Date, end: Date): number =>
  Math.floor((end.getTime() - start.getTime()) / dayMs / 2) + 1
