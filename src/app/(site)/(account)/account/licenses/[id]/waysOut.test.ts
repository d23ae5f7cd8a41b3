import { describe, expect, it } from 'vitest'
import type { License } from '@/domain/licensing/records'
import { addDays } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../../../../../tests/setup/database'
import { issuedLicense, soldTerms } from '../../../../../../../tests/setup/licenseFixtures'
import { waysOut } from './waysOut'

const now = new Date('2026-06-01T00:00:00Z')
const database = await testDatabase()
const annual = soldTerms({ term: 'annual', updateMonths: null, supportMonths: null })
const over = addDays(now, -3)
const ended: Partial<License> = { status: 'expired', expiresAt: over, updatesUntil: over, supportUntil: over }

describe('[BUY-11] the way to a renewal', () => {
  const leads = async (terms = annual, change: Partial<License> = {}) => {
    await emptyDatabase(database)
    const { license } = await issuedLicense(database, { terms }, { change: { ...ended, ...change } })
    return waysOut('EXPIRED', license, now).map(({ href }) => href)
  }

  it('is shown where the page has it', async () => {
    expect(await leads()).toEqual(['#renew', '#requests'])
  })

  it('is shown for a suspended license, whose page says why it can not be bought now', async () => {
    expect(await leads(annual, { status: 'suspended', reason: 'disputed' })).toContain('#renew')
  })

  it.each<[string, Partial<License>, ReturnType<typeof soldTerms>]>([
    ['a trial', {}, soldTerms({ term: 'trial' })],
    ['a test license', { test: true }, annual],
    ['a lifetime license that was given an end', {}, soldTerms()],
    ['a subscription', { billing: 'subscription' }, annual],
  ])('is not shown for %s', async (_, change, terms) => {
    expect(await leads(terms, change)).toEqual(['#requests'])
  })
})
