import type { Release } from '@/domain/catalog/records'
import { hasEnded } from './licenseWindows'
import type { License } from './records'
import { statusRefusal } from './verdict'
import type { RefusalCode } from './verdictCodes'

type LicenseFacts = Pick<License, 'status' | 'reason' | 'startsAt' | 'expiresAt' | 'updatesUntil' | 'terms'>
type ReleaseFacts = Pick<Release, 'status' | 'publishedAt'>

export type Access = { allowed: true } | { allowed: false; code: RefusalCode | 'NOT_PUBLISHED' }

/**
 * Whether a license opens a release at this time: the one rule for downloads, the releases endpoint and the registries
 * (DL-1, DL-2, DL-5).
 *
 * A release counts by the day it was published: within the update window it is covered, and stays so. When the term and
 * its grace are over, the package decides whether those releases stay (`afterTerm`); a trial leaves nothing. A release
 * that is not out, or was withdrawn, is nobody's. Source archives need a license that includes the source.
 */
export function canAccess(
  license: LicenseFacts,
  release: ReleaseFacts,
  now: Date,
  kind: 'archive' | 'source' = 'archive',
): Access {
  if (release.status !== 'published' || !release.publishedAt) return refused('NOT_PUBLISHED')
  const code = stateRefusal(license, now) ?? releaseRefusal(license, release.publishedAt, kind)
  return code ? refused(code) : { allowed: true }
}

const refused = (code: RefusalCode | 'NOT_PUBLISHED'): Access => ({ allowed: false, code })

function stateRefusal(license: LicenseFacts, now: Date): RefusalCode | null {
  const { startsAt, expiresAt, terms } = license
  const byState = statusRefusal(license)
  if (byState) return byState
  if (startsAt > now) return 'NOT_YET_VALID'
  if (!hasEnded(expiresAt, terms.graceDays, now)) return null
  if (terms.term === 'trial') return 'TRIAL_EXPIRED'
  return terms.afterTerm === 'none' ? 'EXPIRED' : null
}

function releaseRefusal(
  { updatesUntil, terms }: LicenseFacts,
  publishedAt: Date,
  kind: 'archive' | 'source',
): RefusalCode | null {
  if (updatesUntil && publishedAt > updatesUntil) return 'VERSION_NOT_ENTITLED'
  return kind === 'source' && !terms.sourceIncluded ? 'CLASS_NOT_ALLOWED' : null
}
