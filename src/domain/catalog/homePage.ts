import { collectionOf, type Database } from '@/platform/database'
import { type CategoryNode, categoryTree } from './categories'
import { textIn } from './localized'
import { listingOf, type ProductListing } from './productCard'
import { type Curation, curationDocument } from './records'
import { type Shelf, shelfOf } from './shelf'

export interface CuratedRail {
  id: string
  slug: string
  title: string
  intro: string
  items: ProductListing[]
}

export interface HomePage {
  newest: ProductListing[]
  popular: ProductListing[]
  /** In the order of the editors; one whose products are all gone is left out. */
  curated: CuratedRail[]
  /** Top categories that hold something. */
  categories: CategoryNode[]
  productCount: number
  sellerCount: number
}

type Reading = { database: Database; currency?: string; locale?: string }

const railLength = 8

/** What the front door shows. A product that nobody bought yet is not called popular. */
export async function homePage({ database, currency = 'usd', locale = 'en' }: Reading): Promise<HomePage> {
  const [shelf, curations] = await Promise.all([
    shelfOf(database),
    collectionOf(database, curationDocument)
      .find({ homePosition: { $ne: null } })
      .sort({ homePosition: 1 })
      .limit(6)
      .toArray(),
  ])
  const newest = [...shelf.products].sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
  const popular = shelf.products
    .filter(({ salesCount }) => salesCount > 0)
    .sort((a, b) => b.salesCount - a.salesCount)
  const { roots } = categoryTree(
    shelf.categories,
    shelf.products.map((product) => product.categories),
    locale,
  )
  return {
    newest: newest.slice(0, railLength).map((product) => listingOf(product, currency, locale)),
    popular: popular.slice(0, railLength).map((product) => listingOf(product, currency, locale)),
    curated: curations
      .map((curation) => railOf(curation, shelf, currency, locale))
      .map((rail) => ({ ...rail, items: rail.items.slice(0, railLength) }))
      .filter(({ items }) => items.length > 0),
    categories: roots.filter(({ count }) => count > 0),
    productCount: shelf.products.length,
    sellerCount: new Set(shelf.products.map(({ seller }) => seller.id)).size,
  }
}

/** A curated collection with the products of it that are on sale, in the editors' order; null: unknown slug. */
export async function findCuration({
  database,
  slug,
  currency = 'usd',
  locale = 'en',
}: Reading & { slug: string }): Promise<CuratedRail | null> {
  const [shelf, curation] = await Promise.all([
    shelfOf(database),
    collectionOf(database, curationDocument).findOne({ slug }),
  ])
  return curation && railOf(curation, shelf, currency, locale)
}

/** The present slug of a collection that was called so before; null: none was. */
export async function movedCuration(database: Database, slug: string): Promise<string | null> {
  const curation = await collectionOf(database, curationDocument).findOne(
    { 'formerSlugs.slug': slug },
    { projection: { slug: 1 } },
  )
  return curation?.slug ?? null
}

function railOf(curation: Curation, shelf: Shelf, currency: string, locale: string): CuratedRail {
  return {
    id: curation._id,
    slug: curation.slug,
    title: textIn(curation.title, locale),
    intro: textIn(curation.intro, locale),
    items: (curation.products ?? []).flatMap((id) => {
      const product = shelf.byId.get(id)
      return product ? [listingOf(product, currency, locale)] : []
    }),
  }
}
