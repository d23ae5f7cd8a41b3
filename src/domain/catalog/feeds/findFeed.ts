import { collectionOf, type Database } from '@/platform/database'
import { t } from '@/platform/words'
import { categoryAt, categoryOnceAt, withAncestors } from '../categories'
import { findNamed } from '../findNamed'
import { findSellerPage } from '../findSellerPage'
import { listCategories } from '../listCategories'
import { textIn } from '../localized'
import { releaseDocument } from '../records'
import { type ShelfProduct, shelfOf } from '../shelf'
import { type Feed, type FeedEntry, feedLength } from './feed'

/** `moved`: the present address of the feed, without its ending. */
export type FoundFeed = { feed: Feed } | { moved: string } | null

const root = '/feeds'

/**
 * The feed at an address below `/feeds/`, without its ending: `new`, `s/{seller}`, `c/{category}/…`,
 * `p/{seller}/{product}` (its releases). null: there is nothing of that name, or it is not on sale.
 */
export async function findFeed(database: Database, address: string): Promise<FoundFeed> {
  const [kind, ...rest] = address.split('/')
  if (kind === 'new' && rest.length === 0) return newProducts(database)
  const [one = '', two = ''] = rest
  if (kind === 's' && rest.length === 1) return ofSeller(database, one)
  if (kind === 'p' && rest.length === 2) return ofReleases(database, `${one}/${two}`)
  if (kind === 'c' && rest.length > 0) return ofCategory(database, rest)
  return null
}

async function newProducts(database: Database): Promise<FoundFeed> {
  const { products } = await shelfOf(database)
  return {
    feed: {
      id: 'new',
      title: t('storefront.feeds.new'),
      description: t('common.footer.promise'),
      page: '/browse?sort=newest',
      path: `${root}/new`,
      entries: newest(products),
    },
  }
}

async function ofSeller(database: Database, slug: string): Promise<FoundFeed> {
  const page = await findSellerPage({ database, slug })
  if (page?.state === 'moved') return { moved: `${root}/s/${page.slug}` }
  if (page?.state !== 'open') return null
  const { id, name, productCount } = page.seller
  const { products } = await shelfOf(database)
  return {
    feed: {
      id,
      title: t('storefront.feeds.seller', { name }),
      description: t('storefront.seller.description', { name, count: productCount }),
      page: `/s/${slug}`,
      path: `${root}/s/${slug}`,
      entries: newest(products.filter(({ seller }) => seller.id === id)),
    },
  }
}

async function ofCategory(database: Database, path: readonly string[]): Promise<FoundFeed> {
  const tree = await listCategories({ database })
  const category = categoryAt(tree, path)
  if (!category) {
    const present = categoryOnceAt(tree, path)
    return present ? { moved: `${root}/c/${present.path.join('/')}` } : null
  }
  const { id, name, description } = category
  const { products } = await shelfOf(database)
  return {
    feed: {
      id,
      title: t('storefront.feeds.category', { name }),
      description: description || t('storefront.category.description', { name }),
      page: `/c/${path.join('/')}`,
      path: `${root}/c/${path.join('/')}`,
      entries: newest(products.filter(({ categories }) => withAncestors(categories, tree.byId).has(id))),
    },
  }
}

async function ofReleases(database: Database, handle: string): Promise<FoundFeed> {
  const found = await findNamed(database, handle)
  if (found?.product.status !== 'published' || found.seller.status !== 'active') return null
  const { product, seller } = found
  if (product.handle !== handle) return { moved: `${root}/p/${product.handle}` }
  const releases = await collectionOf(database, releaseDocument)
    .find({ product: product._id, status: 'published' })
    .sort({ publishedAt: -1 })
    .limit(feedLength)
    .toArray()
  const name = textIn(product.name, 'en')
  return {
    feed: {
      id: `releases-of-${product._id}`,
      title: t('storefront.feeds.releases', { name }),
      description: textIn(product.summary, 'en'),
      page: `/p/${handle}`,
      path: `${root}/p/${handle}`,
      entries: releases.map(
        (release): FeedEntry => ({
          id: release._id,
          title: t('storefront.feeds.release', { name, version: release.version }),
          path: `/p/${handle}#releases`,
          text: textIn(release.notes, 'en'),
          author: seller.name,
          tags: [release.channel],
          publishedAt: release.publishedAt ?? release.createdAt,
        }),
      ),
    },
  }
}

const newest = (products: readonly ShelfProduct[]): FeedEntry[] =>
  products
    .toSorted((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime() || (a.id < b.id ? 1 : -1))
    .slice(0, feedLength)
    .map((product) => ({
      id: product.id,
      title: textIn(product.name, 'en'),
      path: `/p/${product.handle}`,
      text: textIn(product.summary, 'en'),
      author: product.seller.name,
      tags: product.tags,
      publishedAt: product.publishedAt,
    }))
