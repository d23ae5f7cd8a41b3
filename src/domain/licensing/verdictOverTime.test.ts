import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { soldItem } from '../../../tests/setup/licenseFixtures'
import { newLicense } from './newLicense'
import { type License, licenseReasons, licenseStatuses } from './records'
import { judge, type VerdictRequest } from './verdict'

const sold = new Date('2026-01-01T00:00:00Z')
const host = 'shop.example.com'
const base = newLicense(sold, {
  ...soldItem(),
  orderItem: null,
  ordinal: 1,
  customer: newId('cus'),
  handles: ['acme/widgets'],
  seats: 3,
  test: false,
})

const day = fc.integer({ min: -400, max: 800 }).map((days) => addDays(sold, days))
const dayOrNone = fc.option(day)
const anyLicense: fc.Arbitrary<License> = fc
  .record({
    status: fc.constantFrom(...licenseStatuses),
    reason: fc.option(fc.constantFrom(...licenseReasons)),
    startsAt: day,
    expiresAt: dayOrNone,
    updatesUntil: dayOrNone,
    graceDays: fc.nat(90),
    term: fc.constantFrom('lifetime', 'annual', 'monthly', 'trial'),
    reclaimDays: fc.option(fc.integer({ min: 7, max: 366 })),
    moveQuota: fc.option(fc.nat(3)),
    freed: fc.array(day, { maxLength: 5 }),
    bound: fc.boolean(),
    lastSeenAt: day,
  })
  .map(({ graceDays, term, reclaimDays, moveQuota, bound, lastSeenAt, ...fields }) => ({
    ...base,
    ...fields,
    terms: { ...base.terms, graceDays, term, reclaimDays, moveQuota },
    seatsTaken: bound ? 1 : 0,
    places: bound
      ? [
          {
            id: 'act_1',
            publicId: 'pub_1',
            domain: host,
            fingerprint: null,
            environment: 'production',
            seat: true,
            label: null,
            firstSeenAt: sold,
            lastSeenAt,
          },
        ]
      : [],
  }))

const request: fc.Arbitrary<VerdictRequest> = fc.record({
  product: fc.constant('acme/widgets'),
  domain: fc.constantFrom(null, { kind: 'host' as const, host }),
  fingerprint: fc.constant(null),
  address: fc.constant(null),
  features: fc.constant([]),
  versionReleasedAt: dayOrNone,
  environment: fc.constantFrom('production' as const, 'staging' as const),
})

/** Seats of new places come back with time by design: they rest for a while, and dead ones pass on. */
const seatCodes = ['ACTIVATION_LIMIT', 'ACTIVATION_COOLDOWN']
const numRuns = process.env.DEEP === '1' ? 20_000 : 500

describe('[LIC-3] a license left alone', () => {
  it('never becomes valid by the passing of time, but at its start', () => {
    fc.assert(
      fc.property(
        anyLicense,
        request,
        fc.array(day, { minLength: 2, maxLength: 8 }),
        (license, asked, days) => {
          let refusedBefore = false
          for (const now of [...days].sort((a, b) => a.getTime() - b.getTime())) {
            const { valid, code } = judge(license, asked, now)
            expect(valid && refusedBefore, `${code} on ${now.toISOString()}`).toBe(false)
            refusedBefore ||= !valid && code !== 'NOT_YET_VALID' && !seatCodes.includes(code)
          }
        },
      ),
      { numRuns },
    )
  })

  it('is valid in grace and refused after it, whatever the daily job did', () => {
    fc.assert(
      fc.property(anyLicense, fc.nat(200), (license, later) => {
        const ended = { ...license, status: 'active' as const, reason: null, startsAt: addDays(sold, -500) }
        const { expiresAt, terms } = ended
        if (!expiresAt) return
        const now = addDays(expiresAt, later)
        const asked = {
          product: 'acme/widgets',
          domain: null,
          fingerprint: null,
          address: null,
          features: [],
          versionReleasedAt: null,
          environment: 'production' as const,
        }
        const expected =
          later < terms.graceDays ? 'GRACE' : terms.term === 'trial' ? 'TRIAL_EXPIRED' : 'EXPIRED'
        expect(judge(ended, asked, now).code).toBe(expected)
        expect(judge({ ...ended, status: 'expired' }, asked, now).code).toBe(expected)
      }),
      { numRuns },
    )
  })
})
