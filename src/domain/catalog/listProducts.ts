import type { Database } from '@/platform/database'
import { type CategoryTree, categoryTree } from './categories'
import {
  type Facets,
  type FilterableProduct,
  type FilterName,
  facetsOf,
  filterable,
  type ProductFilters,
  passing,
  rulesOf,
} from './filters'
import { miniSearch } from './miniSearch'
import { listingOf, type ProductListing } from './productCard'
import type { CatalogSearch } from './search'
import { shelfOf } from './shelf'

export const productSorts = ['relevance', 'popular', 'newest', 'price_asc', 'price_desc'] as const
export type ProductSort = (typeof productSorts)[number]

export interface ListProducts {
  database: Database
  filters?: ProductFilters
  /** Words; empty: everything. */
  query?: string | undefined
  /** Without a query, relevance is popularity. */
  sort?: ProductSort
  /** From 1; a page behind the last is the last. */
  page?: number
  pageSize?: number
  currency?: string
  locale?: string
  search?: CatalogSearch
}

export interface ProductList {
  items: ProductListing[]
  total: number
  page: number
  pages: number
  facets: Facets
  categories: CategoryTree
  /** "Did you mean": the query with its typos put right, where that differs. */
  suggestions: readonly string[]
  /** Where nothing is left: the filters that hide something, with what dropping each would show; most first. */
  drops: { filter: FilterName; count: number }[]
}

/** A query that finds more than this is too wide to be ranked to the end. */
const mostHits = 1_000

/** A page of published products with counts for every filter value. */
export async function listProducts({
  database,
  filters = {},
  query = '',
  sort = 'relevance',
  page = 1,
  pageSize = 24,
  currency = 'usd',
  locale = 'en',
  search = miniSearch(database),
}: ListProducts): Promise<ProductList> {
  const shelf = await shelfOf(database)
  const categories = categoryTree(
    shelf.categories,
    shelf.products.map((product) => product.categories),
    locale,
  )
  const asked = query.trim()
  const { hits, suggestions } = asked ? await search.search(asked, mostHits) : { hits: [], suggestions: [] }
  const scores = new Map(hits.map(({ id, score }) => [id, score]))
  const candidates = shelf.products
    .filter(({ id }) => !asked || scores.has(id))
    .map((product) => filterable(product, categories, currency))
  const rules = rulesOf(filters)
  const found = passing(candidates, rules).sort(
    orders[asked || sort !== 'relevance' ? sort : 'popular'](scores),
  )
  const pages = Math.max(1, Math.ceil(found.length / pageSize))
  const current = Math.min(Math.max(1, page), pages)
  return {
    items: found
      .slice((current - 1) * pageSize, current * pageSize)
      .map(({ product }) => listingOf(product, currency, locale)),
    total: found.length,
    page: current,
    pages,
    facets: facetsOf(candidates, rules),
    categories,
    suggestions,
    drops: found.length > 0 ? [] : dropsFor(candidates, rules),
  }
}

function dropsFor(
  candidates: readonly FilterableProduct[],
  rules: ReturnType<typeof rulesOf>,
): ProductList['drops'] {
  return [...rules.keys()]
    .map((filter) => ({ filter, count: passing(candidates, rules, filter).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
}

type Order = (a: FilterableProduct, b: FilterableProduct) => number

const newest: Order = (a, b) =>
  b.product.publishedAt.getTime() - a.product.publishedAt.getTime() ||
  a.product.handle.localeCompare(b.product.handle)
const popular: Order = (a, b) => b.product.salesCount - a.product.salesCount || newest(a, b)

/** What has no price in this currency stands at the end, whichever way prices are sorted. */
const byPrice =
  (direction: 1 | -1): Order =>
  (a, b) => {
    if (a.weight === null || b.weight === null) return Number(a.weight === null) - Number(b.weight === null)
    return direction * (a.weight - b.weight) || popular(a, b)
  }

const orders: Record<ProductSort, (scores: ReadonlyMap<string, number>) => Order> = {
  relevance: (scores) => (a, b) =>
    (scores.get(b.product.id) ?? 0) - (scores.get(a.product.id) ?? 0) || popular(a, b),
  popular: () => popular,
  newest: () => newest,
  price_asc: () => byPrice(1),
  price_desc: () => byPrice(-1),
}
