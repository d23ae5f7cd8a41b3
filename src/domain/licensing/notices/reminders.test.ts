import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@/platform/time'
import type { License } from '../records'
import { dueReminder, dueUpdateReminder, endIsKnown } from './reminders'

const start = new Date('2026-01-01T00:00:00Z')
const days = [30, 7, 1]

interface Term {
  length: number
  graceDays: number
  reminded?: License['reminded']
}
const term = ({ length, graceDays, reminded = null }: Term) => ({
  status: 'active' as const,
  startsAt: start,
  expiresAt: addDays(start, length),
  reminded,
  terms: { graceDays },
})

describe('[LIC-10] which reminder is due', () => {
  it.each([
    ['a year, 31 days left', 365, 334, null],
    ['a year, 30 days left', 365, 335, 30],
    ['a year, 8 days left', 365, 357, 30],
    ['a year, 7 days left', 365, 358, 7],
    ['a year, an hour left', 365, 364.96, 1],
    ['a month, just bought', 31, 0, null],
    ['a month, 7 days left', 31, 24, 7],
    ['a trial of fourteen days, half over', 14, 7, 7],
    ['a trial of a day', 1, 0.5, null],
  ])('%s', (_, length, passed, told) => {
    expect(dueReminder(term({ length, graceDays: 0 }), days, addDays(start, passed))?.days ?? null).toBe(told)
  })

  it.each(['pending', 'expired', 'suspended', 'revoked'] as const)(
    'a %s license is reminded of nothing',
    (status) => {
      const license = { ...term({ length: 365, graceDays: 30 }), status }
      for (const passed of [340, 364, 370])
        expect(dueReminder(license, days, addDays(start, passed))).toBeNull()
    },
  )

  it('whatever the clock does, days are told once, ever nearer, and grace last', () => {
    const any = fc.record({
      length: fc.integer({ min: 1, max: 800 }),
      graceDays: fc.nat(90),
      at: fc.array(fc.double({ min: -10, max: 900, noNaN: true }), { minLength: 1, maxLength: 40 }),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { maxLength: 5 }),
    })
    fc.assert(
      fc.property(any, ({ length, graceDays, at, days: before }) => {
        const told: number[] = []
        let reminded: License['reminded'] = null
        // Also backwards: a clock that was set wrong is set right again.
        for (const passed of at) {
          const now = addDays(start, passed)
          const due = dueReminder(term({ length, graceDays, reminded }), before, now)
          if (!due) continue
          const left = length - passed
          if (due.kind === 'ending') expect(due.days).toBe(Math.min(...before.filter((day) => day >= left)))
          expect(due.kind === 'grace').toBe(left <= 0)
          told.push(due.days)
          reminded = { end: due.end, days: due.days }
        }
        expect(told).toEqual([...new Set(told)].sort((a, b) => b - a))
      }),
      { numRuns: process.env.DEEP === '1' ? 20_000 : 500 },
    )
  })

  it('an end that was just told is reminded of in its second half only', () => {
    const now = addDays(start, 360)
    const expiresAt = addDays(now, 20)
    const license = { ...term({ length: 0, graceDays: 0 }), expiresAt, reminded: endIsKnown(expiresAt, now) }
    expect(dueReminder(license, days, now)).toBeNull()
    expect(dueReminder(license, days, addDays(now, 13))?.days).toBe(7)
    expect(endIsKnown(null, now)).toBeNull()
  })
})

describe('[LIC-10] when the end of an update window is due', () => {
  const lifetime = (updatesUntil: Date | null, fields: Partial<License> = {}) => ({
    status: 'active' as const,
    startsAt: start,
    expiresAt: null,
    updatesUntil,
    ...fields,
  })
  const until = addDays(start, 365)

  it.each([
    ['before the first day', lifetime(until), 334, false],
    ['on the first day', lifetime(until), 335, true],
    ['told already', lifetime(until, { updatesReminded: until }), 340, false],
    ['another window was told', lifetime(until, { updatesReminded: start }), 340, true],
    ['ends with the license', lifetime(until, { expiresAt: until }), 340, false],
    ['suspended', lifetime(until, { status: 'suspended' }), 340, false],
    ['no end', lifetime(null), 340, false],
    ['just over', lifetime(until), 370, true],
    ['long over', lifetime(until), 380, false],
  ])('%s', (_, license, passed, isDue) => {
    expect(dueUpdateReminder(license, days, addDays(start, passed)) !== null).toBe(isDue)
  })
})
