import { describe, expect, it } from 'vitest'
import { freeMisses, Guessers, waitAfter } from './guessers'

describe('addresses that guess [LIC-8]', () => {
  it('a few typing errors cost no wait, each further miss doubles it, up to a quarter of an hour', () => {
    const waits = Array.from({ length: 30 }, (_, index) => waitAfter(index + 1))
    expect(waits.slice(0, freeMisses).every((wait) => wait === 0)).toBe(true)
    expect(waits.slice(freeMisses, freeMisses + 5)).toEqual([1, 2, 4, 8, 16])
    expect(waits.at(-1)).toBe(900)
  })

  it('the wait is over when it is over, and another address never waits', () => {
    const guessers = new Guessers()
    for (let n = 0; n < freeMisses + 3; n++) guessers.miss('a', 0)
    expect(guessers.waitOf('a', 0)).toBe(4)
    expect(guessers.waitOf('a', 3_001)).toBe(1)
    expect(guessers.waitOf('a', 4_000)).toBe(0)
    expect(guessers.waitOf('b', 0)).toBe(0)
  })

  it('a miss is forgiven in a minute', () => {
    const guessers = new Guessers()
    for (let n = 0; n < 15; n++) guessers.miss('a', 0)
    expect(guessers.miss('a', 5 * 60_000).misses).toBe(11)
    expect(guessers.miss('a', 60 * 60_000)).toMatchObject({ misses: 1, waitSeconds: 0 })
    for (let n = 0; n < 400; n++) guessers.miss('slow', n * 60_000)
    expect(guessers.miss('slow', 400 * 60_000).misses).toBeLessThanOrEqual(2)
  })

  it('a bout of guessing is told once, the next one again', () => {
    const guessers = new Guessers()
    const news = (from: number) =>
      Array.from({ length: 40 }, () => guessers.miss('a', from)).filter(({ isNews }) => isNews).length
    expect(news(0)).toBe(1)
    expect(news(10)).toBe(0)
    expect(news(24 * 3_600_000)).toBe(1)
  })
})
