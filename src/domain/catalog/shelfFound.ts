import type { Database } from '@/platform/database'
import type { Category } from './records'
import { type Shelved, shelvedNames } from './shelfMark'
import {
  type PartRow,
  type ProductRow,
  readCategories,
  readPackageRows,
  readProducts,
  readReleaseRows,
  readSellers,
  type SellerRow,
  type Which,
  type Written,
} from './shelfRows'

/** Documents that may be new or changed. */
export interface Found {
  products: ProductRow[]
  packages: PartRow[]
  releases: PartRow[]
  sellers: SellerRow[]
  categories: Category[]
}
/** When documents say that they were written last, by id. */
export type Versions = Map<string, number>
export type Ids = Record<Shelved, readonly string[]>

export const noIds: Ids = { products: [], packages: [], releases: [], sellers: [], categories: [] }

/** @param versions takes in the times of what is found. */
export async function find(
  database: Database,
  whichOf: (name: Shelved) => Which,
  versions: Versions = new Map(),
): Promise<Found> {
  const [products, packages, releases, sellers, categories] = await Promise.all([
    readProducts(database, whichOf('products')),
    readPackageRows(database, whichOf('packages')),
    readReleaseRows(database, whichOf('releases')),
    readSellers(database, whichOf('sellers')),
    readCategories(database, whichOf('categories')),
  ])
  return {
    products: timeless(products, versions),
    packages: timeless(packages, versions),
    releases: timeless(releases, versions),
    sellers: timeless(sellers, versions),
    categories: timeless(categories, versions),
  }
}

/** What stands otherwise than it was known. */
export function unseen(found: Found, known: Versions, versions: Versions): Found {
  const isNew = ({ _id }: { _id: string }) => known.get(_id) !== versions.get(_id)
  return {
    products: found.products.filter(isNew),
    packages: found.packages.filter(isNew),
    releases: found.releases.filter(isNew),
    sellers: found.sellers.filter(isNew),
    categories: found.categories.filter(isNew),
  }
}

/** Their times stand in the versions: a document that says the same at another time is the same. */
function timeless<T extends { _id: string }>(rows: readonly Written<T>[], versions: Versions): T[] {
  return rows.map(({ updatedAt, ...row }) => {
    versions.set(row._id, updatedAt?.getTime() ?? 0)
    return row as T
  })
}

export const emptyIds = () => ({ products: [], packages: [], releases: [], sellers: [], categories: [] })

export const holdsSome = (ids: Ids): boolean => shelvedNames.some((name) => ids[name].length > 0)

export const joined = (a: Found, b: Found): Found => ({
  products: [...a.products, ...b.products],
  packages: [...a.packages, ...b.packages],
  releases: [...a.releases, ...b.releases],
  sellers: [...a.sellers, ...b.sellers],
  categories: [...a.categories, ...b.categories],
})
