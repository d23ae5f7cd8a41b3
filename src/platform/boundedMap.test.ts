import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedMap } from './boundedMap'

describe('a bounded map', () => {
  it('never holds more than its limit, and never answers with what it was not told last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20 }),
        fc.array(
          fc.record({ act: fc.constantFrom('get', 'set', 'delete'), key: fc.nat(30), value: fc.nat() }),
        ),
        (limit, steps) => {
          const map = new BoundedMap<number, number>(limit)
          const told = new Map<number, number>()
          for (const { act, key, value } of steps) {
            if (act === 'set') {
              map.set(key, value)
              told.set(key, value)
            } else if (act === 'delete') {
              map.delete(key)
              told.delete(key)
            }
            const held = map.get(key)
            if (held !== undefined) expect(held).toBe(told.get(key))
            if (act === 'set') expect(held).toBe(value)
            expect(map.size).toBeLessThanOrEqual(limit)
          }
        },
      ),
    )
  })

  it('keeps what is used, lets go of what is not', () => {
    const map = new BoundedMap<string, number>(10)
    map.set('used', 1)
    map.set('unused', 2)
    for (let n = 0; n < 30; n++) {
      map.set(`x${n}`, n)
      expect(map.get('used')).toBe(1)
    }
    expect(map.get('unused')).toBeUndefined()
  })
})
