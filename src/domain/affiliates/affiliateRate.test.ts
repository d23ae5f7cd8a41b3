import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitSale } from '@/domain/ledger/splitSale'
import { affiliateRate } from './affiliateRate'

describe('[AFF-3] the rate of a referred line', () => {
  it.each([
    { platformBps: 1_000, productBps: null, commissionBps: 1_500, rateBps: 1_000, rule: 'platform' },
    { platformBps: 1_000, productBps: 2_500, commissionBps: 1_500, rateBps: 2_500, rule: 'product' },
    // The seller set it before the platform's rose above it.
    { platformBps: 1_000, productBps: 500, commissionBps: 1_500, rateBps: 1_000, rule: 'platform' },
    { platformBps: 1_000, productBps: 1_000, commissionBps: 1_500, rateBps: 1_000, rule: 'platform' },
    { platformBps: 0, productBps: null, commissionBps: 1_500, rateBps: 0, rule: 'platform' },
    { platformBps: 5_000, productBps: null, commissionBps: 6_000, rateBps: 4_000, rule: 'capped' },
  ])('of $platformBps, the seller’s $productBps, is $rateBps', ({ rateBps, rule, ...rates }) => {
    expect(affiliateRate(rates)).toEqual({ rateBps, rule })
  })

  it('is never below the platform’s where the price leaves it, and a split never fails for it', () => {
    const bps = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(bps, fc.option(bps), bps, fc.nat(10_000_000), (platform, product, commission, net) => {
        const { rateBps } = affiliateRate({
          platformBps: platform,
          productBps: product,
          commissionBps: commission,
        })
        expect(rateBps).toBeGreaterThanOrEqual(Math.min(platform, 10_000 - commission))
        const legs = splitSale({
          netMinor: net,
          taxMinor: 0,
          commissionBps: commission,
          affiliateBps: rateBps,
        })
        expect(legs.commissionMinor + legs.affiliateMinor + legs.sellerMinor).toBe(net)
        expect(legs.sellerMinor).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
