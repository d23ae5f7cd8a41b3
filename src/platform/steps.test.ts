import { describe, expect, it } from 'vitest'
import { readCrashPoint, step } from './steps'

describe('CRASH_AT', () => {
  it.each([
    ['order.complete.entries:before', { step: 'order.complete.entries', moment: 'before', nth: 1 }],
    ['mail.send:after:3', { step: 'mail.send', moment: 'after', nth: 3 }],
    ['told', 'told'],
    ['', null],
  ])('%j is understood', (text, point) => {
    expect(readCrashPoint({ CRASH_AT: text })).toEqual(point)
  })

  it.each(['mail.send', 'mail.send:during', 'mail.send:after:0', 'a b:after'])('%j is refused', (text) => {
    expect(() => readCrashPoint({ CRASH_AT: text })).toThrow(/CRASH_AT/)
  })

  it.each(['sk_live_x', 'rk_live_x'])('is refused with live payment keys (%s)', (key) => {
    expect(() => readCrashPoint({ CRASH_AT: 'told', STRIPE_SECRET_KEY: key })).toThrow(/live payment keys/)
  })
})

describe('a step without CRASH_AT', () => {
  it('is its work: what it returns, and what it throws', async () => {
    await expect(step('test.returns', async () => 7)).resolves.toBe(7)
    await expect(step('test.throws', () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  })
})
