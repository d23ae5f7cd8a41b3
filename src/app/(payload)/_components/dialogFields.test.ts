import { describe, expect, it } from 'vitest'
import { bodyOf, type DialogField, isComplete, valuesOf } from './dialogFields'

const field = (fields: Partial<DialogField>): DialogField => ({
  name: 'seats',
  label: 'Seats',
  kind: 'number',
  value: '3',
  ...fields,
})

describe('[LIC-9] what a dialog sends', () => {
  it('is only what was changed', () => {
    const fields = [field({}), field({ name: 'users', value: '' })]
    expect(bodyOf(fields, { ...valuesOf(fields), seats: '5' })).toEqual({ seats: 5 })
  })

  it('an emptied number is no limit', () => {
    expect(bodyOf([field({})], { seats: ' ' })).toEqual({ seats: null })
  })

  it('a path becomes a nested body', () => {
    const fields = [field({ name: 'limits.seats' }), field({ name: 'limits.limits.callsPerDay', value: '' })]
    expect(bodyOf(fields, { 'limits.seats': '4', 'limits.limits.callsPerDay': '100' })).toEqual({
      limits: { seats: 4, limits: { callsPerDay: 100 } },
    })
  })

  it.each<[Partial<DialogField>, string, unknown]>([
    [{ kind: 'check', value: 'no' }, 'yes', true],
    [
      { kind: 'lines', value: '' },
      ' a.example.com \n\n*.b.example.com',
      ['a.example.com', '*.b.example.com'],
    ],
    [{ kind: 'date', value: '2026-01-01' }, '', null],
    [{ kind: 'datetime', value: '' }, '2026-12-01T00:00', '2026-12-01T00:00:00Z'],
    [{ kind: 'datetime', value: '2026-12-01T00:00' }, '', null],
    [{ scale: 100 }, '17.35', 1735],
    [{ scale: 100 }, '', null],
    [{}, '1.5', 1.5],
    [{ kind: 'list', value: '' }, '30, 7 1', [30, 7, 1]],
    [{ kind: 'list', value: '' }, 'usd,eur', ['usd', 'eur']],
    [{ kind: 'choice', value: '7', options: [{ value: '0', label: 'no' }] }, '0', 0],
    [{ kind: 'choice', value: '', options: [{ value: 'pkg_1', label: 'Team' }] }, 'pkg_1', 'pkg_1'],
  ])('%o typed as %s is sent as its kind', (fields, typed, sent) => {
    expect(bodyOf([field(fields)], { seats: typed })).toEqual({ seats: sent })
  })

  it('is not complete without what is required', () => {
    const fields = [field({ kind: 'email', value: '', required: true })]
    expect(isComplete(fields, { seats: ' ' })).toBe(false)
    expect(isComplete(fields, { seats: 'a@example.com' })).toBe(true)
  })
})
