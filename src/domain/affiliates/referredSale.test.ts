import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refundPostings, salePostings } from '@/domain/ledger/postings'
import type { Posting } from '@/domain/ledger/records'
import { grossOf, noLegs, refundLegs } from '@/domain/ledger/refundLegs'
import { splitSale } from '@/domain/ledger/splitSale'
import { type CommissionEvent, nextCommissionStatus } from './commissionState'
import { commissionStatuses } from './records'

const sale = fc.record({
  netMinor: fc.integer({ min: 1, max: 5_000_000 }),
  taxMinor: fc.integer({ min: 0, max: 1_000_000 }),
  commissionBps: fc.integer({ min: 0, max: 2_000 }),
  affiliateBps: fc.integer({ min: 1, max: 5_000 }),
})
const line = (house: boolean) => ({
  seller: 'sel_1',
  house,
  affiliate: { affiliate: 'aff_1' },
  tax: { jurisdiction: 'DE' },
})

/** Sums by account, without those that come to nothing. */
function balances(entries: readonly Posting[][]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const { account, amountMinor } of entries.flat())
    sums.set(account, (sums.get(account) ?? 0) + amountMinor)
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0))
}

const sumOf = (postings: readonly Posting[]): number =>
  postings.reduce((total, { amountMinor }) => total + amountMinor, 0)

describe('[AFF-3] the money of a referred sale', () => {
  it('is the net, over platform, affiliate and seller, and the affiliate changes nothing for the platform', () => {
    fc.assert(
      fc.property(sale, (terms) => {
        const legs = splitSale(terms)
        const alone = splitSale({ ...terms, affiliateBps: null })
        expect(legs.commissionMinor + legs.affiliateMinor + legs.sellerMinor).toBe(terms.netMinor)
        expect(legs.commissionMinor).toBe(alone.commissionMinor)
        expect(legs.affiliateMinor + legs.sellerMinor).toBe(alone.sellerMinor)
        expect(
          Math.abs(legs.affiliateMinor * 10_000 - terms.netMinor * terms.affiliateBps),
        ).toBeLessThanOrEqual(5_000)
      }),
    )
  })

  it('is balanced in every entry, and refunds in whatever parts end with nothing in any account', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 30 })
    fc.assert(
      fc.property(sale, parts, fc.boolean(), (terms, steps, house) => {
        const legs = splitSale(terms)
        const entries = [salePostings(line(house), legs)]
        let refunded = noLegs
        for (const step of [...steps, Number.MAX_SAFE_INTEGER]) {
          const gross = Math.min(step, grossOf(legs) - grossOf(refunded))
          const { now, cumulative } = refundLegs(legs, refunded, gross)
          entries.push(refundPostings(line(house), now, 'pending'))
          refunded = cumulative
        }
        for (const postings of entries) expect(sumOf(postings)).toBe(0)
        expect(balances(entries)).toEqual({})
      }),
      { numRuns: 300 },
    )
  })

  it('owes the affiliate exactly what the commission says at every step of its refunds', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sale, parts, (terms, steps) => {
        const legs = splitSale(terms)
        const entries = [salePostings(line(false), legs)]
        let [refunded, reversed] = [noLegs, 0]
        for (const step of steps) {
          const gross = Math.min(step, grossOf(legs) - grossOf(refunded))
          const { now, cumulative } = refundLegs(legs, refunded, gross)
          entries.push(refundPostings(line(false), now, 'pending'))
          refunded = cumulative
          reversed += now.affiliateMinor
          expect(reversed).toBe(refunded.affiliateMinor)
          expect(0 - (balances(entries)['liab:affiliate:aff_1:pending'] ?? 0)).toBe(
            legs.affiliateMinor - reversed,
          )
        }
      }),
    )
  })
})

describe('[AFF-3] the state of a commission', () => {
  it('only moves forward, and ends reversed', () => {
    const moves = commissionStatuses.flatMap((status) =>
      (['release', 'pay', 'reverse'] as CommissionEvent[]).flatMap((event) => {
        const next = nextCommissionStatus(status, event)
        return next ? [`${status} ${event} ${next}`] : []
      }),
    )
    expect(moves).toEqual([
      'pending release approved',
      'pending reverse reversed',
      'approved pay paid',
      'approved reverse reversed',
      'paid reverse reversed',
    ])
  })
})
