import { currencyExponent, type Minor } from '@/platform/money'
import type { Package } from './records'

/** What a product or a package costs, as a shop window says it; the window puts it into words. */
export type Price =
  | { kind: 'free' }
  | { kind: 'one_time' | 'monthly' | 'annual'; amountMinor: Minor; currency: string; from?: boolean }
  /** Usage: millionths of the currency for a block of `blockSize` calls. */
  | { kind: 'usage'; blockMicros: number; blockSize: number; currency: string; from?: boolean }

export type PricedPackage = Pick<Package, 'pricingModel' | 'prices' | 'usagePrice'> & {
  license: Pick<Package['license'], 'term'>
}

/** The price of one package in a currency; null where it is not sold in that currency. */
export function packagePrice(pkg: PricedPackage, currency: string): Price | null {
  if (pkg.pricingModel === 'free') return { kind: 'free' }
  if (pkg.pricingModel === 'usage') {
    const { unitPriceMicros, per, currency: priced } = pkg.usagePrice ?? {}
    if (typeof unitPriceMicros !== 'number' || (priced ?? currency) !== currency) return null
    return { kind: 'usage', blockMicros: unitPriceMicros, blockSize: per ?? 1, currency }
  }
  const amountMinor = pkg.prices.find((price) => price.currency === currency)?.amountMinor
  if (amountMinor === undefined) return null
  if (pkg.pricingModel === 'one-time') return { kind: 'one_time', amountMinor, currency }
  return { kind: pkg.license.term === 'annual' ? 'annual' : 'monthly', amountMinor, currency }
}

/**
 * The one price that a list shows for a product: the lowest, marked `from` where others cost more.
 * A free package beside paid ones is told by the page; in a list the first paid price says more, so free
 * stands alone only where nothing else is sold. null: nothing is sold in this currency.
 */
export function lowestPrice(packages: readonly PricedPackage[], currency: string): Price | null {
  const prices = packages.map((pkg) => packagePrice(pkg, currency)).filter((price) => price !== null)
  const paid = prices.filter((price) => price.kind !== 'free').sort((a, b) => weightOf(a) - weightOf(b))
  const [lowest] = paid
  if (!lowest) return prices[0] ?? null
  const several = paid.some((price) => weightOf(price) !== weightOf(lowest))
  return several ? { ...lowest, from: true } : lowest
}

/** For sorting and for price filters: minor units of what is paid at once (usage: of one block). */
export function weightOf(price: Price): number {
  if (price.kind === 'free') return 0
  if (price.kind !== 'usage') return price.amountMinor
  return (price.blockMicros * 10 ** currencyExponent(price.currency)) / 1_000_000
}

/** Every currency that one of the packages is sold in, in the order of the settings. */
export function currenciesOf(packages: readonly PricedPackage[], offered: readonly string[]): string[] {
  return offered.filter((currency) =>
    packages.some((pkg) => pkg.pricingModel !== 'free' && packagePrice(pkg, currency) !== null),
  )
}

/** Whether it is sold through the cart: what is billed as it runs needs a checkout of its own. */
export const isSoldByCart = ({ pricingModel }: Pick<Package, 'pricingModel'>): boolean =>
  pricingModel === 'one-time' || pricingModel === 'free'
