import fc from 'fast-check'
import { BSON } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../tests/setup/database'
import { issuedLicense, newPlaceOf, soldTerms } from '../../../tests/setup/licenseFixtures'
import { leanLicense, leanLicenseOf } from './leanLicense'
import { type License, licenseReasons, licenseStatuses } from './records'

const database = await testDatabase()
const { license: issued } = await issuedLicense(database)

const dateArb = fc.date({ min: new Date('2000-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
const textArb = fc.string({ unit: 'binary', maxLength: 30 })
const placeArb = fc
  .record({ label: fc.option(textArb), fileUntil: fc.option(dateArb), lastSeenAt: dateArb })
  .map(({ label, fileUntil, lastSeenAt }) =>
    newPlaceOf({ domain: 'shop.example.com', label, lastSeenAt, ...(fileUntil ? { fileUntil } : {}) }),
  )
const licenseArb: fc.Arbitrary<License> = fc
  .record({
    packageName: textArb,
    status: fc.constantFrom(...licenseStatuses),
    reason: fc.option(fc.constantFrom(...licenseReasons)),
    handles: fc.array(textArb, { maxLength: 3 }),
    terms: fc.record({ features: fc.array(textArb, { maxLength: 2 }) }).map(soldTerms),
    seats: fc.option(fc.nat()),
    places: fc.array(placeArb, { maxLength: 3 }),
    freed: fc.array(dateArb, { maxLength: 2 }),
    undo: fc.option(fc.record({ place: placeArb, replacedBy: fc.option(textArb), until: dateArb })),
    suspicion: fc.option(fc.record({ since: dateArb, places: fc.nat(9), addresses: fc.nat(9) })),
    expiresAt: fc.option(dateArb),
    lastUsedAt: fc.option(dateArb),
  })
  .map((changed) => ({ ...issued, ...changed }))

describe('a license as it lies in memory', () => {
  it('read from its bytes is what the driver would have read, with what is judged and nothing else', () => {
    fc.assert(
      fc.property(licenseArb, (license) => {
        const lean = leanLicenseOf(BSON.serialize(license))
        expect(lean).toEqual(leanLicense(license))
        const { sealed, masked, ...key } = license.keys[0] ?? {}
        expect({ ...license, ...lean, keys: license.keys }).toEqual(license)
        expect(lean.keys).toEqual([key])
        expect(lean).not.toHaveProperty('sold')
      }),
    )
  })

  it('shares its terms with those that have equal ones only', () => {
    const other = { ...issued, terms: soldTerms({ features: ['reports'] }) }
    for (const read of [leanLicense, (license: License) => leanLicenseOf(BSON.serialize(license))]) {
      const [one, two, third] = [issued, structuredClone(issued), other].map(read)
      expect(two?.terms).toBe(one?.terms)
      expect(third?.terms).not.toBe(one?.terms)
      expect(third?.terms).toEqual(other.terms)
    }
  })
})
