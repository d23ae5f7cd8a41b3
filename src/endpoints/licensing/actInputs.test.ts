import { describe, expect, it } from 'vitest'
import { day } from './actInputs'

describe('[LIC-9] the days that people give', () => {
  it.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2200-12-31T10:30:00Z', '2200-12-31T10:30:00.000Z'],
  ])('takes %s', (text, iso) => {
    expect(day.parse(text).toISOString()).toBe(iso)
  })

  it.each(['2027-02-31', '2027-02-29', '2027-13-01', '2027-02-31T10:00:00Z'])(
    'refuses %s, which is none',
    (text) => {
      expect(day.safeParse(text).success).toBe(false)
    },
  )

  it.each(['2201-01-01', '9999-12-31T00:00:00Z'])('says of %s that it is too far', (text) => {
    expect(day.safeParse(text).error?.issues).toMatchObject([{ message: 'The year is 2200 at the latest.' }])
  })
})
