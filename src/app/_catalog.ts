import path from 'node:path'
import { type CatalogReads, readsOf } from '@/domain/catalog/catalogReads'
import { environment } from '@/platform/env'
import { type ThreadFigures, WorkThread } from '@/platform/workThread/workThread'
import { pagesDatabase } from './_database'

declare global {
  var mintreuCatalogThread: WorkThread<CatalogReads> | undefined
}

/**
 * The catalog as pages ask it: in a thread of its own, so that a search keeps no other page waiting. With
 * `CATALOG_THREAD=off` it is answered in this one. Each question may be refused with 503: platform/workThread.
 */
export function pagesCatalog(): CatalogReads {
  const { CATALOG_THREAD: module } = environment()
  if (module === 'off') return readsOf(pagesDatabase)
  const thread = catalogThread(module)
  return {
    listProducts: (ask) => thread.ask('listProducts', ask),
    quickSearch: (ask) => thread.ask('quickSearch', ask),
    homePage: (ask) => thread.ask('homePage', ask),
    findCuration: (ask) => thread.ask('findCuration', ask),
    listCategories: (ask) => thread.ask('listCategories', ask),
    findSellerPage: (ask) => thread.ask('findSellerPage', ask),
    findProductPage: (ask) => thread.ask('findProductPage', ask),
  }
}

/** Kept on `globalThis`: pages and route handlers are bundled apart, and in development loaded anew after each change. */
function catalogThread(module: string): WorkThread<CatalogReads> {
  if (globalThis.mintreuCatalogThread) return globalThis.mintreuCatalogThread
  const thread = new WorkThread<CatalogReads>({
    name: 'catalog',
    module: path.resolve(module),
    data: { mongodbUri: environment().MONGODB_URI },
  })
  globalThis.mintreuCatalogThread = thread
  return thread
}

/** null: the thread was not needed yet, or there is none. */
export const catalogFigures = (): ThreadFigures | null => globalThis.mintreuCatalogThread?.figures ?? null
