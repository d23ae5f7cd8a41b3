import { graceEnd } from '../licenseWindows'
import type { License } from '../records'
import type { Letter } from './letters'

/** What is known when the mail is to be sent. */
export interface Present {
  license: License
  now: Date
  /** What is used of the metric now; null where nobody here counts it. */
  used: number | null
}

/**
 * Whether what a mail is about still holds at the moment of sending: a reminder of an end that was put off, a warning of
 * usage that fell, the pause of a license that goes on again are not sent any more.
 */
export function isStillTrue(
  letter: Pick<Letter, 'role' | 'to'> & Pick<Letter, 'kind' | 'facts'>,
  present: Present,
): boolean {
  const { license } = present
  // Whoever owns it now is told by what happens from now on.
  if (letter.role === 'customer' && letter.kind !== 'transferred_away' && letter.to !== license.customer)
    return false
  return holds(letter as Letter, present)
}

function holds(letter: Letter, { license, now, used }: Present): boolean {
  const { status, expiresAt, updatesUntil, terms } = license
  const isActive = status === 'active'
  switch (letter.kind) {
    case 'ending':
      return isActive && isAt(expiresAt, letter.facts.end) && expiresAt > now
    case 'grace': {
      const grace = graceEnd(expiresAt, terms.graceDays)
      return (
        isActive && isAt(expiresAt, letter.facts.end) && expiresAt <= now && grace !== null && grace > now
      )
    }
    case 'expired':
      return status === 'expired' && (letter.facts.end === null || isAt(expiresAt, letter.facts.end))
    case 'suspended':
      return status === 'suspended' && isAt(license.statusChangedAt, letter.facts.at)
    case 'resumed':
      return isActive && isAt(license.statusChangedAt, letter.facts.at)
    case 'updates_ending':
      return isActive && isAt(updatesUntil, letter.facts.until)
    case 'key_ends':
      return (
        status !== 'revoked' &&
        license.keys.some(({ state, until }) => state === 'retiring' && isAt(until, letter.facts.until)) &&
        new Date(letter.facts.until) > now
      )
    case 'suspected':
      return isAt(license.suspicion?.since ?? null, letter.facts.since)
    case 'usage':
      return isActive && (used === null || used * 100 >= letter.facts.threshold * letter.facts.limit)
    default:
      return true
  }
}

const isAt = (date: Date | null, iso: string): date is Date => date?.toISOString() === iso
