import type { Seller } from '@/domain/accounts/records'
import type { Package, Product } from '@/domain/catalog/records'
import { graceEnd, type LicenseWindows } from '@/domain/licensing/licenseWindows'
import type { License } from '@/domain/licensing/records'
import { judgeRenewal, piecesOf } from '@/domain/licensing/renewable'
import type { Minor } from '@/platform/money'
import { isForSale, priceIn, sellsRenewal } from './priceCart'

/** Where the new term begins: at the old end, at the old end although it is over, now; or there is no term to begin. */
export type RenewalTiming = 'early' | 'grace' | 'late' | 'windows'

export type RenewalOffer =
  | {
      refused: null
      after: LicenseWindows
      timing: RenewalTiming
      quantity: number
      unitPriceMinor: Minor
      priceMinor: Minor
      currency: string
    }
  /** There is something to renew, but not by a purchase. */
  | { refused: 'suspended' | 'not_sold' | 'currency' }

interface Shelf {
  /** Each null where it is not there any more. */
  pkg: Package | null
  product: Product | null
  seller: Seller | null
}

/**
 * What renewing a license costs and gives now (BUY-11): the present price of its package, for as many pieces as it is
 * worth; the terms stay the license's own.
 * @returns null where there is nothing to renew by paying: it does not end, it is revoked, a trial or a test license, or
 *   it renews itself.
 */
export function renewalOffer(
  license: License,
  { pkg, product, seller }: Shelf,
  { currency, now }: { currency: string; now: Date },
): RenewalOffer | null {
  const { after } = judgeRenewal(license, now)
  if (!after || !speaksOfRenewal(license, now)) return null
  if (license.status === 'suspended') return { refused: 'suspended' }
  if (!pkg || !product || !seller || !isForSale(pkg, product, seller)) return { refused: 'not_sold' }
  const unitPriceMinor = priceIn(pkg, currency)
  if (unitPriceMinor === null) return { refused: 'currency' }
  const quantity = piecesOf(license)
  const priceMinor = unitPriceMinor * quantity
  return {
    refused: null,
    after,
    timing: timingOf(license, now),
    quantity,
    unitPriceMinor,
    priceMinor,
    currency,
  }
}

/** Whether there is an offer at all, be it one that says why it can not be bought now. */
export const speaksOfRenewal = (license: License, now: Date): boolean =>
  judgeRenewal(license, now).after !== null && (license.status === 'suspended' || sellsRenewal(license))

function timingOf({ expiresAt, terms }: Pick<License, 'expiresAt' | 'terms'>, now: Date): RenewalTiming {
  if (expiresAt === null || terms.term === 'lifetime') return 'windows'
  if (expiresAt > now) return 'early'
  const grace = graceEnd(expiresAt, terms.graceDays)
  return grace && grace > now ? 'grace' : 'late'
}
