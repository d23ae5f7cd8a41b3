import { type CategoryTree, withAncestors } from './categories'
import type { Platform } from './compatibility'
import { lowestPrice, weightOf } from './price'
import { fittingLines } from './productCard'
import type { ProductType } from './records'
import type { ShelfProduct } from './shelf'

export interface ProductFilters {
  /** Category id; what lies below it counts too. */
  category?: string | undefined
  types?: readonly ProductType[] | undefined
  /** Seller slugs. */
  sellers?: readonly string[] | undefined
  /** Minor units of the currency of the list, on the lowest price; usage: of one block. */
  priceMinMinor?: number | undefined
  priceMaxMinor?: number | undefined
  php?: string | undefined
  laravel?: string | undefined
}
export const filterNames = ['category', 'types', 'sellers', 'price', 'php', 'laravel'] as const
export type FilterName = (typeof filterNames)[number]

/** All that a product is asked by the filters, worked out once per list. */
export interface FilterableProduct {
  product: ShelfProduct
  categories: ReadonlySet<string>
  /** null: not sold in this currency; such a product fits no price filter. */
  weight: number | null
  php: readonly string[]
  laravel: readonly string[]
}

export function filterable(product: ShelfProduct, tree: CategoryTree, currency: string): FilterableProduct {
  const price = lowestPrice(product.packages, currency)
  return {
    product,
    categories: withAncestors(product.categories, tree.byId),
    weight: price && weightOf(price),
    php: fittingLines(product, 'php'),
    laravel: fittingLines(product, 'laravel'),
  }
}

type Rule = (candidate: FilterableProduct) => boolean

/** The rules of the filters that are set, by name. */
export function rulesOf(filters: ProductFilters): Map<FilterName, Rule> {
  const { category, types, sellers, priceMinMinor, priceMaxMinor, php, laravel } = filters
  const rules = new Map<FilterName, Rule>()
  if (category !== undefined) rules.set('category', ({ categories }) => categories.has(category))
  if (types?.length) rules.set('types', ({ product }) => types.includes(product.type))
  if (sellers?.length) rules.set('sellers', ({ product }) => sellers.includes(product.seller.slug))
  if (priceMinMinor !== undefined || priceMaxMinor !== undefined)
    rules.set('price', ({ weight }) => isWithin(weight, priceMinMinor, priceMaxMinor))
  if (php !== undefined) rules.set('php', (candidate) => candidate.php.includes(php))
  if (laravel !== undefined) rules.set('laravel', (candidate) => candidate.laravel.includes(laravel))
  return rules
}

/** What passes every rule but the one that is left out. */
export const passing = (
  candidates: readonly FilterableProduct[],
  rules: ReadonlyMap<FilterName, Rule>,
  leftOut?: FilterName,
): FilterableProduct[] =>
  candidates.filter((candidate) => [...rules].every(([name, rule]) => name === leftOut || rule(candidate)))

export interface FacetValue {
  value: string
  count: number
}
export interface Facets {
  types: FacetValue[]
  sellers: (FacetValue & { name: string })[]
  php: FacetValue[]
  laravel: FacetValue[]
  /** Category id → products that the other filters leave in it. */
  categories: ReadonlyMap<string, number>
}

/** For every value of a filter: how many products choosing it would show, the other filters standing. */
export function facetsOf(
  candidates: readonly FilterableProduct[],
  rules: ReadonlyMap<FilterName, Rule>,
): Facets {
  const sellers = passing(candidates, rules, 'sellers')
  const names = new Map(candidates.map(({ product }) => [product.seller.slug, product.seller.name]))
  return {
    types: counts(passing(candidates, rules, 'types'), ({ product }) => [product.type]),
    sellers: counts(sellers, ({ product }) => [product.seller.slug]).map((facet) => ({
      ...facet,
      name: names.get(facet.value) ?? facet.value,
    })),
    ...platformFacets(candidates, rules),
    categories: new Map(
      counts(passing(candidates, rules, 'category'), ({ categories }) => [...categories]).map(
        ({ value, count }) => [value, count],
      ),
    ),
  }
}

function platformFacets(
  candidates: readonly FilterableProduct[],
  rules: ReadonlyMap<FilterName, Rule>,
): Record<Platform, FacetValue[]> {
  return {
    php: counts(passing(candidates, rules, 'php'), ({ php }) => php),
    laravel: counts(passing(candidates, rules, 'laravel'), ({ laravel }) => laravel),
  }
}

function counts(
  candidates: readonly FilterableProduct[],
  valuesOf: (candidate: FilterableProduct) => readonly string[],
): FacetValue[] {
  const count = new Map<string, number>()
  for (const candidate of candidates)
    for (const value of valuesOf(candidate)) count.set(value, (count.get(value) ?? 0) + 1)
  return [...count]
    .map(([value, number]) => ({ value, count: number }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}

const isWithin = (weight: number | null, min = 0, max = Number.POSITIVE_INFINITY): boolean =>
  weight !== null && weight >= min && weight <= max
