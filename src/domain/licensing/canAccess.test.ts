import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@/platform/time'
import { soldTerms } from '../../../tests/setup/licenseFixtures'
import { canAccess } from './canAccess'
import { type License, licenseReasons, licenseStatuses } from './records'

const now = new Date('2026-06-01T00:00:00Z')
type Facts = Parameters<typeof canAccess>[0]
const license = (fields: Partial<Facts> = {}): Facts => ({
  status: 'active',
  reason: null,
  startsAt: addDays(now, -100),
  expiresAt: null,
  updatesUntil: addDays(now, 100),
  terms: soldTerms(),
  ...fields,
})
const release = (days: number) => ({ status: 'published' as const, publishedAt: addDays(now, days) })
const codeOf = (facts: Facts, days = -1, kind: 'archive' | 'source' = 'archive') => {
  const access = canAccess(facts, release(days), now, kind)
  return access.allowed ? null : access.code
}
const ended = { expiresAt: addDays(now, -10), updatesUntil: addDays(now, -10) }

describe('[DL-2] what a license opens', () => {
  it.each<[string, Partial<License>, number, string | null]>([
    ['a release of its window', {}, -1, null],
    ['a release of before the sale', {}, -200, null],
    ['a release after the window', { updatesUntil: addDays(now, -5) }, -1, 'VERSION_NOT_ENTITLED'],
    ['a release of the window, after it', { updatesUntil: addDays(now, -5) }, -6, null],
    ['a release of the term, after the term', ended, -20, null],
    ['a release after the term', ended, -1, 'VERSION_NOT_ENTITLED'],
    [
      'nothing after the term where the package says so',
      { ...ended, terms: soldTerms({ afterTerm: 'none' }) },
      -20,
      'EXPIRED',
    ],
    [
      'what it opened, in its grace',
      { ...ended, terms: soldTerms({ afterTerm: 'none', graceDays: 30 }) },
      -20,
      null,
    ],
    ['nothing after a trial', { ...ended, terms: soldTerms({ term: 'trial' }) }, -20, 'TRIAL_EXPIRED'],
    ['nothing before it begins', { startsAt: addDays(now, 1) }, -1, 'NOT_YET_VALID'],
    ['[DL-1] nothing once refunded', { status: 'revoked', reason: 'refunded' }, -1, 'REFUNDED'],
    ['[DL-1] nothing once revoked', { status: 'revoked', reason: 'terms' }, -1, 'REVOKED'],
    ['nothing while disputed', { status: 'suspended', reason: 'disputed' }, -1, 'DISPUTED'],
  ])('%s', (_, fields, days, code) => {
    expect(codeOf(license(fields), days)).toBe(code)
  })

  it.each(['uploaded', 'checking', 'staged', 'withdrawn'] as const)(
    'never a release that is %s',
    (status) => {
      expect(canAccess(license(), { status, publishedAt: now }, now)).toEqual({
        allowed: false,
        code: 'NOT_PUBLISHED',
      })
    },
  )

  it('[DL-5] the source only where the license includes it', () => {
    expect(codeOf(license(), -1, 'source')).toBe('CLASS_NOT_ALLOWED')
    expect(codeOf(license({ terms: soldTerms({ sourceIncluded: true }) }), -1, 'source')).toBeNull()
  })

  it('never opens anything for a license that is not active or expired, whatever its dates', () => {
    const days = fc.integer({ min: -400, max: 400 })
    fc.assert(
      fc.property(
        fc.constantFrom(...licenseStatuses),
        fc.constantFrom(null, ...licenseReasons),
        days,
        days,
        days,
        (status, reason, expires, updates, published) => {
          const facts = license({
            status,
            reason,
            expiresAt: addDays(now, expires),
            updatesUntil: addDays(now, updates),
          })
          if (canAccess(facts, release(published), now).allowed)
            expect(['active', 'expired']).toContain(status)
        },
      ),
    )
  })
})
