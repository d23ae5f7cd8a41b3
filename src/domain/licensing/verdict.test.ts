import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@/platform/time'
import { soldTerms } from '../../../tests/setup/licenseFixtures'
import type { License, LicensePlace } from './records'
import { judge, publicVerdict, type VerdictRequest } from './verdict'
import { verdictCodes } from './verdictCodes'

const now = new Date('2026-06-01T00:00:00Z')
const yesterday = addDays(now, -1)
const host = (name: string) => ({ kind: 'host' as const, host: name })

const place = (fields: Partial<LicensePlace> = {}): LicensePlace => ({
  id: 'act_1',
  publicId: 'pub_1',
  domain: 'shop.example.com',
  fingerprint: null,
  environment: 'production',
  seat: true,
  label: null,
  firstSeenAt: yesterday,
  lastSeenAt: yesterday,
  ...fields,
})

type Change = Partial<Omit<License, 'terms'>> & { terms?: Partial<License['terms']> }
const license = ({ terms, ...fields }: Change = {}): License => ({
  _id: 'lic_1',
  customer: 'cus_1',
  seller: 'sel_1',
  product: 'prd_1',
  package: 'pkg_1',
  order: null,
  orderItem: null,
  ordinal: 1,
  type: 'package',
  handles: ['acme/widgets', 'acme/old-widgets'],
  productName: 'Widgets',
  packageName: 'Team',
  billing: 'one-time',
  status: 'active',
  reason: null,
  statusChangedAt: yesterday,
  test: false,
  keys: [],
  maskedKey: '…',
  seats: 1,
  places: [],
  sold: { terms: soldTerms(), seats: 1 },
  seatsTaken: 0,
  freeTaken: 0,
  freed: [],
  undo: null,
  suspicion: null,
  reminded: null,
  startsAt: yesterday,
  expiresAt: null,
  updatesUntil: null,
  supportUntil: null,
  activatedAt: null,
  lastUsedAt: null,
  createdAt: yesterday,
  updatedAt: yesterday,
  ...fields,
  terms: soldTerms({ term: 'annual', activations: 1, supportMonths: 12, features: ['reports'], ...terms }),
})

const request = (fields: Partial<VerdictRequest> = {}): VerdictRequest => ({
  product: 'acme/widgets',
  domain: null,
  fingerprint: null,
  address: '203.0.113.7',
  features: [],
  versionReleasedAt: null,
  environment: 'production',
  ...fields,
})

const full = { seats: 1, seatsTaken: 1, places: [place()] }
const cases: [string, Change, Partial<VerdictRequest>, string][] = [
  ['nothing is wrong', {}, {}, 'VALID'],
  ['a former handle is asked', {}, { product: 'acme/old-widgets' }, 'VALID'],
  ['another product is asked', {}, { product: 'acme/other' }, 'PRODUCT_MISMATCH'],
  ['breach of terms', { status: 'revoked', reason: 'terms' }, {}, 'REVOKED'],
  ['refunded', { status: 'revoked', reason: 'refunded' }, {}, 'REFUNDED'],
  ['canceled', { status: 'revoked', reason: 'canceled' }, {}, 'CANCELED'],
  ['disputed', { status: 'suspended', reason: 'disputed' }, {}, 'DISPUTED'],
  ['suspended by staff', { status: 'suspended', reason: 'staff' }, {}, 'SUSPENDED'],
  ['pending', { status: 'pending' }, {}, 'PENDING'],
  ['begins tomorrow', { startsAt: addDays(now, 1) }, {}, 'NOT_YET_VALID'],
  ['trial over', { expiresAt: yesterday, terms: { term: 'trial' } }, {}, 'TRIAL_EXPIRED'],
  ['ended, whatever the stored state', { expiresAt: yesterday }, {}, 'EXPIRED'],
  ['ends this very moment', { expiresAt: now }, {}, 'EXPIRED'],
  ['ended, in grace', { expiresAt: yesterday, terms: { graceDays: 3 } }, {}, 'GRACE'],
  [
    'marked expired, in grace',
    { status: 'expired', expiresAt: yesterday, terms: { graceDays: 3 } },
    {},
    'GRACE',
  ],
  ['grace over', { status: 'expired', expiresAt: addDays(now, -3), terms: { graceDays: 3 } }, {}, 'EXPIRED'],
  ['domain rules and no domain', { terms: { domains: ['example.com'] } }, {}, 'DOMAIN_REQUIRED'],
  [
    'domain outside the rules',
    { terms: { domains: ['example.com'] } },
    { domain: host('a.net') },
    'DOMAIN_MISMATCH',
  ],
  [
    'domain inside the rules',
    { terms: { domains: ['a.net', '*.example.com'] } },
    { domain: host('b.example.com') },
    'VALID',
  ],
  ['an address instead of a domain', {}, { domain: { kind: 'refused', why: 'address' } }, 'DOMAIN_MISMATCH'],
  [
    'development host despite the rules',
    { terms: { domains: ['example.com'] } },
    { domain: { kind: 'development', host: 'localhost' } },
    'VALID',
  ],
  ['development host of a full license', full, { domain: { kind: 'development', host: 'a.test' } }, 'VALID'],
  ['address outside the rules', { terms: { ipRules: ['10.0.0.0/8'] } }, {}, 'IP_MISMATCH'],
  ['address unknown', { terms: { ipRules: ['10.0.0.0/8'] } }, { address: null }, 'IP_MISMATCH'],
  ['address inside the rules', { terms: { ipRules: ['203.0.113.0/24'] } }, {}, 'VALID'],
  ['a known place of a full license', full, { domain: host('shop.example.com') }, 'VALID'],
  ['a new place of a full license', full, { domain: host('b.example.com') }, 'ACTIVATION_LIMIT'],
  ['a new machine of a full license', full, { fingerprint: 'm1' }, 'ACTIVATION_LIMIT'],
  ['a new place without a limit', { ...full, seats: null }, { domain: host('b.example.com') }, 'VALID'],
  ['no place named', full, {}, 'VALID'],
  ['a token of a place', full, { tokenPlace: 'act_1' }, 'VALID'],
  ['a token whose place is gone', {}, { tokenPlace: 'act_1' }, 'ACTIVATION_REQUIRED'],
  [
    'a token on another domain',
    full,
    { tokenPlace: 'act_1', domain: host('b.example.com') },
    'ACTIVATION_REQUIRED',
  ],
  [
    'a token of no place on a new domain',
    {},
    { tokenPlace: null, domain: host('b.example.com') },
    'ACTIVATION_REQUIRED',
  ],
  [
    'a version from after the window',
    { updatesUntil: yesterday },
    { versionReleasedAt: now },
    'VERSION_NOT_ENTITLED',
  ],
  [
    'a version from within the window',
    { updatesUntil: yesterday },
    { versionReleasedAt: yesterday },
    'VALID',
  ],
  ['a feature that is not included', {}, { features: ['reports', 'api'] }, 'FEATURE_MISSING'],
  ['a feature that is included', {}, { features: ['reports'] }, 'VALID'],
]

describe('[LIC-4] verdicts', () => {
  it.each(cases)('%s', (_, change, asked, code) => {
    const verdict = judge(license(change), request(asked), now)
    expect(verdict.code).toBe(code)
    expect(verdict.valid).toBe(code === 'VALID' || code === 'GRACE')
  })

  it('checks go in order and end at the first rung that fails', () => {
    const verdict = judge(license({ status: 'suspended', reason: 'staff' }), request(), now)
    expect(verdict.checks).toEqual([
      { check: 'format', passed: true },
      { check: 'record', passed: true },
      { check: 'product', passed: true },
      { check: 'status', passed: false },
    ])
  })

  it('however much is wrong, exactly one rung fails, and it is the last one named', () => {
    const change = fc.subarray([...cases])
    fc.assert(
      fc.property(change, (some) => {
        const merged = Object.assign({}, ...some.map(([, fields]) => fields))
        const terms = Object.assign({}, ...some.map(([, fields]) => fields.terms ?? {}))
        const asked = request(Object.assign({}, ...some.map(([, , fields]) => fields)))
        const verdict = judge(license({ ...merged, terms }), asked, now)
        const failed = verdict.checks.filter((check) => !check.passed)
        expect(failed).toHaveLength(verdict.valid ? 0 : 1)
        expect(verdict.checks.at(-1)?.passed).toBe(verdict.valid)
        expect(verdictCodes).toContain(verdict.code)
      }),
    )
  })

  it('a license of another product looks to strangers like one that does not exist', () => {
    const foreign = judge(license(), request({ product: 'acme/other' }), now)
    expect(publicVerdict(foreign)).toEqual(judge(null, request(), now))
  })

  it('a license that has ended never becomes valid again by the passing of time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.nat(30), fc.nat(800), (end, graceDays, later) => {
        const ended = license({ expiresAt: addDays(now, end), terms: { graceDays } })
        const before = judge(ended, request(), now).valid
        const after = judge(ended, request(), addDays(now, later)).valid
        expect(after && !before).toBe(false)
      }),
    )
  })

  it('only a key binds a new place, and only a valid one', () => {
    const domain = host('b.example.com')
    expect(judge(license(), request({ domain }), now).binds).toBe(true)
    expect(judge(license(full), request({ domain }), now).binds).toBe(false)
    expect(judge(license({ status: 'revoked', reason: 'terms' }), request({ domain }), now).binds).toBe(false)
    expect(judge(license(), request({ domain: { kind: 'development', host: 'a.test' } }), now).binds).toBe(
      false,
    )
    expect(judge(license(), request(), now).binds).toBe(false)
  })
})
