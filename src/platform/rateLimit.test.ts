import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressCell, RateLimiter } from './rateLimit'

describe('a rate limit [LIC-8]', () => {
  it('lets a burst through, then says how long to wait, then keeps the pace', () => {
    const limiter = new RateLimiter({ perMinute: 60, burst: 3 })
    expect([0, 0, 0, 0].map(() => limiter.take('a', 1_000))).toEqual([0, 0, 0, 1_000])
    expect(limiter.take('b', 1_000)).toBe(0)
    expect(limiter.take('a', 1_999)).toBe(1)
    expect(limiter.take('a', 2_000)).toBe(0)
    expect(limiter.take('a', 2_000)).toBe(1_000)
  })

  it('a refusal costs nothing: who waits as told is let through', () => {
    const limiter = new RateLimiter({ perMinute: 6, burst: 1 })
    limiter.take('a', 0)
    for (let at = 0; at < 10_000; at += 100) expect(limiter.take('a', at)).toBeCloseTo(10_000 - at)
    expect(limiter.take('a', 10_000)).toBe(0)
  })

  it('whatever the order of arrivals, no more than burst and pace get through, and no fewer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 50 }),
        (gaps, perMinute, burst) => {
          const limiter = new RateLimiter({ perMinute, burst })
          let at = 0
          let taken = 0
          for (const gap of gaps) {
            at += gap
            if (limiter.take('a', at) === 0) taken++
            expect(taken).toBeLessThanOrEqual(burst + (at * perMinute) / 60_000 + 1e-6)
          }
          expect(taken).toBeGreaterThanOrEqual(Math.min(gaps.length, burst))
        },
      ),
    )
  })

  it('forgets cells that rest, and holds no more than its bound', () => {
    const limiter = new RateLimiter({ perMinute: 1, burst: 1, maxCells: 10 })
    limiter.take('a', 0)
    for (let n = 0; n < 8; n++) limiter.take(`x${n}`, 1)
    expect(limiter.take('a', 2)).toBeGreaterThan(0)
    for (let n = 0; n < 40; n++) limiter.take(`y${n}`, 3)
    expect(limiter.take('a', 4)).toBe(0)
  })

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2::1', addressCell('2001:db8:1:2:ffff::9')],
    ['::ffff:203.0.113.9', '203.0.113.9'],
  ])('%s counts as %s', (address, cell) => {
    expect(addressCell(address)).toBe(cell)
  })

  it('neighboring networks are two', () => {
    expect(addressCell('2001:db8:1:2::1')).not.toBe(addressCell('2001:db8:1:3::1'))
  })
})
