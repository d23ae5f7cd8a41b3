import type { LicenseTerms } from '@/domain/catalog/records'
import { addDays, addMonths } from '@/platform/time'

export interface LicenseWindows {
  expiresAt: Date | null
  updatesUntil: Date | null
  supportUntil: Date | null
}

/** No window is set by hand or by import beyond it: who has more in mind means for ever. */
export const lastYear = 2200

/** A trial whose package names no length. */
const defaultTrialDays = 14

/**
 * What a license sold at `start` covers. The term, updates and support are windows of their own (LIC-2); null: for ever.
 * A term license gets updates for as long as it lasts, unless the package says less.
 */
export function windowsOf(
  terms: Pick<LicenseTerms, 'term' | 'updateMonths' | 'supportMonths'>,
  start: Date,
  trialDays: number | null,
): LicenseWindows {
  const expiresAt = endOfTerm(terms.term, start, trialDays)
  const after = (months: number | null) =>
    months === null ? expiresAt : earlier(addMonths(start, months), expiresAt)
  return { expiresAt, updatesUntil: after(terms.updateMonths), supportUntil: after(terms.supportMonths) }
}

function endOfTerm(term: LicenseTerms['term'], start: Date, trialDays: number | null): Date | null {
  switch (term) {
    case 'lifetime':
      return null
    case 'annual':
      return addMonths(start, 12)
    case 'monthly':
      return addMonths(start, 1)
    case 'trial':
      return addDays(start, trialDays ?? defaultTrialDays)
  }
}

/** The earlier of a date and an end, where there is one. */
export const earlier = (date: Date, end: Date | null): Date => (end && end < date ? end : date)

/** Until when an ended license still works; null where it does not end or has no grace. */
export const graceEnd = (expiresAt: Date | null, graceDays: number): Date | null =>
  expiresAt && graceDays > 0 ? addDays(expiresAt, graceDays) : null

/** Whether the term is over, and its grace with it. */
export function hasEnded(expiresAt: Date | null, graceDays: number, now: Date): boolean {
  const end = graceEnd(expiresAt, graceDays) ?? expiresAt
  return end !== null && end <= now
}
