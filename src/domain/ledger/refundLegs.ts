import { invariant } from '@/platform/errors'
import { divideHalfUp, type Minor } from '@/platform/money'
import type { Legs } from './records'

export const noLegs: Legs = {
  netMinor: 0,
  taxMinor: 0,
  commissionMinor: 0,
  affiliateMinor: 0,
  sellerMinor: 0,
}

export const grossOf = (legs: Legs): Minor => legs.netMinor + legs.taxMinor

/**
 * What has been given back of each leg once `refundedGrossMinor` of a line went back to the buyer. Cumulative and nested
 * half-up, so that no leg ever shrinks and any number of partial refunds ends exactly at the sale.
 * Source: notes/marketplace-money.md §2.2, rounding.
 */
export function cumulativeRefund(sale: Legs, refundedGrossMinor: Minor): Legs {
  const gross = grossOf(sale)
  invariant(refundedGrossMinor >= 0 && refundedGrossMinor <= gross, 'not more is refunded than was paid')
  if (gross === 0) return noLegs
  const taxMinor = portion(sale.taxMinor, refundedGrossMinor, gross)
  const netMinor = refundedGrossMinor - taxMinor
  const shared = portion(sale.commissionMinor + sale.affiliateMinor, netMinor, sale.netMinor)
  const affiliateMinor = portion(sale.affiliateMinor, shared, sale.commissionMinor + sale.affiliateMinor)
  return {
    netMinor,
    taxMinor,
    commissionMinor: shared - affiliateMinor,
    affiliateMinor,
    sellerMinor: netMinor - shared,
  }
}

/** What one refund takes from each leg: the cumulative state after it, less the one before. */
export function refundLegs(
  sale: Legs,
  refundedBefore: Legs,
  grossMinor: Minor,
): { now: Legs; cumulative: Legs } {
  const cumulative = cumulativeRefund(sale, grossOf(refundedBefore) + grossMinor)
  return {
    cumulative,
    now: {
      netMinor: cumulative.netMinor - refundedBefore.netMinor,
      taxMinor: cumulative.taxMinor - refundedBefore.taxMinor,
      commissionMinor: cumulative.commissionMinor - refundedBefore.commissionMinor,
      affiliateMinor: cumulative.affiliateMinor - refundedBefore.affiliateMinor,
      sellerMinor: cumulative.sellerMinor - refundedBefore.sellerMinor,
    },
  }
}

const portion = (part: Minor, of: Minor, whole: Minor): Minor =>
  whole === 0 ? 0 : divideHalfUp(BigInt(part) * BigInt(of), BigInt(whole))
