import { describe, expect, it } from 'vitest'
import type { LicenseTerms } from '@/domain/catalog/records'
import { soldTerms } from '../../../../../../../tests/setup/licenseFixtures'
import { givenInWords, termsInWords } from './termsInWords'

const now = new Date('2026-06-01T12:00:00Z')
const sold = (
  terms: Partial<LicenseTerms> = {},
  dates: Partial<Parameters<typeof termsInWords>[0]> = {},
) => ({
  terms: soldTerms(terms),
  seats: 3,
  sold: { terms: soldTerms(terms), seats: 3 },
  startsAt: now,
  expiresAt: null,
  updatesUntil: new Date('2027-06-01T12:00:00Z'),
  supportUntil: new Date('2026-05-01T12:00:00Z'),
  test: false,
  ...dates,
})
const words = (...asked: Parameters<typeof sold>) => termsInWords(sold(...asked), now).join(' ')

describe('[LIC-11] the terms of a license in words', () => {
  it.each<[string, Partial<LicenseTerms>, string]>([
    ['how many places, and whose', {}, 'on 3 production sites or machines. They are your own'],
    ['sites of customers', { clientProjects: true }, 'They may also be those of your customers.'],
    ['what is free', {}, 'Staging and development are free'],
    ['only staging', { freeEnvironments: ['staging'] }, 'Staging is free: it takes none'],
    ['no production', { production: false }, 'it does not cover production'],
    ['users at the same time', { users: 5 }, '5 people may work with it at the same time.'],
    ['the source', { sourceIncluded: true }, 'The source code is included.'],
    ['no support', { supportMonths: 0 }, 'Support is not included.'],
    ['updates that go on', {}, 'every update that comes out until 1 Jun 2027'],
    ['support that is over', {}, 'Support ended on 1 May 2026.'],
    ['no end', {}, 'yours for ever'],
  ])('say %s', (_, terms, sentence) => {
    expect(words(terms)).toContain(sentence)
  })

  it('say when it ends, how long it works after that and what stays', () => {
    const text = words({ term: 'annual', graceDays: 7 }, { expiresAt: new Date('2026-07-01T00:00:00Z') })
    expect(text).toContain('runs until 1 Jul 2026. After that it works for 7 more days, until 8 Jul 2026.')
    expect(text).toContain('you may still download the releases that it covered')
    expect(words({ term: 'annual', afterTerm: 'none' }, { expiresAt: now })).toContain('ended on 1 Jun 2026')
  })

  it('say what was given beside what was sold, and nothing where nothing was', () => {
    const license = sold()
    expect(givenInWords(license)).toEqual([])
    const limits = { ...license.terms.limits, callsPerMonth: 100_000 }
    const given = { ...license, seats: 5, terms: { ...license.terms, features: ['sso'], limits } }
    expect(givenInWords(given)).toEqual([
      '5 places instead of 3',
      'sso',
      'Calls a month: 100,000 instead of no limit',
    ])
  })
})
