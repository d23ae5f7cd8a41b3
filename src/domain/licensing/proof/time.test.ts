import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addSeconds } from '@/platform/time'
import { soldTerms } from '../../../../tests/setup/licenseFixtures'
import { claimsOf } from '../licenseToken'
import { type License, licenseReasons, licenseStatuses } from '../records'
import { judge, type VerdictRequest } from '../verdict'
import { proofTypes, signJwt } from './compactJwt'
import { fileEnd } from './fileTerms'
import { makeRootKey } from './rootKey'
import { verifyToken } from './verifyProof'

const issuer = 'https://market.example.com'
const product = 'acme/widgets'
const signer = makeRootKey().root
const start = new Date('2026-06-01T12:00:00Z')
const dayOf = (min: number, max: number) => fc.integer({ min, max }).map((days) => addDays(start, days))

/** Licenses in every state and with every kind of end; what no rung of time looks at is left as it is sold. */
const someLicense: fc.Arbitrary<License> = fc
  .record({
    status: fc.oneof(fc.constant('active' as const), fc.constantFrom(...licenseStatuses)),
    reason: fc.option(fc.constantFrom(...licenseReasons)),
    startsAt: dayOf(-60, 5),
    expiresAt: fc.option(dayOf(-40, 60)),
    updatesUntil: fc.option(dayOf(-40, 60)),
    terms: fc
      .record({
        term: fc.constantFrom('lifetime', 'annual', 'monthly', 'trial'),
        graceDays: fc.constantFrom(0, 0, 3, 14),
        tokenOnlineDays: fc.integer({ min: 1, max: 30 }),
        features: fc.subarray(['reports', 'api']),
      })
      .map(soldTerms),
  })
  .map((fields) => ({
    ...fields,
    ...{ _id: 'lic_0000000000test', customer: 'cus_1', seller: 'sel_1', product: 'prd_1', package: 'pkg_1' },
    ...{ order: null, orderItem: null, ordinal: 1, type: 'package', billing: 'one-time', test: false },
    ...{ handles: [product], productName: 'Widgets', packageName: 'Team', keys: [], maskedKey: '' },
    ...{ seats: 3, sold: { terms: fields.terms, seats: 3 }, places: [], seatsTaken: 0, freeTaken: 0 },
    ...{ freed: [], undo: null, suspicion: null, reminded: null, supportUntil: null, activatedAt: null },
    ...{ lastUsedAt: null, statusChangedAt: start, createdAt: start, updatedAt: start },
  }))

const someRequest: fc.Arbitrary<VerdictRequest> = fc.record({
  product: fc.constantFrom(product, product, product, 'acme/other'),
  features: fc.constantFrom([], [], ['reports'], ['reports', 'api'], ['exports']),
  versionReleasedAt: fc.option(dayOf(-40, 40)),
  domain: fc.constant(null),
  fingerprint: fc.constant(null),
  address: fc.constant(null),
  environment: fc.constant('production'),
})
/** Seconds around the edges of days matter most. */
const someWait = fc.oneof(
  fc.integer({ min: 0, max: 90 * 86_400 }),
  fc.integer({ min: 0, max: 8 * 86_400 }),
  fc.integer({ min: 0, max: 90 }).map((days) => days * 86_400),
  fc.integer({ min: 1, max: 90 }).map((days) => days * 86_400 - 1),
)

describe('[LIC-6] what a proof says of tomorrow', () => {
  it('whatever its verifier accepts later, the license itself would answer then too', () => {
    let accepted = 0
    fc.assert(
      fc.property(someLicense, someRequest, someWait, (license, request, wait) => {
        const verdict = judge(license, request, start)
        const claims = claimsOf(
          { license, verdict, product: request.product ?? product, domain: null, place: null, nonce: null },
          start,
        )
        const token = signJwt(proofTypes.token, { ...claims, iss: issuer }, signer)
        const later = addSeconds(start, wait)
        const { versionReleasedAt, features } = request
        const check = verifyToken(token, {
          ...{ keys: [signer.public], issuer, product, now: later, features },
          ...(versionReleasedAt ? { releasedAt: versionReleasedAt } : {}),
        })
        if (!check.ok) return
        accepted += 1
        expect(judge(license, request, later).valid).toBe(true)
      }),
      { numRuns: 5_000 },
    )
    expect(accepted).toBeGreaterThan(50)
  })

  it('outlives neither the license nor its grace, and a refusal lasts minutes', () => {
    fc.assert(
      fc.property(someLicense, someRequest, (license, request) => {
        const verdict = judge(license, request, start)
        const proof = { license, verdict, product, domain: null, place: null, nonce: null }
        const { exp, online_by, upd_until, lic_exp } = claimsOf(proof, start)
        const { expiresAt, updatesUntil, terms } = license
        const end = expiresAt && addDays(expiresAt, terms.graceDays).getTime() / 1_000
        if (verdict.valid && end !== null) {
          expect(exp).toBeLessThanOrEqual(end)
          expect(online_by).toBeLessThanOrEqual(end)
        }
        if (!verdict.valid) expect(exp).toBeLessThanOrEqual(start.getTime() / 1_000 + 600)
        expect(upd_until ?? null).toBe(updatesUntil && updatesUntil.getTime() / 1_000)
        expect(lic_exp ?? null).toBe(expiresAt && expiresAt.getTime() / 1_000)
        const file = fileEnd(license, { days: 365, fingerprint: 'm' }, start).getTime() / 1_000
        if (end !== null) expect(file).toBeLessThanOrEqual(end)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('[LIC-3] time alone', () => {
  it('makes no license valid, except one that was waiting for its first day', () => {
    fc.assert(
      fc.property(someLicense, someRequest, someWait, (license, request, wait) => {
        const before = judge(license, request, start)
        const after = judge(license, request, addSeconds(start, wait))
        if (!before.valid && before.code !== 'NOT_YET_VALID') expect(after.valid).toBe(false)
        if (before.code === 'GRACE') expect(after.code).not.toBe('VALID')
      }),
      { numRuns: 5_000 },
    )
  })
})
