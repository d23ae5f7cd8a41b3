import { type ChangeFeed, type Changes, ownStreams } from '@/platform/changeFeed'
import type { Database } from '@/platform/database'
import type { Category, Package, Product } from './records'
import { ShelfKeeper } from './shelfKeeper'
import { shelved } from './shelfMark'

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

/**
 * Everything that is for sale, as of one moment. Never changed: after a change there is another shelf, which holds the
 * same objects for all that stayed as it was.
 */
export interface Shelf {
  products: readonly ShelfProduct[]
  byId: ReadonlyMap<string, ShelfProduct>
  categories: readonly Category[]
}

const keepers = new WeakMap<Database['db'], ShelfKeeper>()

function keeperOf(database: Database): ShelfKeeper {
  let keeper = keepers.get(database.db)
  if (!keeper) {
    keeper = new ShelfKeeper(database)
    keepers.set(database.db, keeper)
  }
  return keeper
}

/**
 * The published catalog, kept in memory and brought up to date before each answer: a change that was committed before
 * the call is in it (shelfKeeper.ts says why).
 */
export const shelfOf = (database: Database): Promise<Shelf> => keeperOf(database).current()

/** Lets the shelf hear of every change, whatever time it carries: for a process that holds it for long. */
export function followShelf(database: Database, changes: Changes = ownStreams(database)): ChangeFeed {
  const keeper = keeperOf(database)
  return changes.follow({
    collections: Object.values(shelved),
    onChange: ({ collection, id }) => keeper.hear(collection, id),
    onGap: () => keeper.mishear(),
  })
}
