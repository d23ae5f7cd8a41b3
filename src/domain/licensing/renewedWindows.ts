import { addMonths } from '@/platform/time'
import { earlier, hasEnded, type LicenseWindows } from './licenseWindows'
import type { License } from './records'

type Renewable = Pick<License, 'terms'> & LicenseWindows

const termMonths = { annual: 12, monthly: 1 } as const

/**
 * The ends of a license when one more term is paid for at `now` (BUY-11). Early renewal adds to the old end; within grace
 * it closes the gap, so that nothing is won by paying late; after that the new term starts now. A lifetime license has no
 * end: its windows of updates and support are renewed, by the same rule without a grace. Where it was given one all the
 * same (imported so, or a test license), that end stays, and no window passes it.
 * @returns null where there is nothing to renew: a trial, or a lifetime license whose updates and support never end.
 */
export function renewedWindows(license: Renewable, now: Date): LicenseWindows | null {
  const { terms, expiresAt, updatesUntil, supportUntil } = license
  if (terms.term === 'trial') return null
  if (terms.term === 'lifetime') {
    if (updatesUntil === null && supportUntil === null) return null
    const window = (until: Date | null, months: number | null) =>
      within(prolonged(until, months, now), until, expiresAt)
    return {
      expiresAt,
      updatesUntil: window(updatesUntil, terms.updateMonths),
      supportUntil: window(supportUntil, terms.supportMonths),
    }
  }
  if (expiresAt === null) return null
  const start = hasEnded(expiresAt, terms.graceDays, now) ? now : expiresAt
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

/** No further than the end of the license, and never back from where it was. */
const within = (until: Date | null, was: Date | null, end: Date | null): Date | null =>
  until && was ? later(was, earlier(until, end)) : until

/**
 * Where what a renewal at `now` adds begins: at the old end, or now where that is over and its gap is not paid for. Up to
 * the new end it is what was paid.
 */
export function renewalBegins({ terms, ...license }: Renewable, now: Date): LicenseWindows {
  const closesGap = terms.term !== 'lifetime' && !hasEnded(license.expiresAt, terms.graceDays, now)
  const begin = (until: Date | null) => (until === null || closesGap ? until : later(until, now))
  return {
    expiresAt: begin(license.expiresAt),
    updatesUntil: begin(license.updatesUntil),
    supportUntil: begin(license.supportUntil),
  }
}

const later = (until: Date | null, end: Date): Date => (until && until > end ? until : end)
