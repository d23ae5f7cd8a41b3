import { collectionOf, type Database } from '@/platform/database'
import { curationDocument, type ProductType } from './records'
import { indexOf } from './search/indexOf'
import { quickFindings } from './search/quickFindings'

export interface QuickSearch {
  /** As it is typed: a part of a word is enough. */
  query: string
  /** Of each kind at most so many; 1 to 20. */
  limit?: number
  locale?: string
}

export interface QuickProduct {
  id: string
  /** `{seller}/{product}`: its page is `/p/{handle}`. */
  handle: string
  name: string
  type: ProductType
  seller: { slug: string; name: string }
}

export interface QuickCategory {
  id: string
  name: string
  /** Slugs from the root down: its page is `/c/{path joined by slashes}`. */
  path: string[]
  /** Published products in it and below it; never zero. */
  count: number
}

/** Its page is `/s/{slug}`. */
export interface QuickSeller {
  id: string
  slug: string
  name: string
  /** Products on sale; never zero. */
  count: number
}

/** Its page is `/collections/{slug}`. */
export interface QuickCollection {
  id: string
  slug: string
  title: string
}

/** What words lead to, of each kind best first; plain data, fit for JSON. */
export interface QuickFindings {
  query: string
  products: QuickProduct[]
  categories: QuickCategory[]
  sellers: QuickSeller[]
  collections: QuickCollection[]
  /** "Did you mean": the query with its typos put right, where that differs. */
  suggestions: string[]
}

/** Collections of editors are few; a field shows no more than a handful. */
const mostCollections = 500

/** The few best of everything that words may mean, for a field that answers while one types. */
export async function quickSearch({
  database,
  query,
  limit = 6,
  locale = 'en',
}: QuickSearch & { database: Database }): Promise<QuickFindings> {
  const curations = await collectionOf(database, curationDocument)
    .find({}, { projection: { slug: 1, title: 1 }, sort: { slug: 1 }, limit: mostCollections })
    .toArray()
  const index = await indexOf(database)
  return quickFindings(index, curations, {
    query,
    limit: Math.min(20, Math.max(1, Math.floor(limit))),
    locale,
  })
}
