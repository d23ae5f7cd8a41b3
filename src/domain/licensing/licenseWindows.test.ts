import { describe, expect, it } from 'vitest'
import { graceEnd, windowsOf } from './licenseWindows'

const start = new Date('2026-01-31T10:00:00Z')
const day = (text: string) => new Date(`${text}T10:00:00Z`)

describe('[LIC-2] windows of a license', () => {
  it.each([
    ['lifetime', 12, 6, null, day('2027-01-31'), day('2026-07-31')],
    ['lifetime', null, null, null, null, null],
    ['annual', null, 6, day('2027-01-31'), day('2027-01-31'), day('2026-07-31')],
    ['annual', 24, 24, day('2027-01-31'), day('2027-01-31'), day('2027-01-31')],
    ['monthly', 12, 12, day('2026-02-28'), day('2026-02-28'), day('2026-02-28')],
  ] as const)(
    '%s with %s months of updates and %s of support',
    (term, updateMonths, supportMonths, ...ends) => {
      const windows = windowsOf({ term, updateMonths, supportMonths }, start, null)
      expect([windows.expiresAt, windows.updatesUntil, windows.supportUntil]).toEqual(ends)
    },
  )

  it('a trial lasts as many days as the package says, fourteen where it says nothing', () => {
    const trial = { term: 'trial', updateMonths: null, supportMonths: null } as const
    expect(windowsOf(trial, start, 30).expiresAt).toEqual(day('2026-03-02'))
    expect(windowsOf(trial, start, null).expiresAt).toEqual(day('2026-02-14'))
  })

  it('grace begins where the term ends; a lifetime has none', () => {
    expect(graceEnd(start, 7)).toEqual(day('2026-02-07'))
    expect(graceEnd(start, 0)).toBeNull()
    expect(graceEnd(null, 7)).toBeNull()
  })
})
