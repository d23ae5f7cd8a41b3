import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { makeKeyPair } from '@/platform/signing'
import { addDays, addMonths } from '@/platform/time'
import { makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { hashesOfKey } from './key'
import { licenseAttemptRecord, licenseHistoryRecord, licenseRecord, signingKeyRecord } from './records'
import { createLicensingServices, type LicensingServices } from './services'
import { SigningKeys } from './signingKeys'
import { type ValidateRequest, validateLicense } from './validateLicense'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const attempts = collectionOf(database, licenseAttemptRecord)
const publicUrl = 'https://market.example.com'
const caller = { address: '203.0.113.7', userAgent: 'test', requestId: 'req_test' }
const now = new Date('2026-06-01T12:00:00Z')
const at = addDays(now, -1)
let services: LicensingServices

beforeEach(async () => {
  await emptyDatabase(database)
  services = createLicensingServices({ database, publicUrl })
})
afterEach(() => services.stop())

const ask = (
  credential: string | ValidateRequest['credential'],
  fields: Partial<ValidateRequest> = {},
  when = now,
  from = services,
) =>
  validateLicense({
    services: from,
    request: {
      credential: typeof credential === 'string' ? { key: credential } : credential,
      product: 'acme/widgets',
      domain: null,
      fingerprint: null,
      version: null,
      features: [],
      environment: 'production',
      nonce: null,
      ...fields,
    },
    caller,
    now: when,
  })

describe('[LIC-5] first use binds a place', () => {
  it('the same place again is the same activation, however it is written', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const first = await ask(key, { domain: 'shop.example.com' })
    const again = await ask(key, { domain: 'WWW.Shop.example.com:443' })
    expect(first).toMatchObject({
      valid: true,
      activation: { domain: 'shop.example.com', environment: 'production' },
      usage: { activations: 1 },
      remaining: { activations: 2 },
    })
    expect(again.activation).toEqual(first.activation)
    expect(await licenses.findOne({ _id: license._id })).toMatchObject({ seatsTaken: 1 })
    const history = await collectionOf(database, licenseHistoryRecord).find({ kind: 'activated' }).toArray()
    expect(history).toMatchObject([
      { license: license._id, actor: { kind: 'license', address: caller.address } },
    ])
  })

  it('of 200 places at once exactly as many as were bought are activated', async () => {
    for (const activations of [1, 3, 20]) {
      const { license, key } = await issuedLicense(database, { terms: { activations } }, { at })
      const second = createLicensingServices({ database, publicUrl })
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          ask(key, { domain: `shop${index}.example.com` }, now, index % 2 ? services : second),
        ),
      )
      await second.stop()
      expect(answers.filter((answer) => answer.valid)).toHaveLength(activations)
      expect(new Set(answers.map((answer) => answer.code))).toEqual(new Set(['VALID', 'ACTIVATION_LIMIT']))
      const stored = await licenses.findOne({ _id: license._id })
      expect(stored?.seatsTaken).toBe(activations)
      expect(new Set(stored?.places.map((place) => place.domain)).size).toBe(activations)
    }
  }, 60_000)

  it('200 first uses of one place at once take one seat', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => ask(key, { domain: 'shop.example.com' })),
    )
    expect(new Set(answers.map((answer) => answer.activation?.id)).size).toBe(1)
    expect((await licenses.findOne({ _id: license._id }))?.places).toHaveLength(1)
  }, 60_000)

  it('development hosts are valid and take no seat', async () => {
    const { license, key } = await issuedLicense(database, { terms: { activations: 1 } }, { at })
    for (const domain of ['localhost:3000', 'shop.test', '192.168.1.5', 'fix-1.vercel.app'])
      expect(await ask(key, { domain })).toMatchObject({ valid: true, activation: null })
    expect(await licenses.findOne({ _id: license._id })).toMatchObject({ seatsTaken: 0, places: [] })
  })

  it('a machine without a domain is bound by its fingerprint', async () => {
    const { key } = await issuedLicense(database, { terms: { activations: 1 } }, { at })
    const first = await ask(key, { fingerprint: 'machine-1' })
    expect(first).toMatchObject({ valid: true, activation: { domain: null } })
    expect((await ask(key, { fingerprint: 'machine-1' })).activation).toEqual(first.activation)
    expect((await ask(key, { fingerprint: 'machine-2' })).code).toBe('ACTIVATION_LIMIT')
  })

  it.each([
    ['revoked', { status: 'revoked', reason: 'refunded' }],
    ['expired', { expiresAt: at }],
  ] as const)('a license that is %s activates nothing', async (_, change) => {
    const { license, key } = await issuedLicense(database, {}, { at, change })
    expect((await ask(key, { domain: 'shop.example.com' })).valid).toBe(false)
    expect((await licenses.findOne({ _id: license._id }))?.places).toEqual([])
  })
})

describe('[LIC-6] proofs', () => {
  it('a proof says what the verdict says and ends with the license', async () => {
    const expiresAt = addDays(now, 2)
    const { license, key } = await issuedLicense(
      database,
      { terms: { term: 'annual', features: ['reports'] } },
      { at, change: { expiresAt } },
    )
    const answer = await ask(key, { domain: 'shop.example.com' })
    const claims = decodeJwt(answer.token ?? '')
    expect(claims).toMatchObject({
      iss: publicUrl,
      sub: license._id,
      aud: 'acme/widgets',
      act: answer.activation?.id,
      dom: 'shop.example.com',
      ent: ['reports'],
      cls: 'regular',
      code: 'VALID',
      valid: true,
      exp: expiresAt.getTime() / 1_000,
      online_by: expiresAt.getTime() / 1_000,
      lic_exp: expiresAt.getTime() / 1_000,
    })
    expect(answer.nextCheckAt).toBe(expiresAt.toISOString())
  })

  it('a proof lives seven days and into the grace, never past it', async () => {
    const { key } = await issuedLicense(
      database,
      { terms: { term: 'annual', graceDays: 10 } },
      { at, change: { expiresAt: addDays(now, -5) } },
    )
    const answer = await ask(key)
    expect(answer).toMatchObject({ valid: true, code: 'GRACE' })
    expect(decodeJwt(answer.token ?? '').exp).toBe(addDays(now, 5).getTime() / 1_000)
    const lifetime = await issuedLicense(database, {}, { at })
    expect(decodeJwt((await ask(lifetime.key)).token ?? '').exp).toBe(addDays(now, 7).getTime() / 1_000)
  })

  it('the same proof is given again until something changes; a nonce gets a fresh one', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const first = await ask(key)
    const later = await ask(key, {}, new Date(now.getTime() + 60_000))
    expect(later.token).toBe(first.token)
    const [one, two] = [await ask(key, { nonce: 'n1' }), await ask(key, { nonce: 'n2' })]
    expect(decodeJwt(one.token ?? '')).toMatchObject({ nonce: 'n1' })
    expect(decodeJwt(two.token ?? '')).toMatchObject({ nonce: 'n2' })
    await licenses.updateOne({ _id: license._id }, { $set: { status: 'suspended', reason: 'staff' } })
    const refused = decodeJwt((await ask(key)).token ?? '')
    expect(refused).toMatchObject({ valid: false, code: 'SUSPENDED' })
    expect((refused.exp ?? 0) - (refused.iat ?? 0)).toBe(600)
  })

  it('a proof is a credential: its license is judged again, its place must still be there', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const { token } = await ask(key, { domain: 'shop.example.com' })
    const proof = { token: token ?? '' }
    expect(await ask(proof, { product: null })).toMatchObject({ valid: true, license: { id: license._id } })
    expect((await ask(proof, { product: 'acme/other' })).code).toBe('NOT_FOUND')
    expect((await ask(proof, { domain: 'other.example.com' })).code).toBe('ACTIVATION_REQUIRED')
    expect((await ask(proof, { product: null }, addDays(now, 8))).code).toBe('MALFORMED')
    await licenses.updateOne({ _id: license._id }, { $set: { places: [], seatsTaken: 0 } })
    expect((await ask(proof, { product: null })).code).toBe('ACTIVATION_REQUIRED')
  })

  it('forged and tampered proofs are no credentials', async () => {
    const { key } = await issuedLicense(database, {}, { at })
    const token = (await ask(key)).token ?? ''
    const [header, payload, signature] = token.split('.')
    const { kid } = JSON.parse(Buffer.from(header ?? '', 'base64url').toString())
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = decodeJwt(token)
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true })
    const foreign = (typ: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(privateKey)
    const publicKey = await services.keys.publicKey(kid)
    const asSecret = Buffer.from(JSON.stringify(publicKey && (await exportJWK(publicKey))))
    const forged = {
      'changed payload': `${header}.${encode({ ...claims, code: 'VALID', sub: 'lic_other' })}.${signature}`,
      'cut signature': token.slice(0, -4),
      'no signature': `${encode({ alg: 'none', typ: 'license+jwt', kid })}.${payload}.`,
      'another key': await foreign('license+jwt'),
      'the public key as a secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'license+jwt', kid })
        .sign(asSecret),
      'an unknown kid': `${encode({ alg: 'EdDSA', typ: 'license+jwt', kid: 'key_none' })}.${payload}.${signature}`,
      'no token at all': 'abc',
    }
    for (const [name, candidate] of Object.entries(forged))
      expect([name, (await ask({ token: candidate })).code]).toEqual([name, 'MALFORMED'])
  })

  it('after a rotation old proofs still hold and new ones carry the new key', async () => {
    const { key } = await issuedLicense(database, {}, { at })
    const before = (await ask(key)).token ?? ''
    const keys = collectionOf(database, signingKeyRecord)
    const original = await keys.findOne({ state: 'active' })
    const fresh = makeKeyPair()
    try {
      await keys.updateOne({ state: 'active' }, { $set: { state: 'retiring' } })
      await keys.insertOne({
        _id: fresh.kid,
        purpose: 'license',
        alg: 'EdDSA',
        publicJwk: fresh.publicJwk,
        sealedPrivate: fresh.sealedPrivate,
        state: 'active',
        createdAt: new Date(),
      })
      const rotated = createLicensingServices({ database, publicUrl })
      const after = await ask(key, { nonce: 'n' }, now, rotated)
      expect(JSON.parse(Buffer.from(after.token?.split('.')[0] ?? '', 'base64url').toString()).kid).toBe(
        fresh.kid,
      )
      expect((await ask({ token: before }, {}, now, rotated)).valid).toBe(true)
      expect((await new SigningKeys(database).jwks()).keys.map((jwk) => jwk.kid)).toEqual(
        expect.arrayContaining([fresh.kid, original?._id]),
      )
      await rotated.stop()
    } finally {
      await keys.deleteOne({ _id: fresh.kid })
      await keys.updateOne({ _id: original?._id ?? '' }, { $set: { state: 'active' } })
    }
  })
})

describe('[LIC-4] update window', () => {
  it('a version released after the window is not covered, an earlier one is', async () => {
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    await makeRelease(database, product, { version: '1.0.0', publishedAt: addMonths(at, -20) })
    await makeRelease(database, product, { version: '2.0.0', publishedAt: addMonths(at, -1) })
    const { key } = await issuedLicense(
      database,
      { product: product._id },
      { at, change: { updatesUntil: addMonths(at, -8) } },
    )
    expect((await ask(key, { version: '1.0.0' })).code).toBe('VALID')
    expect((await ask(key, { version: 'v2.0.0' })).code).toBe('VERSION_NOT_ENTITLED')
    expect((await ask(key, { version: '9.9.9' })).code).toBe('VALID')
  })
})

describe('[LIC-4] the log of attempts', () => {
  it('repeats of a verdict are one row with a count, every refusal has its own', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    for (let i = 0; i < 5; i++) await ask(key, { domain: 'shop.example.com' })
    for (let i = 0; i < 2; i++) await ask(key, { product: 'acme/other' })
    await services.attempts.flush()
    await ask(key, { domain: 'shop.example.com' })
    await ask(key, { domain: 'shop.example.com' }, new Date(now.getTime() + 300_000))
    await services.attempts.flush()
    const rows = await attempts.find({ license: license._id }).sort({ at: 1, code: -1 }).toArray()
    expect(rows.map(({ code, count }) => [code, count])).toEqual([
      ['VALID', 6],
      ['PRODUCT_MISMATCH', 1],
      ['PRODUCT_MISMATCH', 1],
      ['VALID', 1],
    ])
  })

  it('an unknown key is logged without the key', async () => {
    const key = 'some-other-system-key-0001'
    await ask(key)
    await services.attempts.flush()
    const [row] = await attempts.find().toArray()
    expect(row).toMatchObject({ license: null, code: 'NOT_FOUND', address: caller.address })
    expect(JSON.stringify(row)).not.toContain(key)
  })

  it('first activated and last used are written behind it, and neither moves back', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const later = addDays(now, 1)
    await ask(key, {}, later)
    await services.uses.flush()
    await ask(key, {}, now)
    await services.uses.flush()
    expect(await licenses.findOne({ _id: license._id })).toMatchObject({
      activatedAt: later,
      lastUsedAt: later,
    })
  })

  it('uses that could not be written are written with the next ones', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const set = (validator: object) => database.db.command({ collMod: licenseRecord.name, validator })
    const [before] = await database.db.listCollections({ name: licenseRecord.name }).toArray()
    await ask(key, {}, at)
    await set({ never: { $exists: true } })
    try {
      await services.uses.flush()
    } finally {
      await set(before && 'options' in before ? (before.options?.validator ?? {}) : {})
    }
    expect(await licenses.findOne({ _id: license._id })).toMatchObject({ lastUsedAt: null })
    await services.uses.flush()
    expect(await licenses.findOne({ _id: license._id })).toMatchObject({ activatedAt: at, lastUsedAt: at })
  })

  it('stopping writes what waits', async () => {
    const { key } = await issuedLicense(database, {}, { at })
    await ask(key)
    await services.stop()
    expect(await attempts.countDocuments()).toBe(1)
  })
})

describe('[LIC-1] replaced keys', () => {
  it('a replaced key works until its day and is unknown afterwards', async () => {
    const { license, key } = await issuedLicense(database, {}, { at })
    const known = { domain: 'shop.example.com' }
    await ask(key, known)
    await licenses.updateOne(
      { _id: license._id },
      { $set: { 'keys.0.state': 'retiring', 'keys.0.until': addDays(now, 3) } },
    )
    expect((await ask(key, known)).valid).toBe(true)
    expect(await ask(key, known, addDays(now, 3))).toMatchObject({ code: 'NOT_FOUND', license: null })
  })

  it('an imported key is looked up as it is', async () => {
    const imported = '38b1460a-5104-4067-a91d-77b872934d51'
    const hash = hashesOfKey(imported, services.keyring)[0] ?? ''
    const { license } = await issuedLicense(database, {}, { at })
    await licenses.updateOne(
      { _id: license._id },
      { $push: { keys: { hash, sealed: newId('key'), masked: '…4d51', state: 'imported', until: null } } },
    )
    expect((await ask(` ${imported}\n`)).license?.id).toBe(license._id)
    expect((await ask(imported.toUpperCase())).code).toBe('NOT_FOUND')
  })
})
