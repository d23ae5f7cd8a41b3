import { connectDatabase, type Database } from '@/platform/database'
import { environment } from '@/platform/env'

declare global {
  var mintreuPagesDatabase: Promise<Database> | undefined
}

/**
 * The connection that pages read through. Not Payload's: the storefront reads raw documents with projections, so
 * its pages neither load nor wait for Payload and its config. Kept on `globalThis`, because Next loads modules
 * anew after each change in development and a connection must outlive that. A failed connection is tried again
 * by the next page.
 */
export function pagesDatabase(): Promise<Database> {
  globalThis.mintreuPagesDatabase ??= connectDatabase(environment().MONGODB_URI, { maxPoolSize: 10 }).catch(
    (error: unknown) => {
      globalThis.mintreuPagesDatabase = undefined
      throw error
    },
  )
  return globalThis.mintreuPagesDatabase
}
