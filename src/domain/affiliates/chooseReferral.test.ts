import { describe, expect, it } from 'vitest'
import { addDays } from '@/platform/time'
import { chooseReferral, type Promoter } from './chooseReferral'
import type { ReferralClick } from './referralCookie'

const now = new Date('2026-03-01T12:00:00Z')
const click = (affiliate: string, daysAgo: number, days = 30): ReferralClick => ({
  affiliate,
  click: `clk_${affiliate}`,
  at: addDays(now, -daysAgo),
  until: addDays(now, days - daysAgo),
})
const promoter = (_id: string, fields: Partial<Promoter> = {}): Promoter => ({
  _id,
  user: `usr_${_id}`,
  status: 'approved',
  emails: [`${_id}@example.com`],
  sellers: [],
  ...fields,
})
const buyer = { userId: null, email: 'buyer@example.com' }
const choose = (
  clicks: ReferralClick[],
  promoters: Promoter[],
  fields: { buyer?: { userId: string | null; email: string }; seller?: string } = {},
) => {
  const { click: chosen, refused } = chooseReferral({
    clicks,
    promoters,
    buyer,
    seller: 'sel_1',
    now,
    ...fields,
  })
  return { affiliate: chosen?.affiliate ?? null, reason: refused?.reason ?? null }
}

describe('[AFF-2] whose referral a line is', () => {
  it('is the newest click’s, in whatever order they are remembered', () => {
    const [a, b] = [promoter('a'), promoter('b')]
    expect(choose([click('a', 5), click('b', 1)], [a, b]).affiliate).toBe('b')
    expect(choose([click('b', 1), click('a', 5)], [a, b]).affiliate).toBe('b')
  })

  it.each([
    ['a paused affiliate', 'not_approved', { status: 'suspended' as const }, {}],
    ['one who was never approved', 'not_approved', { status: 'applied' as const }, {}],
    ['the buyer', 'own_purchase', { user: 'usr_b' }, { buyer: { userId: 'usr_b', email: 'x@example.com' } }],
    ['the buyer as a guest', 'own_purchase', {}, { buyer: { userId: null, email: 'B@Example.com ' } }],
    ['the buyer, plus', 'own_purchase', {}, { buyer: { userId: null, email: 'b+shop@example.com' } }],
    [
      'the buyer, dotted',
      'own_purchase',
      { emails: ['jane.doe@gmail.com'] },
      { buyer: { userId: null, email: 'janedoe+1@googlemail.com' } },
    ],
    ['a member of the seller', 'own_product', { sellers: ['sel_1'] }, { seller: 'sel_1' }],
  ])('is not %s’s, and the click before it counts then', (_, reason, fields, sale) => {
    const clicks = [click('b', 1), click('a', 5)]
    expect(choose(clicks, [promoter('a'), promoter('b', fields)], sale)).toEqual({ affiliate: 'a', reason })
    expect(choose([click('b', 1)], [promoter('b', fields)], sale)).toEqual({ affiliate: null, reason })
  })

  it('is a member’s of one seller on the products of another', () => {
    expect(choose([click('a', 1)], [promoter('a', { sellers: ['sel_2'] })]).affiliate).toBe('a')
  })

  it('is nobody’s after the days of the click, to the second', () => {
    const sale = (at: Date) =>
      chooseReferral({ clicks: [click('a', 0)], promoters: [promoter('a')], buyer, seller: 'sel_1', now: at })
        .click
    expect(sale(addDays(now, 30))).toBeNull()
    expect(sale(new Date(addDays(now, 30).getTime() - 1))).not.toBeNull()
  })

  it('is nobody’s where the affiliate is not there any more', () => {
    expect(choose([click('a', 1)], [])).toEqual({ affiliate: null, reason: null })
  })
})
