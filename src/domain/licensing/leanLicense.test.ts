import { describe, expect, it } from 'vitest'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { leanLicense } from './leanLicense'

describe('a license as it lies in memory', () => {
  it('is the same license, and shares its terms with those that have equal ones only', async () => {
    const database = await testDatabase()
    await emptyDatabase(database)
    const [one, two, other] = [
      await issuedLicense(database),
      await issuedLicense(database),
      await issuedLicense(database, { terms: { features: ['reports'] } }),
    ].map(({ license }) => structuredClone(license))
    if (!one || !two || !other) throw new Error('three were issued')
    const [lean, second, third] = [leanLicense(one), leanLicense(two), leanLicense(other)]
    expect([lean, second, third]).toEqual([one, two, other])
    expect(second.terms).toBe(lean.terms)
    expect(third.terms).not.toBe(lean.terms)
  })
})
