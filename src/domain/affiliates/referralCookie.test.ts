import { beforeEach, describe, expect, it } from 'vitest'
import { signLink } from '@/platform/links'
import { addDays } from '@/platform/time'
import { type ReferralClick, readReferrals, signReferrals, withReferral } from './referralCookie'

const at = new Date('2026-03-01T12:00:00Z')
const click = (name: string, daysAgo = 0, days = 30): ReferralClick => ({
  affiliate: `aff_${name}`,
  click: `clk_${name}${daysAgo}`,
  at: addDays(at, -daysAgo),
  until: addDays(at, days - daysAgo),
})

beforeEach(() => {
  process.env.APP_SECRETS ??= `t1:${Buffer.alloc(32, 1).toString('base64url')}`
})

describe('[AFF-2] the referral cookie', () => {
  const now = new Date()
  const recent = (name: string, daysAgo = 0, days = 30): ReferralClick => {
    const began = new Date(Math.floor(now.getTime() / 1_000) * 1_000)
    return { ...click(name), at: addDays(began, -daysAgo), until: addDays(began, days - daysAgo) }
  }

  it('gives back the clicks it was made of, newest first', () => {
    const clicks = [recent('older', 3), recent('newest', 0), recent('oldest', 9)]
    expect(readReferrals(signReferrals(clicks, now), now).map(({ affiliate }) => affiliate)).toEqual([
      'aff_newest',
      'aff_older',
      'aff_oldest',
    ])
  })

  it('drops each click when its own days are over', () => {
    const token = signReferrals([recent('new', 0), recent('old', 29)], now)
    const later = addDays(now, 2)
    expect(readReferrals(token, later).map(({ affiliate }) => affiliate)).toEqual(['aff_new'])
  })

  it.each([
    ['nothing', undefined],
    ['not a token', 'aff_1.clk_1'],
    ['far too long', 'a'.repeat(5_000)],
  ])('is ignored when it is %s', (_, token) => {
    expect(readReferrals(token)).toEqual([])
  })

  it('is ignored when a letter of it was changed, or it was signed for another purpose', () => {
    const token = signReferrals([recent('one')], now)
    const [head, , tail] = token.split('.')
    const forged = Buffer.from(
      JSON.stringify({ clicks: [{ a: 'aff_thief', c: 'clk_x', t: 1_700_000_000, u: 4_000_000_000 }] }),
    ).toString('base64url')
    expect(readReferrals(`${head}.${forged}.${tail}`, now)).toEqual([])
    expect(readReferrals(`${token.slice(0, -4)}AAAA`, now)).toEqual([])
    const other = signLink('cart-link', { clicks: [] }, addDays(now, 1))
    expect(readReferrals(other, now)).toEqual([])
  })

  it('is ignored when it has expired', () => {
    const token = signReferrals([recent('one', 31, 30)], addDays(now, -31))
    expect(readReferrals(token, now)).toEqual([])
  })

  it('keeps five affiliates at most, each once, the newest in front', () => {
    const known = ['a', 'b', 'c', 'd', 'e'].map((name, index) => click(name, index + 1))
    const clicks = withReferral(known, click('c'))
    expect(clicks.map(({ affiliate }) => affiliate)).toEqual(['aff_c', 'aff_a', 'aff_b', 'aff_d', 'aff_e'])
    expect(withReferral(known, click('f')).map(({ affiliate }) => affiliate)).toEqual([
      'aff_f',
      'aff_a',
      'aff_b',
      'aff_c',
      'aff_d',
    ])
  })
})
