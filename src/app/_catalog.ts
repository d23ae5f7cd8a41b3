import { type QuickFindings, type QuickSearch, quickSearch } from '@/domain/catalog/quickSearch'
import { pagesDatabase } from './_database'

/** What pages ask of the catalog as a whole. */
export interface PagesCatalog {
  quickSearch(ask: QuickSearch): Promise<QuickFindings>
}

/** The catalog of this web process. */
export const pagesCatalog = (): PagesCatalog => ({
  quickSearch: async (ask) => quickSearch({ database: await pagesDatabase(), ...ask }),
})
