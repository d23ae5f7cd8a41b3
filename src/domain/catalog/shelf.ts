import { sellerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import {
  type Category,
  categoryDocument,
  type Package,
  type Product,
  packageDocument,
  productDocument,
  releaseDocument,
} from './records'

/** A published product with all that lists, filters and search need of it. Texts in every language. */
export interface ShelfProduct {
  id: string
  handle: string
  type: Product['type']
  name: Product['name']
  summary: Product['summary']
  categories: readonly string[]
  tags: readonly string[]
  seller: { id: string; slug: string; name: string }
  compatibility: Product['compatibility']
  /** What published releases require, each set once. */
  requirements: readonly (readonly { name: string; range: string }[])[]
  /** The newest published stable release. */
  version: string | null
  packages: readonly ShelfPackage[]
  salesCount: number
  publishedAt: Date
}

export type ShelfPackage = Pick<Package, '_id' | 'pricingModel' | 'prices' | 'usagePrice'> & {
  license: Pick<Package['license'], 'term'>
}

/** Everything that is for sale, as of one moment. */
export interface Shelf {
  products: readonly ShelfProduct[]
  byId: ReadonlyMap<string, ShelfProduct>
  categories: readonly Category[]
}

interface Kept {
  mark: string
  newestChange: number
  readAt: number
  shelf: Shelf
}

/** A transaction that began before the newest change we saw may commit after it; none lasts longer. */
const longestTransactionMs = 10_000
const kept = new WeakMap<Database['db'], Kept>()
const reading = new WeakMap<Database['db'], Promise<Kept>>()

/**
 * The published catalog, kept in memory and read again when something changed.
 *
 * Lists are cached in front of us until a change drops them, so one that is late by a second would stay
 * wrong: the mark (newest change and number of documents, from indexes) is compared at every call, and a mark
 * younger than the longest transaction is not trusted.
 */
export async function shelfOf(database: Database): Promise<Shelf> {
  const present = kept.get(database.db)
  if (present) {
    const { mark } = await readMark(database)
    const settled = present.readAt - present.newestChange > longestTransactionMs
    if (mark === present.mark && settled) return present.shelf
  }
  // A reading that began before this call may have missed what this caller knows of: start after it.
  await reading.get(database.db)?.catch(() => undefined)
  const running = reading.get(database.db) ?? startReading(database)
  return (await running).shelf
}

function startReading(database: Database): Promise<Kept> {
  const run = readShelf(database)
    .then((fresh) => {
      kept.set(database.db, fresh)
      return fresh
    })
    .finally(() => reading.delete(database.db))
  reading.set(database.db, run)
  return run
}

const watched = [
  productDocument.name,
  packageDocument.name,
  releaseDocument.name,
  categoryDocument.name,
  sellerDocument.name,
]

async function readMark({ db }: Database): Promise<{ mark: string; newestChange: number }> {
  const changes = await Promise.all(
    watched.map(async (name) => {
      const [newest, count] = await Promise.all([
        db
          .collection<{ updatedAt?: Date }>(name)
          .findOne({}, { sort: { updatedAt: -1 }, projection: { _id: 0, updatedAt: 1 } }),
        db.collection(name).estimatedDocumentCount(),
      ])
      return { at: newest?.updatedAt?.getTime() ?? 0, count }
    }),
  )
  return {
    mark: changes.map(({ at, count }) => `${at}:${count}`).join(' '),
    newestChange: Math.max(...changes.map(({ at }) => at)),
  }
}

async function readShelf(database: Database): Promise<Kept> {
  const readAt = Date.now()
  const { mark, newestChange } = await readMark(database)
  const [products, packages, releases, sellers, categories] = await Promise.all([
    readProducts(database),
    readPackages(database),
    readReleases(database),
    collectionOf(database, sellerDocument)
      .find({ status: 'active' }, { projection: { slug: 1, name: 1 } })
      .toArray(),
    collectionOf(database, categoryDocument).find().toArray(),
  ])
  const sellerById = new Map(sellers.map((seller) => [seller._id, seller]))
  const packagesOf = new Map<string, ShelfPackage[]>()
  for (const pkg of packages) packagesOf.set(pkg.product, [...(packagesOf.get(pkg.product) ?? []), pkg])
  const releasesOf = new Map(releases.map((row) => [row._id, row]))
  const shelved = products.flatMap((product): ShelfProduct[] => {
    const seller = sellerById.get(product.seller)
    if (!seller) return []
    const released = releasesOf.get(product._id)
    return [
      {
        id: product._id,
        handle: product.handle,
        type: product.type,
        name: product.name,
        summary: product.summary,
        categories: product.categories ?? [],
        tags: (product.tags ?? []).map(({ tag }) => tag),
        seller: { id: seller._id, slug: seller.slug, name: seller.name },
        compatibility: product.compatibility,
        requirements: released?.requirements ?? [],
        version: released?.newest?.version ?? null,
        packages: packagesOf.get(product._id) ?? [],
        salesCount: product.salesCount ?? 0,
        publishedAt: product.publishedAt ?? product.createdAt,
      },
    ]
  })
  const shelf = { products: shelved, byId: new Map(shelved.map((each) => [each.id, each])), categories }
  return { mark, newestChange, readAt, shelf }
}

const readProducts = (database: Database) =>
  collectionOf(database, productDocument)
    .find(
      { status: 'published' },
      {
        projection: {
          seller: 1,
          handle: 1,
          type: 1,
          name: 1,
          summary: 1,
          categories: 1,
          tags: 1,
          compatibility: 1,
          salesCount: 1,
          publishedAt: 1,
          createdAt: 1,
        },
      },
    )
    .toArray()

const readPackages = (database: Database) =>
  collectionOf(database, packageDocument)
    .find(
      { active: true },
      { projection: { product: 1, pricingModel: 1, prices: 1, usagePrice: 1, 'license.term': 1 } },
    )
    .sort({ product: 1, position: 1 })
    .toArray()

type ReleasedRow = {
  _id: string
  requirements: { name: string; range: string }[][]
  newest: { publishedAt: Date; version: string } | null
}

/** Per product: the newest stable version, and each set of requirements once. */
const readReleases = (database: Database) =>
  collectionOf(database, releaseDocument)
    .aggregate<ReleasedRow>([
      { $match: { status: 'published' } },
      {
        $group: {
          _id: '$product',
          requirements: { $addToSet: { $ifNull: ['$requirements', []] } },
          // Documents compare by their fields in order: the latest date wins.
          newest: {
            $max: {
              $cond: [
                { $eq: ['$channel', 'stable'] },
                { publishedAt: '$publishedAt', version: '$version' },
                null,
              ],
            },
          },
        },
      },
    ])
    .toArray()
