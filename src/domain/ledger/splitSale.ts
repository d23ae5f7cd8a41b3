import { invariant } from '@/platform/errors'
import { type Minor, shareOf } from '@/platform/money'
import type { Legs } from './records'

export interface SaleTerms {
  /** After discounts, before tax, for the whole line. */
  netMinor: Minor
  taxMinor: Minor
  commissionBps: number
  /** null: nobody referred the buyer. */
  affiliateBps: number | null
}

/**
 * The parts of a line's money. Both commissions are half-up on the net (AFF-3, PAY-1); the seller has the rest, so that
 * the parts are exactly the net.
 * @throws when the rates together pass 100 %.
 */
export function splitSale({ netMinor, taxMinor, commissionBps, affiliateBps }: SaleTerms): Legs {
  invariant(netMinor >= 0 && taxMinor >= 0, 'a sale has no negative parts')
  invariant(
    commissionBps >= 0 && commissionBps + (affiliateBps ?? 0) <= 10_000,
    'rates stay within the price',
  )
  const commissionMinor = shareOf(netMinor, commissionBps)
  // Two half-up roundings of tiny amounts can pass the net together: the seller's part is then nothing, never negative.
  const affiliateMinor = Math.min(shareOf(netMinor, affiliateBps ?? 0), netMinor - commissionMinor)
  return {
    netMinor,
    taxMinor,
    commissionMinor,
    affiliateMinor,
    sellerMinor: netMinor - commissionMinor - affiliateMinor,
  }
}
