import { type Seller, sellerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import {
  type Category,
  categoryDocument,
  type Product,
  packageDocument,
  productDocument,
  releaseDocument,
} from './records'
import type { ShelfPackage } from './shelf'

export type ProductRow = Pick<
  Product,
  | '_id'
  | 'status'
  | 'seller'
  | 'handle'
  | 'type'
  | 'name'
  | 'summary'
  | 'categories'
  | 'tags'
  | 'compatibility'
  | 'salesCount'
  | 'publishedAt'
  | 'createdAt'
>
export type SellerRow = Pick<Seller, '_id' | 'status' | 'slug' | 'name'>
/** With when it says that it was written last. */
export type Written<T> = T & { updatedAt?: Date }
/** A package or a release: whose it is. */
export interface PartRow {
  _id: string
  product: string
}

/** What was changed since, or all of it, or documents by their ids. */
export type Which = { since: Date } | { ids: readonly string[] } | 'all'

/** As a filter of any collection: every document of ours has these two fields. */
function asked(which: Which): object {
  if (which === 'all') return {}
  return 'since' in which ? { updatedAt: { $gte: which.since } } : { _id: { $in: [...which.ids] } }
}

const productFields = {
  status: 1,
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
  updatedAt: 1,
} as const

/** In every state: one that is not published any more has to leave the shelf. */
export const readProducts = (database: Database, which: Which): Promise<Written<ProductRow>[]> =>
  collectionOf(database, productDocument)
    .find<Written<ProductRow>>(asked(which), { projection: productFields })
    .toArray()

export const readSellers = (database: Database, which: Which): Promise<Written<SellerRow>[]> =>
  collectionOf(database, sellerDocument)
    .find<Written<SellerRow>>(asked(which), { projection: { status: 1, slug: 1, name: 1, updatedAt: 1 } })
    .toArray()

export const readCategories = (database: Database, which: Which): Promise<Written<Category>[]> =>
  collectionOf(database, categoryDocument).find<Written<Category>>(asked(which)).toArray()

export const readPackageRows = (database: Database, which: Which): Promise<Written<PartRow>[]> =>
  collectionOf(database, packageDocument)
    .find<Written<PartRow>>(asked(which), { projection: { product: 1, updatedAt: 1 } })
    .toArray()

export const readReleaseRows = (database: Database, which: Which): Promise<Written<PartRow>[]> =>
  collectionOf(database, releaseDocument)
    .find<Written<PartRow>>(asked(which), { projection: { product: 1, updatedAt: 1 } })
    .toArray()

/** Every id of a collection, from its index. */
export async function readIds({ db }: Database, name: string): Promise<string[]> {
  const rows = await db
    .collection<{ _id: string }>(name)
    .find({}, { projection: { _id: 1 }, sort: { _id: 1 }, batchSize: 10_000 })
    .toArray()
  return rows.map(({ _id }) => _id)
}

/** Active packages by product, each in the seller's order. */
export async function readPackages(
  database: Database,
  products: readonly string[] | 'all',
): Promise<Map<string, ShelfPackage[]>> {
  const rows = await collectionOf(database, packageDocument)
    .find(
      { active: true, ...ofProducts(products) },
      { projection: { product: 1, pricingModel: 1, prices: 1, usagePrice: 1, 'license.term': 1 } },
    )
    .sort({ product: 1, position: 1, _id: 1 })
    .toArray()
  const byProduct = new Map<string, ShelfPackage[]>()
  for (const row of rows) {
    const others = byProduct.get(row.product)
    if (others) others.push(row)
    else byProduct.set(row.product, [row])
  }
  return byProduct
}

export interface ReleasedRow {
  _id: string
  requirements: { name: string; range: string }[][]
  newest: { publishedAt: Date; version: string } | null
}

/** By product: the newest stable version, and each set of requirements once. */
export async function readReleased(
  database: Database,
  products: readonly string[] | 'all',
): Promise<Map<string, ReleasedRow>> {
  const rows = await collectionOf(database, releaseDocument)
    .aggregate<ReleasedRow>([
      { $match: { status: 'published', ...ofProducts(products) } },
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
  // A set has no order: equal sets shall be equal lists.
  for (const row of rows) row.requirements.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return new Map(rows.map((row) => [row._id, row]))
}

const ofProducts = (products: readonly string[] | 'all') =>
  products === 'all' ? {} : { product: { $in: [...products] } }
