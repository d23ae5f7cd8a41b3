import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { hashesOfKey } from '@/domain/licensing/key'
import type { LicenseSource } from '@/domain/licensing/licenseSource'
import { databaseLicenses } from '@/domain/licensing/licenseSource'
import { type JudgedLicense, licenseRecord } from '@/domain/licensing/records'
import { shapeOf } from '@/domain/licensing/requestShape'
import { createLicensingServices, type LicensingServices } from '@/domain/licensing/services'
import { validateLicense } from '@/domain/licensing/validateLicense'
import { collectionOf } from '@/platform/database'
import { keyring } from '@/platform/keyring'
import { addDays } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, newPlaceOf } from '../../../tests/setup/licenseFixtures'
import { parseInput } from '../http'
import { validateBody } from './validate'

const database = await testDatabase()
const caller = { address: '203.0.113.7', userAgent: 'test', requestId: 'req_test' }
const begin = new Date('2026-06-01T12:00:00Z')
const day = 86_400_000

/** Records in memory, the same object each time, as the live cache holds them; `let go` forgets them. */
function heldLicenses(): LicenseSource & { letGo(): void } {
  const stored = databaseLicenses(database)
  const held = new Map<string, JudgedLicense>()
  return {
    ...stored,
    async findByHash(hashes) {
      const known = held.get(hashes.join()) ?? (await stored.findByHash(hashes))
      if (known) held.set(hashes.join(), known)
      return known
    },
    peek: (hashes) => held.get(hashes.join()),
    letGo: () => held.clear(),
  }
}

let licenses: ReturnType<typeof heldLicenses>
let services: LicensingServices

beforeEach(async () => {
  await emptyDatabase(database)
  licenses = heldLicenses()
  services = createLicensingServices({ database, publicUrl: 'https://market.example.com', licenses })
  return () => services.stop()
})

const longWay = (body: object, now: Date) => {
  const { credential, ...asked } = parseInput(validateBody, body)
  if (!('key' in credential)) throw new Error('only keys are asked for here')
  return validateLicense({ services, request: { ...asked, credential }, shape: shapeOf(body), caller, now })
}

function shortWay(body: object, now: Date): unknown {
  const shape = shapeOf(body)
  const prepared = shape && services.prepared?.find(shape, now)
  const text = prepared && services.prepared?.give(prepared, shape.nonce, caller, now)
  return text ? JSON.parse(text) : null
}

const soldArb = fc.record({
  graceDays: fc.constantFrom(0, 5),
  endsIn: fc.option(fc.integer({ min: -3, max: 10 })),
  updatesIn: fc.option(fc.integer({ min: -2, max: 10 })),
  domains: fc.constantFrom<string[]>([], [], ['shop.example.com']),
  ipRules: fc.constantFrom<string[]>([], [], ['203.0.113.0/24']),
  features: fc.subarray(['reports', 'export']),
  recheckDays: fc.constantFrom(1, 7, 30),
  keyEndsIn: fc.option(fc.integer({ min: 1, max: 5 })),
  hasPlace: fc.boolean(),
})
const askedArb = fc.record(
  {
    domain: fc.constantFrom('shop.example.com', 'www.Shop.example.com:443', 'localhost', null),
    version: fc.constantFrom('1.0.0', null),
    features: fc.subarray(['reports', 'export'], { maxLength: 1 }),
    environment: fc.constantFrom('production', 'staging'),
    nonce: fc.constantFrom('n-1', null),
  },
  { requiredKeys: [] },
)

describe('the short way of a validation [LIC-4]', () => {
  it('answers what the long way answers, whatever was sold, however it is asked, whenever', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        soldArb,
        fc.array(askedArb, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 3 * day }), { minLength: 2, maxLength: 6 }),
        async ({ endsIn, updatesIn, keyEndsIn, hasPlace, ...terms }, questions, gaps) => {
          licenses.letGo()
          const inDays = (days: number | null) => (days === null ? null : addDays(begin, days))
          const { license, key } = await issuedLicense(database, { terms }, { at: addDays(begin, -20) })
          await collectionOf(database, licenseRecord).updateOne(
            { _id: license._id },
            {
              $set: {
                expiresAt: inDays(endsIn),
                updatesUntil: inDays(updatesIn),
                activatedAt: addDays(begin, -10),
                places: hasPlace ? [newPlaceOf({ domain: 'shop.example.com' })] : [],
                seatsTaken: hasPlace ? 1 : 0,
                'keys.0.until': inDays(keyEndsIn),
              },
            },
          )
          const bodies = questions.map((question) => ({ ...question, key, product: 'acme/widgets' }))
          // First use may bind a place, the first answer from memory is only noted, the next is kept.
          for (const body of [...bodies, ...bodies, ...bodies]) await longWay(body, begin)
          let now = begin
          for (const gap of gaps) {
            for (const body of bodies) {
              const short = shortWay(body, now)
              const long = await longWay(body, now)
              if (!short) continue
              compared++
              expect(short).toEqual(long)
            }
            now = new Date(now.getTime() + gap)
          }
        },
      ),
      { numRuns: 120 },
    )
    expect(compared).toBeGreaterThan(60)
  }, 60_000)

  it('is closed as soon as the record is let go of, and for refusals always', async () => {
    const { license, key } = await issuedLicense(database, {}, { at: begin, change: { activatedAt: begin } })
    const body = { key, product: 'acme/widgets' }
    for (let n = 0; n < 3; n++) await longWay(body, begin)
    expect(shortWay(body, begin)).toMatchObject({ valid: true })
    expect(shortWay({ ...body, product: 'acme/other' }, begin)).toBeNull()
    await collectionOf(database, licenseRecord).updateOne(
      { _id: license._id },
      { $set: { status: 'revoked', reason: 'refunded' } },
    )
    licenses.letGo()
    expect(shortWay(body, begin)).toBeNull()
    for (let n = 0; n < 3; n++) expect((await longWay(body, begin)).code).toBe('REFUNDED')
    expect(shortWay(body, begin)).toBeNull()
  })

  it('of two keys of one license each lives as long as it lives', async () => {
    const { license, key } = await issuedLicense(database, {}, { at: begin, change: { activatedAt: begin } })
    const body = { key, product: 'acme/widgets' }
    const until = addDays(begin, 1)
    await collectionOf(database, licenseRecord).updateOne(
      { _id: license._id },
      { $set: { 'keys.0.until': until } },
    )
    for (let n = 0; n < 3; n++) await longWay(body, begin)
    expect(shortWay(body, new Date(until.getTime() - 1))).toMatchObject({ valid: true })
    expect(shortWay(body, until)).toBeNull()
    expect((await longWay(body, until)).code).toBe('NOT_FOUND')
  })

  it('a seat that was seen since the record was read is not dead, whatever memory says', async () => {
    const shop = newPlaceOf({
      domain: 'shop.example.com',
      firstSeenAt: addDays(begin, -90),
      lastSeenAt: addDays(begin, -90),
    })
    const { license, key } = await issuedLicense(
      database,
      { terms: { activations: 1, reclaimDays: 30 } },
      { at: addDays(begin, -90), change: { activatedAt: begin, places: [shop], seatsTaken: 1 } },
    )
    const body = { key, product: 'acme/widgets' }
    await longWay({ ...body, domain: 'shop.example.com' }, begin)
    await services.uses.flush()
    expect(licenses.peek?.(hashesOfKey(key, keyring()))?.places[0]?.lastSeenAt).toEqual(addDays(begin, -90))
    expect(await longWay({ ...body, domain: 'new.example.com' }, begin)).toMatchObject({
      code: 'ACTIVATION_LIMIT',
    })
    const [place] = (await collectionOf(database, licenseRecord).findOne({ _id: license._id }))?.places ?? []
    expect(place).toMatchObject({ domain: 'shop.example.com', lastSeenAt: begin })
  })

  it('attempts on it are counted, and the license is used', async () => {
    const { license, key } = await issuedLicense(database, {}, { at: begin, change: { activatedAt: begin } })
    const body = { key, product: 'acme/widgets' }
    for (let n = 0; n < 3; n++) await longWay(body, begin)
    for (let n = 0; n < 50; n++) shortWay(body, begin)
    await services.attempts.flush()
    await services.attempts.flush()
    const rows = await database.db.collection('license-attempts').find({ license: license._id }).toArray()
    expect(rows.map(({ count }) => count)).toEqual([53])
  })
})

describe('the shape of a request', () => {
  it.each([
    ['a list', []],
    ['null', null],
    ['a text', 'key'],
    ['no key', { product: 'a/b' }],
    ['a token', { key: 'k', token: 't' }],
    ['a user', { key: 'k', user: 'u' }],
    ['an unknown field', { key: 'k', domian: 'x' }],
    ['a number for a domain', { key: 'k', domain: 7 }],
    ['a nonce with a blank', { key: 'k', nonce: ' n' }],
    ['a nonce without end', { key: 'k', nonce: 'n'.repeat(129) }],
    ['an empty nonce', { key: 'k', nonce: '' }],
  ])('%s takes the long way', (_, body) => {
    expect(shapeOf(body)).toBeNull()
  })

  it('two requests that differ in more than the nonce never have the same', () => {
    const text = fc.constantFrom('', 'a', '|d1:a', 'a|d1:a', '["a"]')
    const field = fc.option(text, { nil: undefined })
    const body = fc.record({
      product: field,
      domain: field,
      fingerprint: field,
      version: field,
      environment: field,
      features: fc.option(fc.array(text, { maxLength: 2 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(body, body, (one, other) => {
        const [first, second] = [shapeOf({ ...one, key: 'k' }), shapeOf({ ...other, key: 'k' })]
        if (JSON.stringify(one) !== JSON.stringify(other)) expect(first?.shape).not.toBe(second?.shape)
      }),
      { numRuns: 2_000 },
    )
  })
})
