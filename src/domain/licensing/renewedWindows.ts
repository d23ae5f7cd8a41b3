import { addMonths } from '@/platform/time'
import { earlier, graceEnd, type LicenseWindows } from './licenseWindows'
import type { License } from './records'

type Renewable = Pick<License, 'terms'> & LicenseWindows

const termMonths = { annual: 12, monthly: 1 } as const

/**
 * The ends of a license when one more term is paid for at `now` (BUY-11). Early renewal adds to the old end; within grace
 * it closes the gap, so that nothing is won by paying late; after that the new term starts now. A lifetime license has no
 * end: its windows of updates and support are renewed, by the same rule without a grace.
 * @returns null where there is nothing to renew: a trial, or a lifetime license whose updates and support never end.
 */
export function renewedWindows(license: Renewable, now: Date): LicenseWindows | null {
  const { terms, expiresAt, updatesUntil, supportUntil } = license
  if (terms.term === 'trial') return null
  if (terms.term === 'lifetime') {
    if (updatesUntil === null && supportUntil === null) return null
    return {
      expiresAt: null,
      updatesUntil: prolonged(updatesUntil, terms.updateMonths, now),
      supportUntil: prolonged(supportUntil, terms.supportMonths, now),
    }
  }
  if (expiresAt === null) return null
  const lapsed = (graceEnd(expiresAt, terms.graceDays) ?? expiresAt) <= now
  const start = lapsed ? now : expiresAt
  const end = addMonths(start, termMonths[terms.term])
  const window = (until: Date | null, months: number | null) =>
    later(until, months === null ? end : earlier(addMonths(start, months), end))
  return {
    expiresAt: end,
    updatesUntil: window(updatesUntil, terms.updateMonths),
    supportUntil: window(supportUntil, terms.supportMonths),
  }
}

/** What never ends stays so; what was sold without this window keeps none. */
function prolonged(until: Date | null, months: number | null, now: Date): Date | null {
  if (until === null || months === null) return null
  return addMonths(until > now ? until : now, months)
}

const later = (until: Date | null, end: Date): Date => (until && until > end ? until : end)
