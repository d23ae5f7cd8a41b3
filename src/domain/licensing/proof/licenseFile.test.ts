import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, type SoldFields } from '../../../../tests/setup/licenseFixtures'
import { changeLicenseStatus } from '../changeLicenseStatus'
import { licenseHistoryRecord, licenseRecord } from '../records'
import { createLicensingServices, type LicensingServices } from '../services'
import { fileEnd } from './fileTerms'
import { fileText } from './fileText'
import { makeLicenseFile } from './licenseFile'
import { verifyFile, verifyToken } from './verifyProof'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const publicUrl = 'https://market.example.com'
const now = new Date('2026-06-01T12:00:00Z')
const caller = { address: '203.0.113.7', userAgent: 'test', requestId: 'req_test' }
let services: LicensingServices

beforeEach(async () => {
  await emptyDatabase(database)
  services = createLicensingServices({ database, publicUrl })
})
afterEach(() => services.stop())

const sold = (fields: SoldFields = {}) => issuedLicense(database, fields, { at: addDays(now, -1) })
const make = (key: string, request: object = {}, at = now) =>
  makeLicenseFile({
    services,
    request: { key, product: 'acme/widgets', fingerprint: 'machine-1', days: 365, ...request },
    caller,
    now: at,
  })
const rules = async (at = now) => ({
  keys: (await services.keys.jwks()).keys,
  issuer: publicUrl,
  product: 'acme/widgets',
  fingerprint: 'machine-1',
  now: at,
})

describe('[LIC-6] a license file', () => {
  it('proves the license on its machine, without any server, and on no other', async () => {
    const { license, key } = await sold({ terms: { features: ['reports'] } })
    const file = await make(key)
    const check = verifyFile(file.text, { ...(await rules()), features: ['reports'] })
    expect(check).toMatchObject({
      ok: true,
      claims: { sub: license._id, act: file.activation, code: 'VALID' },
    })
    const elsewhere = { ...(await rules()), fingerprint: 'machine-2' }
    expect(verifyFile(file.text, elsewhere)).toEqual({ ok: false, why: 'fingerprint' })
    const token = fileText.read(file.text) ?? ''
    expect(verifyToken(token, await rules())).toEqual({ ok: false, why: 'type' })
    expect(await services.tokens.read(token, now)).toBeNull()
  })

  it('takes the seat of its machine once, and none where no seat is left', async () => {
    const { license, key } = await sold({ terms: { activations: 1 } })
    const first = await make(key)
    const again = await make(key)
    expect(again.activation).toBe(first.activation)
    const stored = await licenses.findOne({ _id: license._id })
    expect(stored).toMatchObject({ seatsTaken: 1, places: [{ fingerprint: 'machine-1' }] })
    expect(stored?.places[0]?.fileUntil).toEqual(first.expiresAt)
    await expect(make(key, { fingerprint: 'machine-2' })).rejects.toMatchObject({
      status: 403,
      code: 'license_inactive',
      errors: [{ path: 'key', code: 'ACTIVATION_LIMIT' }],
    })
  })

  it('that names no machine takes no seat and lives as long as a machine may be offline', async () => {
    const { license, key } = await sold({ terms: { tokenOnlineDays: 21 } })
    const file = await make(key, { fingerprint: null })
    expect(file).toMatchObject({ expiresAt: addDays(now, 21), activation: null })
    expect(await licenses.findOne({ _id: license._id })).toMatchObject({ seatsTaken: 0, places: [] })
    expect(verifyFile(file.text, await rules()).ok).toBe(true)
    expect(verifyFile(file.text, await rules(addDays(now, 21)))).toEqual({ ok: false, why: 'expired' })
  })

  it('is in the history of its license, and its line has its id', async () => {
    const { license, key } = await sold()
    const file = await make(key, { days: 30 })
    const rows = await collectionOf(database, licenseHistoryRecord).find({ kind: 'file' }).toArray()
    expect(rows).toMatchObject([
      {
        _id: file.id,
        license: license._id,
        actor: { kind: 'license', address: caller.address },
        data: { fingerprint: 'machine-1', expiresAt: addDays(now, 30) },
      },
    ])
  })

  it.each([
    ['revoke', 'refunded', 'REFUNDED'],
    ['suspend', 'payment', 'SUSPENDED'],
  ] as const)('is not made after %s (%s)', async (event, reason, code) => {
    const { license, key } = await sold()
    await transact(database, { actor: systemActor('test') }, (tx) =>
      changeLicenseStatus({ tx, licenseId: license._id, event, reason }),
    )
    await expect(make(key)).rejects.toMatchObject({ status: 403, errors: [{ code }] })
    expect(await collectionOf(database, licenseHistoryRecord).countDocuments({ kind: 'file' })).toBe(0)
  })

  it('is refused alike for a key that is none, an unknown one and one of another product', async () => {
    const { key } = await sold()
    const asked = [make('MINTREU-PACKAGE-'), make('a-key-of-nobody'), make(key, { product: 'acme/other' })]
    const refusals = await Promise.allSettled(asked)
    const told = refusals.map((result) =>
      result.status === 'rejected' ? [result.reason.status, result.reason.code, result.reason.message] : [],
    )
    expect(told[0]?.[0]).toBe(404)
    expect(told).toEqual([told[0], told[0], told[0]])
  })

  it('is made twenty times in a day and not more often', async () => {
    const { key } = await sold()
    for (let i = 0; i < 20; i++) await make(key)
    await expect(make(key)).rejects.toMatchObject({ status: 429, code: 'rate_limited' })
    await expect(make(key, {}, addDays(now, 2))).resolves.toBeTruthy()
  })

  it('survives a mail: other line ends, blanks around, words above it', async () => {
    const { key } = await sold()
    const { text } = await make(key)
    const mailed = `Dear Ada,\r\n\r\n${text.replace(/\n/g, '\r\n')}\r\n\r\n> sent from somewhere`
    expect(verifyFile(mailed, await rules()).ok).toBe(true)
    expect(verifyFile(`${text}${text}`, await rules())).toEqual({ ok: false, why: 'malformed' })
    expect(verifyFile(text.replace(/-----END[\s\S]*/, ''), await rules())).toEqual({
      ok: false,
      why: 'malformed',
    })
  })

  it('never outlives its license and grace, nor the days that its package grants', () => {
    fc.assert(
      fc.property(
        fc.record({
          days: fc.integer({ min: 1, max: 100_000 }),
          endsIn: fc.option(fc.integer({ min: -30, max: 1_000 })),
          graceDays: fc.integer({ min: 0, max: 60 }),
          tokenOnlineDays: fc.integer({ min: 1, max: 30 }),
          fingerprint: fc.option(fc.constant('machine-1')),
        }),
        ({ days, endsIn, graceDays, tokenOnlineDays, fingerprint }) => {
          const expiresAt = endsIn === null ? null : addDays(now, endsIn)
          const terms = { graceDays, tokenOnlineDays }
          const end = fileEnd(
            { expiresAt, terms } as Parameters<typeof fileEnd>[0],
            { days, fingerprint },
            now,
          )
          expect(end <= addDays(now, Math.min(days, 365))).toBe(true)
          if (fingerprint === null) expect(end <= addDays(now, tokenOnlineDays)).toBe(true)
          if (expiresAt) expect(end <= addDays(expiresAt, graceDays)).toBe(true)
        },
      ),
    )
  })
})
