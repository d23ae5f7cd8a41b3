import type { PriceBand } from './priceBands'
import type { ProductType } from './records'

export interface ProductFilters {
  /** Category id; what lies below it counts too. */
  category?: string | undefined
  types?: readonly ProductType[] | undefined
  /** Seller slugs. */
  sellers?: readonly string[] | undefined
  /**
   * Minor units of the currency of the list, on the lowest price; usage: of one block, whose parts of a unit count as a
   * whole one. Both ends lie within. A product that is not sold in this currency fits no price.
   */
  priceMinMinor?: number | undefined
  priceMaxMinor?: number | undefined
  php?: string | undefined
  laravel?: string | undefined
}
export const filterNames = ['category', 'types', 'sellers', 'price', 'php', 'laravel'] as const
export type FilterName = (typeof filterNames)[number]

export interface FacetValue {
  value: string
  count: number
}

/** For every value of a filter: how many products choosing it would show, the other filters standing. */
export interface Facets {
  types: FacetValue[]
  /** The sellers with most products, and all that are chosen. */
  sellers: (FacetValue & { name: string })[]
  php: FacetValue[]
  laravel: FacetValue[]
  /** Every band, in order, with those that hold nothing. */
  prices: (PriceBand & { count: number })[]
  /** Category id → products that the other filters leave in it. */
  categories: ReadonlyMap<string, number>
}
