import type { LicenseWindows } from './licenseWindows'
import type { License } from './records'
import { renewedWindows } from './renewedWindows'

/** Why a paid renewal gives nothing: what it was for is over, or does not end. */
export type RenewalRefusal = 'gone' | 'revoked' | 'endless'

/** What one more term gives this license now, or why it gives nothing. */
export type Renewal = { after: LicenseWindows; refused: null } | { after: null; refused: RenewalRefusal }

const ends = ['expiresAt', 'updatesUntil', 'supportUntil'] as const

/**
 * Whether one more term gives a license anything, and what (BUY-11): the judgment of the purchase and, again, of the
 * payment, since weeks may lie between them. A window that was sold with no length stays over, so it is nothing to pay for.
 */
export function judgeRenewal(license: License | null, now: Date): Renewal {
  if (!license) return { after: null, refused: 'gone' }
  if (license.status === 'revoked') return { after: null, refused: 'revoked' }
  const after = renewedWindows(license, now)
  const gains = ends.some((end) => isLater(after?.[end] ?? null, license[end], now))
  return after && gains ? { after, refused: null } : { after: null, refused: 'endless' }
}

const isLater = (after: Date | null, before: Date | null, now: Date): boolean =>
  after !== null && before !== null && after > before && after > now

/**
 * How many pieces of the package a license is worth: one, and where seats were sold by the piece as many as were bought.
 * Renewing ten seats costs ten times what renewing one costs.
 */
export function piecesOf({ sold }: Pick<License, 'sold'>): number {
  const { activations } = sold.terms
  if (!activations || !sold.seats) return 1
  return Math.max(1, Math.round(sold.seats / activations))
}
