import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cumulativeRefund, grossOf, noLegs, refundLegs } from './refundLegs'
import { splitSale } from './splitSale'

const sales = fc.record({
  netMinor: fc.integer({ min: 0, max: 10_000_000 }),
  taxMinor: fc.integer({ min: 0, max: 2_500_000 }),
  commissionBps: fc.integer({ min: 1_000, max: 2_000 }),
  affiliateBps: fc.option(fc.integer({ min: 0, max: 3_000 })),
})

describe('[PAY-1] the split of a sale', () => {
  it.each([
    { net: 4_900, bps: 1_500, aff: null, commission: 735, affiliate: 0, seller: 4_165 },
    { net: 4_999, bps: 1_500, aff: 1_000, commission: 750, affiliate: 500, seller: 3_749 },
    { net: 1, bps: 2_000, aff: null, commission: 0, affiliate: 0, seller: 1 },
    { net: 0, bps: 1_000, aff: null, commission: 0, affiliate: 0, seller: 0 },
  ])('of $net at $bps bps gives the platform $commission and the seller $seller', (row) => {
    const legs = splitSale({ netMinor: row.net, taxMinor: 0, commissionBps: row.bps, affiliateBps: row.aff })
    expect(legs).toMatchObject({
      commissionMinor: row.commission,
      affiliateMinor: row.affiliate,
      sellerMinor: row.seller,
    })
  })

  it('loses and invents nothing', () => {
    fc.assert(
      fc.property(sales, (sale) => {
        const legs = splitSale(sale)
        expect(legs.commissionMinor + legs.affiliateMinor + legs.sellerMinor).toBe(sale.netMinor)
        expect(legs.sellerMinor).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('[PAY-2] refunds in parts', () => {
  it('end exactly at the sale, and no leg ever shrinks on the way', () => {
    fc.assert(
      fc.property(sales, fc.array(fc.integer({ min: 1, max: 500_000 }), { maxLength: 40 }), (sale, steps) => {
        const legs = splitSale(sale)
        let refunded = noLegs
        for (const step of [...steps, Number.MAX_SAFE_INTEGER]) {
          const gross = Math.min(step, grossOf(legs) - grossOf(refunded))
          const { now, cumulative } = refundLegs(legs, refunded, gross)
          for (const part of Object.values(now)) expect(part).toBeGreaterThanOrEqual(0)
          expect(now.commissionMinor + now.affiliateMinor + now.sellerMinor).toBe(now.netMinor)
          expect(now.netMinor + now.taxMinor).toBe(gross)
          refunded = cumulative
        }
        expect(refunded).toEqual(legs)
      }),
    )
  })

  it('refuse to give back more than was paid', () => {
    const legs = splitSale({ netMinor: 1_000, taxMinor: 0, commissionBps: 1_500, affiliateBps: null })
    expect(() => cumulativeRefund(legs, 1_001)).toThrow('not more is refunded than was paid')
  })
})
