import path from 'node:path'
import { type CatalogReads, readsOf } from '@/domain/catalog/catalogReads'
import { environment } from '@/platform/env'
import { log } from '@/platform/logs'
import { markedRefusal } from '@/platform/refusedPage'
import { type ThreadFigures, WorkThread } from '@/platform/workThread/workThread'
import { pagesDatabase } from './_database'

declare global {
  var mintreuCatalogThread: WorkThread<CatalogReads> | undefined
}

/**
 * The catalog as pages ask it: in a thread of its own, so that a search keeps no other page waiting. With
 * `CATALOG_THREAD=off` it is answered in this one. Each question may be refused with 503 (platform/workThread); in a
 * page that is left to edge.
 */
export function pagesCatalog(): CatalogReads {
  const { CATALOG_THREAD: module } = environment()
  if (module === 'off') return readsOf(pagesDatabase)
  const thread = catalogThread(module)
  return {
    listProducts: (ask) => marked(thread.ask('listProducts', ask)),
    quickSearch: (ask) => marked(thread.ask('quickSearch', ask)),
    homePage: (ask) => marked(thread.ask('homePage', ask)),
    findCuration: (ask) => marked(thread.ask('findCuration', ask)),
    listCategories: (ask) => marked(thread.ask('listCategories', ask)),
    findSellerPage: (ask) => marked(thread.ask('findSellerPage', ask)),
    findProductPage: (ask) => marked(thread.ask('findProductPage', ask)),
    findCardSubject: (ask) => marked(thread.ask('findCardSubject', ask)),
  }
}

const marked = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw markedRefusal(error)
  })

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

const warmMs = 60_000

/**
 * Reads the catalog before the first question, for at most a minute. A web whose database is away starts all the same and
 * reads it as soon as that is back.
 */
export async function warmCatalog(): Promise<void> {
  const { CATALOG_THREAD: module } = environment()
  if (module === 'off') return
  if (!(await catalogThread(module).warm(warmMs)))
    log('web').warn('the catalog thread is not ready; web begins without it')
}

/** null: the thread was not needed yet, or there is none. */
export const catalogFigures = (): ThreadFigures | null => globalThis.mintreuCatalogThread?.figures ?? null
