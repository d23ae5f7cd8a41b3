import type { Database } from '@/platform/database'
import { shelfOf } from '../shelf'
import { CatalogIndex } from './catalogIndex'

const indexes = new WeakMap<Database['db'], CatalogIndex>()
let latest: { index: CatalogIndex; lookedAt: number } | undefined

/** The index of a database's catalog, as fresh as its shelf. To be used before anything else is awaited: then it moves on. */
export async function indexOf(database: Database): Promise<CatalogIndex> {
  const shelf = await shelfOf(database)
  let index = indexes.get(database.db)
  if (!index) {
    index = new CatalogIndex()
    indexes.set(database.db, index)
  }
  index.follow(shelf)
  latest = { index, lookedAt: Date.now() }
  return index
}

/** How large the index is, and for how long nobody needed it to be compared with the database. */
export const indexFigures = (): Record<string, number> => ({
  products: latest?.index.words.size ?? 0,
  words: latest?.index.words.termCount ?? 0,
  ageSeconds: latest ? (Date.now() - latest.lookedAt) / 1_000 : 0,
})
