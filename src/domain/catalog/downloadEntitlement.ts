import type { License } from '@/domain/licensing/records'
import { type RefusalCode, verdictDetails } from '@/domain/licensing/verdictCodes'
import { CodedError, notFound } from '@/platform/errors'
import { addDays } from '@/platform/time'
import type { Release } from './records'

type LicenseFacts = Pick<License, 'status' | 'reason' | 'startsAt' | 'expiresAt' | 'updatesUntil' | 'terms'>

/**
 * Whether a license covers a release at this time. Releases published during the term stay downloadable after it (DL-2),
 * but a trial leaves nothing behind; a release that is not out, or was withdrawn, is nobody's.
 * @returns null: it does. Else 404, or 403 `license_inactive` with the license code in `errors`.
 */
export function refuseDownload(
  license: LicenseFacts,
  release: Pick<Release, 'status' | 'publishedAt'>,
  now: Date,
): CodedError | null {
  if (release.status !== 'published' || !release.publishedAt) return notFound('file')
  const code = uncovered(license, release.publishedAt, now)
  if (!code) return null
  const detail = verdictDetails[code]
  return new CodedError({
    status: 403,
    code: 'license_inactive',
    detail,
    errors: [{ path: 'license', code, message: detail }],
  })
}

function uncovered(license: LicenseFacts, releasedAt: Date, now: Date): RefusalCode | null {
  const { status, reason, startsAt, expiresAt, updatesUntil, terms } = license
  if (status === 'revoked') {
    if (reason === 'refunded') return 'REFUNDED'
    return reason === 'canceled' ? 'CANCELED' : 'REVOKED'
  }
  if (status === 'suspended') return reason === 'disputed' ? 'DISPUTED' : 'SUSPENDED'
  if (status === 'pending') return 'PENDING'
  if (startsAt > now) return 'NOT_YET_VALID'
  const hasEnded = expiresAt !== null && addDays(expiresAt, terms.graceDays) <= now
  if (terms.term === 'trial' && hasEnded) return 'TRIAL_EXPIRED'
  return updatesUntil !== null && releasedAt > updatesUntil ? 'VERSION_NOT_ENTITLED' : null
}
