import type { Database } from '@/platform/database'
import { findProductPage } from './findProductPage'
import { findSellerPage } from './findSellerPage'
import { findCuration, homePage } from './homePage'
import { listCategories } from './listCategories'
import { listProducts } from './listProducts'
import { quickSearch } from './quickSearch'
import { findCardSubject } from './social/cardSubject'

/** Everything that is answered from the catalog as a whole. */
const operations = {
  listProducts,
  quickSearch,
  homePage,
  findCuration,
  listCategories,
  findSellerPage,
  findProductPage,
  findCardSubject,
}
type Reads = typeof operations

/**
 * The port to the catalog: questions and answers are plain data, so that it may be answered here, in a thread of its own
 * or by another engine.
 */
export type CatalogReads = {
  [Name in keyof Reads]: (ask: Omit<Parameters<Reads[Name]>[0], 'database'>) => ReturnType<Reads[Name]>
}

/** Answers in the calling thread. `database` is asked for anew each time: it may be connected only then. */
export function readsOf(database: () => Promise<Database>): CatalogReads {
  return {
    listProducts: async (ask) => listProducts({ ...ask, database: await database() }),
    quickSearch: async (ask) => quickSearch({ ...ask, database: await database() }),
    homePage: async (ask) => homePage({ ...ask, database: await database() }),
    findCuration: async (ask) => findCuration({ ...ask, database: await database() }),
    listCategories: async (ask) => listCategories({ ...ask, database: await database() }),
    findSellerPage: async (ask) => findSellerPage({ ...ask, database: await database() }),
    findProductPage: async (ask) => findProductPage({ ...ask, database: await database() }),
    findCardSubject: async (ask) => findCardSubject({ ...ask, database: await database() }),
  }
}
