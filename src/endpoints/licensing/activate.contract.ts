import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { licenseHistoryRecord, licenseRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { addDays } from '@/platform/time'
import { issuedLicense, type SoldFields } from '../../../tests/setup/licenseFixtures'
import type { LicenseMount } from './validate.contract'

const product = 'acme/widgets'
const unknownKey = 'key-of-another-system-0002'
const past = addDays(new Date(), -40)
const activation = z.looseObject({ id: z.string(), domain: z.string().nullable(), environment: z.string() })
const activated = z.looseObject({
  activated: z.boolean(),
  code: z.string(),
  detail: z.string().min(5),
  remedy: z.string().nullable(),
  activation: activation.nullable(),
  license: z.looseObject({ id: z.string() }).nullable(),
  usage: z.object({ activations: z.number() }).nullable(),
  token: z.string().nullable(),
})
const deactivated = z.strictObject({ deactivated: z.boolean(), code: z.string(), detail: z.string().min(5) })

const refusals: [string, 'activate' | 'deactivate', Record<string, unknown>, string][] = [
  ['an activation of no place', 'activate', { key: unknownKey, product }, 'domain'],
  ['an activation without a product', 'activate', { key: unknownKey, domain: 'a.net' }, 'product'],
  ['an activation without a key', 'activate', { product, domain: 'a.net' }, 'key'],
  ['a query as key', 'activate', { key: { $gt: '' }, product, domain: 'a.net' }, 'key'],
  [
    'a misspelt environment',
    'activate',
    { key: unknownKey, product, domain: 'a.net', enviroment: 'staging' },
    'enviroment',
  ],
  [
    'an endless label',
    'activate',
    { key: unknownKey, product, domain: 'a.net', label: 'x'.repeat(101) },
    'label',
  ],
  ['a deactivation of nothing', 'deactivate', { key: unknownKey }, 'activationId'],
  [
    'a deactivation of two things',
    'deactivate',
    { key: unknownKey, domain: 'a.net', fingerprint: 'm' },
    'activationId',
  ],
  ['a query as activation', 'deactivate', { key: unknownKey, activationId: { $ne: 1 } }, 'activationId'],
]

/** What every mount of activate and deactivate answers (spec/API.md, Licenses). */
export function describeActivateContract(name: string, open: () => Promise<LicenseMount>): void {
  describe(`[LIC-5] activate and deactivate on ${name}`, () => {
    let mount: LicenseMount
    beforeAll(async () => {
      mount = await open()
    })
    const post = (act: string, body: object, headers: Record<string, string> = {}) =>
      mount.call(`/api/v1/license/${act}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const answered = async (response: Response): Promise<unknown> => {
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toContain('no-store')
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      return response.json()
    }
    const activate = async (body: object, headers?: Record<string, string>) =>
      activated.parse(await answered(await post('activate', { product, ...body }, headers)))
    const deactivate = async (body: object, headers?: Record<string, string>) =>
      deactivated.parse(await answered(await post('deactivate', body, headers)))
    const sold = (fields: SoldFields = {}, change = {}) =>
      issuedLicense(mount.database, fields, { at: past, change })
    const stored = (id: string) => collectionOf(mount.database, licenseRecord).findOne({ _id: id })

    it('a place is bound, proved and shown with its license', async () => {
      const { license, key } = await sold()
      const answer = await activate({
        key,
        domain: 'shop.example.com',
        label: 'Shop',
        environment: 'production',
      })
      expect(answer).toMatchObject({
        activated: true,
        code: 'VALID',
        remedy: null,
        activation: { domain: 'shop.example.com', environment: 'production' },
        license: { id: license._id, status: 'active', product },
        usage: { activations: 1 },
      })
      expect(answer.token).toBeTruthy()
      expect((await stored(license._id))?.places).toMatchObject([{ label: 'Shop', seat: true }])
    })

    it('the same place twice is the same activation, not a second seat', async () => {
      const { license, key } = await sold({ terms: { activations: 1 } })
      const first = await activate({ key, domain: 'shop.example.com' })
      const again = await activate({ key, domain: 'WWW.shop.example.com:8443' })
      expect(again).toMatchObject({ activated: true, code: 'VALID', activation: first.activation })
      expect(await stored(license._id)).toMatchObject({ seatsTaken: 1 })
      const history = collectionOf(mount.database, licenseHistoryRecord)
      expect(await history.countDocuments({ license: license._id, kind: 'activated' })).toBe(1)
    })

    it('a development host never takes a seat', async () => {
      const { license, key } = await sold({ terms: { activations: 0, developmentHosts: ['dev.acme.io'] } })
      for (const domain of ['localhost', 'shop.test:3000', '10.0.0.7', 'pr-7.vercel.app', 'pr-7.dev.acme.io'])
        expect(await activate({ key, domain })).toMatchObject({ activated: true, activation: null })
      expect(await stored(license._id)).toMatchObject({ seatsTaken: 0, freeTaken: 0, places: [] })
    })

    it('an unknown key is answered like the key of another product', async () => {
      const { key } = await sold()
      const timeless = { ts: '', nextCheckAt: '' }
      const foreign = await activate({ key, product: 'acme/other', domain: 'a.net' })
      const unknown = await activate({ key: unknownKey, product: 'acme/other', domain: 'a.net' })
      expect(foreign).toMatchObject({ activated: false, code: 'NOT_FOUND', license: null, token: null })
      expect({ ...foreign, ...timeless }).toEqual({ ...unknown, ...timeless })
    })

    it.each([
      ['revoked', { status: 'revoked', reason: 'refunded' }, 'REFUNDED'],
      ['suspended', { status: 'suspended', reason: 'staff' }, 'SUSPENDED'],
      ['expired, though no job has marked it', { expiresAt: past }, 'EXPIRED'],
    ])('a license that is %s activates nothing', async (_, change, code) => {
      const { license, key } = await sold({}, change)
      expect(await activate({ key, domain: 'shop.example.com' })).toMatchObject({ activated: false, code })
      expect((await stored(license._id))?.places).toEqual([])
    })

    it('a seat that was given back can be taken at once, also by the place that had it', async () => {
      const { license, key } = await sold({ terms: { activations: 1 } })
      const first = await activate({ key, domain: 'shop.example.com' })
      expect(await activate({ key, domain: 'b.example.com' })).toMatchObject({ code: 'ACTIVATION_LIMIT' })
      expect(await deactivate({ key, domain: 'shop.example.com' })).toMatchObject({
        deactivated: true,
        code: 'VALID',
      })
      expect(await stored(license._id)).toMatchObject({ seatsTaken: 0, places: [] })
      const second = await activate({ key, domain: 'shop.example.com' })
      expect(second.activated).toBe(true)
      expect(second.activation?.id).not.toBe(first.activation?.id)
    })

    it('a place is given back by activation, domain or fingerprint, once', async () => {
      const { key } = await sold()
      const { activation: place } = await activate({ key, domain: 'a.example.com' })
      await activate({ key, domain: 'b.example.com' })
      await activate({ key, fingerprint: 'machine-1' })
      const names = [{ activationId: place?.id }, { domain: 'B.example.com' }, { fingerprint: 'machine-1' }]
      for (const named of names) {
        expect(await deactivate({ key, ...named })).toMatchObject({ deactivated: true })
        expect(await deactivate({ key, ...named })).toMatchObject({
          deactivated: false,
          code: 'ACTIVATION_REQUIRED',
        })
      }
    })

    it('one key gives back no place of another', async () => {
      const mine = await sold()
      const other = await sold()
      const { activation: place } = await activate({ key: mine.key, domain: 'shop.example.com' })
      expect(await deactivate({ key: other.key, activationId: place?.id })).toMatchObject({
        deactivated: false,
      })
      expect(await deactivate({ key: unknownKey, activationId: place?.id })).toMatchObject({
        deactivated: false,
        code: 'NOT_FOUND',
      })
      expect((await stored(mine.license._id))?.places).toHaveLength(1)
    })

    it('a place that becomes production takes a seat and stays the same activation', async () => {
      const { license, key } = await sold({ terms: { activations: 1 } })
      const staging = await activate({ key, domain: 'shop.example.com', environment: 'staging' })
      expect(await stored(license._id)).toMatchObject({ seatsTaken: 0, freeTaken: 1 })
      const live = await activate({ key, domain: 'shop.example.com', environment: 'production' })
      expect(live.activation).toMatchObject({ id: staging.activation?.id, environment: 'production' })
      expect(await stored(license._id)).toMatchObject({ seatsTaken: 1, freeTaken: 0 })
      expect(await activate({ key, domain: 'b.example.com' })).toMatchObject({ code: 'ACTIVATION_LIMIT' })
    })

    it('a seat that was moved too often rests, and the answer says until when', async () => {
      const { license, key } = await sold({ terms: { activations: 1, moveQuota: 1, moveWindowDays: 3 } })
      for (const host of ['a', 'b']) {
        expect(await activate({ key, domain: `${host}.example.com` })).toMatchObject({ activated: true })
        expect(await deactivate({ key, domain: `${host}.example.com` })).toMatchObject({ deactivated: true })
      }
      const refused = await activate({ key, domain: 'c.example.com' })
      expect(refused).toMatchObject({ activated: false, code: 'ACTIVATION_COOLDOWN' })
      const wakes = addDays((await stored(license._id))?.freed[0] ?? past, 3)
      expect(refused.nextCheckAt).toBe(wakes.toISOString())
      expect(refused.detail).toContain(wakes.toISOString().slice(0, 10))
    })

    it('the same Idempotency-Key answers what was answered first, another request is refused', async () => {
      const { license, key } = await sold()
      const header = { 'idempotency-key': 'once-1' }
      const first = await activate({ key, domain: 'shop.example.com' }, header)
      await deactivate({ key, domain: 'shop.example.com' })
      expect(await activate({ key, domain: 'shop.example.com' }, header)).toEqual(first)
      expect((await stored(license._id))?.places).toEqual([])
      const other = await post('activate', { key, product, domain: 'b.example.com' }, header)
      expect(other.status).toBe(422)
      expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' })
      // Of another license, or another act, it is another key.
      const { key: second } = await sold()
      expect((await activate({ key: second, domain: 'b.example.com' }, header)).activated).toBe(true)
      expect(await deactivate({ key: second, domain: 'b.example.com' }, header)).toMatchObject({
        deactivated: true,
      })
    })

    it('an Idempotency-Key tells nobody that the key of another product exists', async () => {
      const { key } = await sold()
      const header = { 'idempotency-key': 'once-2' }
      for (const asked of [key, unknownKey]) {
        const domains = ['a.net', 'b.net']
        for (const domain of domains)
          expect(await activate({ key: asked, product: 'acme/other', domain }, header)).toMatchObject({
            activated: false,
            code: 'NOT_FOUND',
          })
      }
    })

    it('[LIC-2] the seat of a user is given back by deactivate too', async () => {
      const { key } = await sold({ terms: { users: 1 } })
      const validate = async (user: string) =>
        z
          .looseObject({ code: z.string(), lease: z.looseObject({ inUse: z.number() }).optional() })
          .parse(await answered(await post('validate', { key, product, user })))
      expect(await validate('ann')).toMatchObject({ code: 'VALID', lease: { inUse: 1, limit: 1 } })
      expect(await validate('bob')).toMatchObject({ code: 'QUOTA_EXCEEDED' })
      expect(await deactivate({ key, user: 'ann' })).toMatchObject({ deactivated: true })
      expect(await validate('bob')).toMatchObject({ code: 'VALID' })
    })

    it('[LIC-9] a replaced key keeps its places, binds none and gives none back', async () => {
      const { license, key } = await sold()
      await activate({ key, domain: 'shop.example.com' })
      await collectionOf(mount.database, licenseRecord).updateOne(
        { _id: license._id },
        { $set: { 'keys.0.state': 'retiring', 'keys.0.until': addDays(new Date(), 3) } },
      )
      expect(await activate({ key, domain: 'shop.example.com' })).toMatchObject({ activated: true })
      for (const answer of [
        await activate({ key, domain: 'b.example.com' }),
        await deactivate({ key, domain: 'shop.example.com' }),
      ])
        expect(answer.code).toBe('ACTIVATION_REQUIRED')
    })

    it.each(refusals)('%s is refused with its problem', async (_, act, body, field) => {
      const response = await post(act, body)
      expect(response.status).toBe(422)
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      const problem = z
        .looseObject({ code: z.string(), errors: z.array(z.looseObject({ path: z.string() })) })
        .parse(await response.json())
      expect(problem.code).toBe('invalid_input')
      expect(problem.errors.map(({ path }) => path)).toContain(field)
    })

    it('[LIC-12] a preflight from any origin is answered', async () => {
      for (const act of ['activate', 'deactivate']) {
        const response = await mount.call(`/api/v1/license/${act}`, { method: 'OPTIONS' })
        expect([200, 204]).toContain(response.status)
        expect(response.headers.get('access-control-allow-methods')).toContain('POST')
        expect(response.headers.get('access-control-allow-headers')?.toLowerCase()).toContain(
          'idempotency-key',
        )
      }
    })
  })
}
