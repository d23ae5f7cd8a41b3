import semver from 'semver'
import { collectionOf, type Database } from '@/platform/database'
import { type CategoryNode, categoryTree, lineage } from './categories'
import { type CompatibilityMatrix, compatibilityMatrix } from './compatibility'
import { findNamed } from './findNamed'
import { type SellerCard, sellerCard } from './findSellerPage'
import { textIn } from './localized'
import { listingOf, type ProductListing } from './productCard'
import {
  fileRecord,
  type Package,
  type Product,
  packageDocument,
  type Release,
  releaseDocument,
} from './records'
import { shelfOf } from './shelf'

export type ProductPage =
  | ({ state: 'published' } & PublishedProduct)
  /** Known, but not sold any more or not at present; with others of its kind. */
  | ({ state: 'withdrawn' | 'suspended' } & GoneProduct)
  /** Renamed: the present handle. */
  | { state: 'moved'; handle: string }

export interface GoneProduct {
  id: string
  name: string
  summary: string
  /** `slug` null: the seller's window is closed too. */
  seller: { id: string; name: string; slug: string | null }
  alternatives: ProductListing[]
}

export interface PublishedProduct {
  product: Product
  name: string
  summary: string
  description: unknown
  /** Active ones, in the seller's order. */
  packages: Package[]
  /** Newest first. */
  releases: ProductRelease[]
  matrix: CompatibilityMatrix | null
  seller: SellerCard
  /** From the root category to its own. */
  breadcrumb: CategoryNode[]
  listing: ProductListing
  related: ProductListing[]
}

export interface ProductRelease {
  id: string
  version: string
  channel: Release['channel']
  publishedAt: Date
  notes: string
  requirements: Release['requirements']
  files: { name: string; kind: 'archive' | 'source'; bytes: number; sha256: string }[]
}

type Reading = { database: Database; handle: string; currency?: string; locale?: string }

/**
 * A product's page by its handle `{seller}/{product}`. Packages, releases and files are read as they are now,
 * everything around them from the shelf. null: there is and was no such product, or it was never published.
 */
export async function findProductPage(reading: Reading): Promise<ProductPage | null> {
  const found = await findNamed(reading.database, reading.handle)
  if (!found) return null
  const { product, seller } = found
  const isOnSale = product.status === 'published' && seller.status === 'active'
  if (!isOnSale && !product.publishedAt) return null
  if (product.handle !== reading.handle) return { state: 'moved', handle: product.handle }
  if (isOnSale) return { state: 'published', ...(await publishedProduct(reading, product, seller)) }
  const state = product.status === 'archived' || seller.status === 'terminated' ? 'withdrawn' : 'suspended'
  return {
    state,
    id: product._id,
    name: textIn(product.name, reading.locale ?? 'en'),
    summary: textIn(product.summary, reading.locale ?? 'en'),
    seller: { id: seller._id, name: seller.name, slug: seller.status === 'active' ? seller.slug : null },
    alternatives: await similar(reading, product),
  }
}

async function publishedProduct(
  reading: Reading,
  product: Product,
  seller: Parameters<typeof sellerCard>[0],
): Promise<PublishedProduct> {
  const { database, currency = 'usd', locale = 'en' } = reading
  const [packages, releases, shelf, related] = await Promise.all([
    collectionOf(database, packageDocument)
      .find({ product: product._id, active: true })
      .sort({ position: 1, _id: 1 })
      .toArray(),
    publishedReleases(database, product._id, locale),
    shelfOf(database),
    similar(reading, product),
  ])
  const tree = categoryTree(shelf.categories, [], locale)
  const [category] = product.categories ?? []
  return {
    product,
    name: textIn(product.name, locale),
    summary: textIn(product.summary, locale),
    description: product.description?.[locale === 'de' ? 'de' : 'en'] ?? product.description?.en ?? null,
    packages,
    releases,
    matrix: compatibilityMatrix(releases),
    seller: sellerCard(seller, shelf.products.filter((each) => each.seller.id === seller._id).length),
    breadcrumb: category ? lineage(category, tree.byId) : [],
    listing: listingOf(
      {
        id: product._id,
        handle: product.handle,
        type: product.type,
        name: product.name,
        summary: product.summary,
        categories: product.categories ?? [],
        tags: [],
        seller: { id: seller._id, slug: seller.slug, name: seller.name },
        compatibility: product.compatibility,
        requirements: releases.map((release) => release.requirements),
        version: releases.find((release) => release.channel === 'stable')?.version ?? null,
        packages,
        salesCount: product.salesCount ?? 0,
        publishedAt: product.publishedAt ?? product.createdAt,
      },
      currency,
      locale,
    ),
    related,
  }
}

/** Withdrawn releases are gone from the list; versions that came out in the same moment go by number. */
async function publishedReleases(
  database: Database,
  product: string,
  locale: string,
): Promise<ProductRelease[]> {
  const releases = await collectionOf(database, releaseDocument)
    .find({ product, status: 'published' })
    .sort({ publishedAt: -1 })
    .limit(100)
    .toArray()
  const ids = releases.flatMap((release) => (release.files ?? []).map(({ file }) => file))
  const files = await collectionOf(database, fileRecord)
    .find({ _id: { $in: ids }, state: 'stored' }, { projection: { name: 1, bytes: 1, sha256: 1 } })
    .toArray()
  const fileById = new Map(files.map((file) => [file._id, file]))
  return releases
    .map((release) => ({
      id: release._id,
      version: release.version,
      channel: release.channel,
      publishedAt: release.publishedAt ?? release.createdAt,
      notes: textIn(release.notes, locale),
      requirements: release.requirements ?? [],
      files: (release.files ?? []).flatMap(({ file, kind }) => {
        const stored = fileById.get(file)
        return stored ? [{ name: stored.name, kind, bytes: stored.bytes, sha256: stored.sha256 }] : []
      }),
    }))
    .sort(
      (a, b) =>
        b.publishedAt.getTime() - a.publishedAt.getTime() || semver.rcompare(a.version, b.version, true),
    )
}

const mostRelated = 4

/** Others of the same category, else of the same type, else of the same seller; best sold first. */
async function similar(
  { database, currency = 'usd', locale = 'en' }: Reading,
  product: Product,
): Promise<ProductListing[]> {
  const { products } = await shelfOf(database)
  const categories = new Set(product.categories ?? [])
  const nearness = (other: (typeof products)[number]): number =>
    Number(other.categories.some((id) => categories.has(id))) * 4 +
    Number(other.type === product.type) * 2 +
    Number(other.seller.id === product.seller)
  return products
    .filter((other) => other.id !== product._id && nearness(other) > 0)
    .sort((a, b) => nearness(b) - nearness(a) || b.salesCount - a.salesCount)
    .slice(0, mostRelated)
    .map((other) => listingOf(other, currency, locale))
}
