import { describe, expect, it } from 'vitest'
import { addDays } from '@/platform/time'
import { soldTerms } from '../../../tests/setup/licenseFixtures'
import { movesLeft } from './moveQuota'

const now = new Date('2026-06-01T12:00:00Z')
const ago = (days: number) => addDays(now, -days)
const terms = soldTerms({ moveQuota: 3, moveWindowDays: 30 })

describe('[LIC-5] the moves that are left', () => {
  it.each([
    ['none was used', [], { left: 3, nextAt: null }],
    ['two within the window', [ago(10), ago(2)], { left: 1, nextAt: addDays(now, 20) }],
    ['one has left the window', [ago(31), ago(2)], { left: 2, nextAt: addDays(now, 28) }],
    ['more than the quota', [ago(4), ago(3), ago(2), ago(1)], { left: 0, nextAt: addDays(now, 26) }],
  ])('%s', (_, freed, expected) => {
    expect(movesLeft({ freed, terms }, now)).toEqual({ quota: 3, windowDays: 30, ...expected })
  })

  it('are not counted where the package names no quota', () => {
    expect(movesLeft({ freed: [ago(1)], terms: soldTerms() }, now)).toBeNull()
  })
})
