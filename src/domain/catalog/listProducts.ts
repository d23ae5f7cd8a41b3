import type { Database } from '@/platform/database'
import type { CategoryTree } from './categories'
import type { Facets, FilterName, ProductFilters } from './filters'
import type { ProductListing } from './productCard'
import { findProducts } from './search/findProducts'
import { indexOf } from './search/indexOf'

export const productSorts = ['relevance', 'popular', 'newest', 'price_asc', 'price_desc'] as const
export type ProductSort = (typeof productSorts)[number]

/** What a list is asked; all of it plain data. */
export interface ProductQuestion {
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
}

export interface ListProducts extends ProductQuestion {
  database: Database
}

/** Plain data, maps included: it passes from thread to thread as it is. */
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
}: ListProducts): Promise<ProductList> {
  const index = await indexOf(database)
  return findProducts(index, { filters, query, sort, page, pageSize, currency, locale })
}
