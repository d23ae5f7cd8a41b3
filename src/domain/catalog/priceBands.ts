import { currencyExponent, type Minor } from '@/platform/money'

export const priceBandNames = ['free', 'low', 'middle', 'high', 'top'] as const
export type PriceBandName = (typeof priceBandNames)[number]

/** A range of prices, both ends within; null: open at the top. */
export interface PriceBand {
  name: PriceBandName
  minMinor: Minor
  maxMinor: Minor | null
}

/** In units of currencies with cents; a currency without (yen) counts in hundreds of what they do. */
const borders = [25, 50, 100] as const

/** The bands that prices of a currency are counted in: free, below 25, 25 to below 50, 50 to below 100, and from 100 on. */
export function priceBands(currency: string): PriceBand[] {
  const unit = Math.max(100, 10 ** currencyExponent(currency))
  const [low, middle, high] = borders.map((border) => border * unit) as [number, number, number]
  return [
    { name: 'free', minMinor: 0, maxMinor: 0 },
    { name: 'low', minMinor: 1, maxMinor: low - 1 },
    { name: 'middle', minMinor: low, maxMinor: middle - 1 },
    { name: 'high', minMinor: middle, maxMinor: high - 1 },
    { name: 'top', minMinor: high, maxMinor: null },
  ]
}

/** The band that a price stands in, as its number; a price is a whole number of minor units. */
export function bandOf(priceMinor: number, bands: readonly PriceBand[]): number {
  return bands.findIndex(
    ({ minMinor, maxMinor }) => priceMinor >= minMinor && (maxMinor === null || priceMinor <= maxMinor),
  )
}
