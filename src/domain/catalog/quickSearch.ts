import { sellerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import { categoryTree } from './categories'
import { textIn } from './localized'
import { miniSearch } from './miniSearch'
import { curationDocument, type ProductType } from './records'
import { shelfOf } from './shelf'

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

/** The few best of everything that words may mean, for a field that answers while one types. */
export async function quickSearch({
  database,
  query,
  limit = 6,
  locale = 'en',
}: QuickSearch & { database: Database }): Promise<QuickFindings> {
  const most = Math.min(20, Math.max(1, Math.floor(limit)))
  const shelf = await shelfOf(database)
  const { hits, suggestions } = await miniSearch(database).search(query, most)
  const tree = categoryTree(
    shelf.categories,
    shelf.products.map((product) => product.categories),
    locale,
  )
  const wanted = query.trim().toLowerCase()
  const isNamed = (name: string) =>
    wanted !== '' &&
    name
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted))
  const [sellers, curations] = await Promise.all([
    collectionOf(database, sellerDocument)
      .find({ status: 'active' }, { projection: { slug: 1, name: 1 } })
      .toArray(),
    collectionOf(database, curationDocument)
      .find({}, { projection: { slug: 1, title: 1 } })
      .toArray(),
  ])
  const countOf = (seller: string) => shelf.products.filter((product) => product.seller.id === seller).length
  return {
    query,
    products: hits.flatMap(({ id }) => {
      const product = shelf.byId.get(id)
      if (!product) return []
      const { handle, type, seller } = product
      return [
        {
          id,
          handle,
          type,
          name: textIn(product.name, locale),
          seller: { slug: seller.slug, name: seller.name },
        },
      ]
    }),
    categories: [...tree.byId.values()]
      .filter(({ name, count }) => count > 0 && isNamed(name))
      .slice(0, most)
      .map(({ id, name, path, count }) => ({ id, name, path, count })),
    sellers: sellers
      .filter(({ name }) => isNamed(name))
      .map(({ _id, slug, name }) => ({ id: _id, slug, name, count: countOf(_id) }))
      .filter(({ count }) => count > 0)
      .slice(0, most),
    collections: curations
      .map(({ _id, slug, title }) => ({ id: _id, slug, title: textIn(title, locale) }))
      .filter(({ title }) => isNamed(title))
      .slice(0, most),
    suggestions: [...suggestions],
  }
}
