import { platforms } from '@/domain/catalog/compatibility'
import type { ProductFilters } from '@/domain/catalog/filters'
import { type ProductSort, productSorts } from '@/domain/catalog/listProducts'
import { type ProductType, productTypes } from '@/domain/catalog/records'
import { currencyExponent } from '@/platform/money'

/** What an address of a list says, with everything unknown left out. */
export interface ListingQuery {
  q: string
  types: ProductType[]
  sellers: string[]
  php: string | undefined
  laravel: string | undefined
  /** Major units, as people type them. */
  min: number | undefined
  max: number | undefined
  sort: ProductSort
  page: number
  /** One of the offered currencies; the first is the default and stands in no address. */
  currency: string
}

export type SearchParams = Record<string, string | string[] | undefined>

/** Reads a query without ever refusing: old links and hand-made ones show what is left of them. */
export function parseListing(params: SearchParams, currencies: readonly string[]): ListingQuery {
  const one = (name: string): string => valuesOf(params, name)[0]?.trim() ?? ''
  const many = (name: string): string[] => [...new Set(valuesOf(params, name))]
  const types = many('type')
  return {
    q: one('q').slice(0, 200),
    types: productTypes.filter((type) => types.includes(type)),
    sellers: many('seller')
      .filter((slug) => /^[a-z0-9-]{3,40}$/.test(slug))
      .slice(0, 20),
    php: platforms.php.find((line) => line === one('php')),
    laravel: platforms.laravel.find((line) => line === one('laravel')),
    min: amount(one('min')),
    max: amount(one('max')),
    sort: productSorts.find((sort) => sort === one('sort')) ?? 'relevance',
    page: /^[1-9]\d{0,4}$/.test(one('page')) ? Number(one('page')) : 1,
    currency: currencyOf(params, currencies),
  }
}

/** The currency that an address asks for, if it is offered; else the first. */
export function currencyOf(params: SearchParams, currencies: readonly string[]): string {
  const [asked] = valuesOf(params, 'currency')
  return currencies.find((currency) => currency === asked) ?? currencies[0] ?? 'usd'
}

/** The filters of the domain: prices in minor units of the list's currency. */
export function filtersOf(query: ListingQuery): ProductFilters {
  const minor = (major: number | undefined) =>
    major === undefined ? undefined : Math.round(major * 10 ** currencyExponent(query.currency))
  return {
    types: query.types,
    sellers: query.sellers,
    php: query.php,
    laravel: query.laravel,
    priceMinMinor: minor(query.min),
    priceMaxMinor: minor(query.max),
  }
}

/** The address of a list with some parts changed. A changed filter begins at the first page again. */
export function listingHref(
  base: string,
  query: ListingQuery,
  change: Partial<ListingQuery>,
  defaultCurrency: string,
): string {
  const next = { ...query, page: 1, ...change }
  const pairs: [string, string][] = [
    ['q', next.q],
    ...next.types.map((type): [string, string] => ['type', type]),
    ...next.sellers.map((seller): [string, string] => ['seller', seller]),
    ['php', next.php ?? ''],
    ['laravel', next.laravel ?? ''],
    ['min', next.min === undefined ? '' : String(next.min)],
    ['max', next.max === undefined ? '' : String(next.max)],
    ['sort', next.sort === 'relevance' ? '' : next.sort],
    ['page', next.page === 1 ? '' : String(next.page)],
    ['currency', next.currency === defaultCurrency ? '' : next.currency],
  ]
  const text = new URLSearchParams(pairs.filter(([, value]) => value !== '')).toString()
  return text ? `${base}?${text}` : base
}

/** Whether the address shows a part of a list: such pages are not for search engines. */
export const isNarrowed = (query: ListingQuery): boolean =>
  query.types.length + query.sellers.length > 0 ||
  [query.php, query.laravel, query.min, query.max].some((value) => value !== undefined) ||
  query.sort !== 'relevance'

/** Own properties only: a query may be named like a method of its container. */
function valuesOf(params: SearchParams, name: string): string[] {
  if (!Object.hasOwn(params, name)) return []
  return [params[name]].flat().filter((value) => typeof value === 'string')
}

function amount(text: string): number | undefined {
  return /^\d{1,6}(\.\d{1,2})?$/.test(text) ? Number(text) : undefined
}
