import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { issuedLicense, type SoldFields } from '../../../tests/setup/licenseFixtures'

/** A running mount of the license endpoints. */
export interface LicenseMount {
  database: Database
  /** `iss` of its proofs. */
  publicUrl: string
  /** `path` begins with a slash, as in `/api/v1/license/validate`. */
  call(path: string, init?: RequestInit): Promise<Response>
  /** The published keys: its own `/.well-known/jwks.json`, or the edge's where it has none. */
  jwks(): Promise<unknown>
}

const path = '/api/v1/license/validate'
const answerSchema = z.object({
  valid: z.boolean(),
  code: z.string(),
  detail: z.string().min(5),
  remedy: z.string().nullable(),
  checks: z.array(z.strictObject({ check: z.string(), passed: z.boolean() })),
  license: z.record(z.string(), z.unknown()).nullable(),
  activation: z.record(z.string(), z.unknown()).nullable(),
  limits: z.record(z.string(), z.unknown()).nullable(),
  usage: z.record(z.string(), z.unknown()).nullable(),
  remaining: z.record(z.string(), z.unknown()).nullable(),
  token: z.string().nullable(),
  nextCheckAt: z.iso.datetime(),
  ts: z.iso.datetime(),
  nonce: z.string().nullable(),
})
type Answer = z.infer<typeof answerSchema>
const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })).optional(),
})
const jwksSchema = z.object({
  keys: z.array(
    z.strictObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
    }),
  ),
})

const unknownKey = 'key-of-another-system-0001'
const asJson = { 'content-type': 'application/json' }
const past = addDays(new Date(), -40)

type Outcome = [string, SoldFields, Record<string, unknown>, Record<string, unknown>, string]
/** Every code that a license of this version can meet: what was sold, what is stored, what is asked. */
const outcomes: Outcome[] = [
  ['a good license', {}, {}, {}, 'VALID'],
  [
    'a license in its grace',
    { terms: { graceDays: 7 } },
    { expiresAt: addDays(new Date(), -1) },
    {},
    'GRACE',
  ],
  ['a key that was cut', {}, {}, { key: 'MINTREU-PACKAGE-' }, 'MALFORMED'],
  ['an unknown key', {}, {}, { key: unknownKey }, 'NOT_FOUND'],
  ['another product', {}, {}, { product: 'acme/other' }, 'NOT_FOUND'],
  ['a withdrawn license', {}, { status: 'revoked', reason: 'terms' }, {}, 'REVOKED'],
  ['a refunded license', {}, { status: 'revoked', reason: 'refunded' }, {}, 'REFUNDED'],
  ['a disputed license', {}, { status: 'suspended', reason: 'disputed' }, {}, 'DISPUTED'],
  ['a canceled license', {}, { status: 'revoked', reason: 'canceled' }, {}, 'CANCELED'],
  ['a suspended license', {}, { status: 'suspended', reason: 'staff' }, {}, 'SUSPENDED'],
  ['a pending license', {}, { status: 'pending' }, {}, 'PENDING'],
  ['a license that begins later', {}, { startsAt: addDays(new Date(), 1) }, {}, 'NOT_YET_VALID'],
  ['a trial that is over', { terms: { term: 'trial' }, trialDays: 14 }, {}, {}, 'TRIAL_EXPIRED'],
  ['a month that is over', { terms: { term: 'monthly' } }, {}, {}, 'EXPIRED'],
  ['no domain where one is due', { terms: { domains: ['example.com'] } }, {}, {}, 'DOMAIN_REQUIRED'],
  ['a foreign domain', { terms: { domains: ['example.com'] } }, {}, { domain: 'a.net' }, 'DOMAIN_MISMATCH'],
  ['an address for a domain', {}, {}, { domain: '8.8.8.8' }, 'DOMAIN_MISMATCH'],
  ['a foreign address', { terms: { ipRules: ['198.51.100.0/24'] } }, {}, {}, 'IP_MISMATCH'],
  ['no seat left', { terms: { activations: 0 } }, {}, { domain: 'shop.example.com' }, 'ACTIVATION_LIMIT'],
  ['a feature that was not bought', {}, {}, { features: ['reports'] }, 'FEATURE_MISSING'],
]

const refusals: [string, RequestInit, number, string, string?][] = [
  ['broken JSON', { headers: asJson, body: '{"key":' }, 400, 'invalid_json'],
  ['an empty body', { headers: asJson, body: '' }, 400, 'invalid_json'],
  [
    'bytes that are not UTF-8',
    { headers: asJson, body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) },
    400,
    'invalid_json',
  ],
  [
    'another content type',
    { headers: { 'content-type': 'text/plain' }, body: '{}' },
    415,
    'unsupported_media_type',
  ],
  ['a form', { body: new URLSearchParams({ key: unknownKey }) }, 415, 'unsupported_media_type'],
  [
    'more than 1 MiB',
    { headers: asJson, body: JSON.stringify({ key: 'x'.repeat(1_048_577) }) },
    413,
    'too_large',
  ],
  ...(
    [
      ['a list', [], ''],
      ['null', null, ''],
      ['a text', 'key', ''],
      ['no credential', { product: 'acme/widgets' }, 'key'],
      ['two credentials', { key: unknownKey, token: 'x', product: 'acme/widgets' }, 'key'],
      ['a key beside a public id', { key: unknownKey, publicId: 'pub_1', product: 'acme/widgets' }, 'key'],
      ['a key and no product', { key: unknownKey }, 'product'],
      ['a product that is no handle', { key: unknownKey, product: 'widgets' }, 'product'],
      ['a number as key', { key: 7, product: 'acme/widgets' }, 'key'],
      ['a query as key', { key: { $gt: '' }, product: 'acme/widgets' }, 'key'],
      ['a misspelt field', { key: unknownKey, product: 'acme/widgets', domian: 'a.net' }, 'domian'],
      ['an empty domain', { key: unknownKey, product: 'acme/widgets', domain: '' }, 'domain'],
      [
        'a domain without end',
        { key: unknownKey, product: 'acme/widgets', domain: 'a'.repeat(301) },
        'domain',
      ],
      ['features that are no list', { key: unknownKey, product: 'acme/widgets', features: 'a' }, 'features'],
      [
        'an unknown environment',
        { key: unknownKey, product: 'acme/widgets', environment: 'x' },
        'environment',
      ],
      ['a nonce without end', { key: unknownKey, product: 'acme/widgets', nonce: 'n'.repeat(129) }, 'nonce'],
    ] as const
  ).map(([name, body, field]): [string, RequestInit, number, string, string] => [
    name,
    { headers: asJson, body: JSON.stringify(body) },
    422,
    'invalid_input',
    field,
  ]),
]

/** What every mount of `POST /api/v1/license/validate` answers (spec/API.md, Licenses). */
export function describeValidateContract(name: string, open: () => Promise<LicenseMount>): void {
  describe(`[LIC-4] validate on ${name}`, () => {
    let mount: LicenseMount
    beforeAll(async () => {
      mount = await open()
    })
    const post = (init: RequestInit) => mount.call(path, { method: 'POST', ...init })
    const ask = async (body: Record<string, unknown>): Promise<Answer> => {
      const response = await post({ headers: asJson, body: JSON.stringify(body) })
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toContain('no-store')
      return answerSchema.parse(await response.json())
    }
    const sold = async (fields: SoldFields = {}, change: Record<string, unknown> = {}) => {
      const issued = await issuedLicense(mount.database, fields, { at: past })
      if (Object.keys(change).length > 0)
        await collectionOf(mount.database, licenseRecord).updateOne(
          { _id: issued.license._id },
          { $set: change },
        )
      return issued
    }

    it('a first validation activates the place and proves it', async () => {
      const { license, key } = await sold({ terms: { features: ['reports'] } })
      const answer = await ask({
        key,
        product: 'acme/widgets',
        domain: 'shop.example.com',
        version: '2.1.0',
        features: ['reports'],
        environment: 'production',
        nonce: 'n-1',
      })
      expect(answer).toMatchObject({
        valid: true,
        code: 'VALID',
        remedy: null,
        nonce: 'n-1',
        license: {
          id: license._id,
          type: 'PACKAGE',
          class: 'regular',
          term: 'lifetime',
          billing: 'one-time',
          status: 'active',
          test: false,
          product: 'acme/widgets',
          package: 'Team',
          expiresAt: null,
          updatesUntil: license.updatesUntil?.toISOString(),
          supportUntil: license.supportUntil?.toISOString(),
          graceUntil: null,
          features: ['reports'],
        },
        activation: { domain: 'shop.example.com', environment: 'production' },
        limits: { activations: 3, requestsPerDay: null },
        usage: { activations: 1 },
        remaining: { activations: 2 },
      })
      expect(answer.checks.every((check) => check.passed)).toBe(true)
      const keySet = createLocalJWKSet(jwksSchema.parse(await mount.jwks()))
      const { payload, protectedHeader } = await jwtVerify(answer.token ?? '', keySet, {
        algorithms: ['EdDSA'],
        typ: 'license+jwt',
        issuer: mount.publicUrl,
        audience: 'acme/widgets',
        subject: license._id,
      })
      expect(protectedHeader.kid).toBeTruthy()
      expect(payload).toMatchObject({
        act: answer.activation?.id,
        dom: 'shop.example.com',
        ent: ['reports'],
        cls: 'regular',
        code: 'VALID',
        valid: true,
        nonce: 'n-1',
      })
    })

    it.each(outcomes)('%s', async (_, fields, change, asked, code) => {
      const { key } = await sold(fields, change)
      const answer = await ask({ key, product: 'acme/widgets', ...asked })
      expect(answer.code).toBe(code)
      expect(answer.valid).toBe(code === 'VALID' || code === 'GRACE')
      expect(answer.checks.at(-1)?.passed).toBe(answer.valid)
      expect(answer.license === null).toBe(code === 'NOT_FOUND' || code === 'MALFORMED')
    })

    it('a proof is a credential too, and falls with its activation', async () => {
      const { license, key } = await sold()
      const { token } = await ask({ key, product: 'acme/widgets', domain: 'shop.example.com' })
      expect(await ask({ token })).toMatchObject({ valid: true, license: { id: license._id } })
      await collectionOf(mount.database, licenseRecord).updateOne(
        { _id: license._id },
        { $set: { places: [], seatsTaken: 0 } },
      )
      await expect
        .poll(async () => (await ask({ token })).code, { timeout: 3_000 })
        .toBe('ACTIVATION_REQUIRED')
      expect((await ask({ token: `${token?.slice(0, -3)}abc` })).code).toBe('MALFORMED')
    })

    it('an unknown key and the key of another product are answered alike', async () => {
      const { key } = await sold()
      const foreign = await ask({ key, product: 'acme/other', nonce: 'n' })
      const unknown = await ask({ key: unknownKey, product: 'acme/other', nonce: 'n' })
      const timeless = { ts: '', nextCheckAt: '' }
      expect({ ...foreign, ...timeless }).toEqual({ ...unknown, ...timeless })
    })

    it('no answer tells who bought it', async () => {
      const { license, key } = await sold()
      const text = JSON.stringify(await ask({ key, product: 'acme/widgets' }))
      for (const secret of [license.customer, license.order, license.seller, license.keys[0]?.hash, key])
        expect(text).not.toContain(secret)
    })

    it('a revoked license is refused from then on', async () => {
      const { license, key } = await sold()
      expect((await ask({ key, product: 'acme/widgets' })).valid).toBe(true)
      await collectionOf(mount.database, licenseRecord).updateOne(
        { _id: license._id },
        { $set: { status: 'revoked', reason: 'refunded' } },
      )
      await expect
        .poll(async () => (await ask({ key, product: 'acme/widgets' })).code, { timeout: 3_000 })
        .toBe('REFUNDED')
    })

    it.each(refusals)('%s is refused with its problem', async (_, init, status, code, field) => {
      const response = await post(init)
      const body = problemSchema.parse(await response.json())
      expect([response.status, body.status, body.code]).toEqual([status, status, code])
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect(response.headers.get('x-request-id')).toBe(body.requestId)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      if (field !== undefined) expect(body.errors?.map((error) => error.path)).toContain(field)
    })

    it('[LIC-12] a preflight from any origin is answered, without credentials', async () => {
      const response = await mount.call(path, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://shop.example.com',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      })
      expect([200, 204]).toContain(response.status)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      expect(response.headers.get('access-control-allow-methods')).toContain('POST')
      expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type')
    })

    it('[LIC-12] an answer to a browser can be read by it', async () => {
      const response = await post({
        headers: { ...asJson, origin: 'https://shop.example.com' },
        body: JSON.stringify({ key: unknownKey, product: 'acme/widgets' }),
      })
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      expect(response.headers.get('set-cookie')).toBeNull()
    })
  })
}
