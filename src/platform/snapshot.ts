import {
  type ClientSession,
  type Document,
  type Filter,
  type FindOptions,
  MongoError,
  type WithId,
} from 'mongodb'
import type { Database } from './database'
import type { CollectionDefinition, RecordShape } from './records'

/** Reads that all see the database as it was at one moment, whatever is written meanwhile. */
export interface SnapshotReader {
  find<T extends RecordShape>(
    definition: CollectionDefinition<T>,
    filter?: Filter<T>,
    options?: FindOptions,
  ): Promise<WithId<T>[]>
  /** For what is too much to hold at once. */
  each<T extends RecordShape>(
    definition: CollectionDefinition<T>,
    filter?: Filter<T>,
    options?: FindOptions,
  ): AsyncIterable<WithId<T>>
  aggregate<R extends Document>(collection: string, pipeline: Document[]): Promise<R[]>
}

/** MongoDB's codes for a moment that it shows no more (after five minutes) or cannot show (an index was just made). */
const momentIsGone = new Set([239, 246])
const tries = 6

/**
 * Compares rows of several collections without being fooled by an act in between. Keep each moment short: MongoDB keeps
 * five minutes of history by default. `work` may run again from its beginning.
 */
export async function atOneMoment<T>(
  database: Database,
  work: (read: SnapshotReader) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const session = database.client.startSession({ snapshot: true })
    try {
      return await work(readerOf(database, session))
    } catch (error) {
      const again = error instanceof MongoError && momentIsGone.has(Number(error.code)) && attempt < tries
      if (!again) throw error
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt))
    } finally {
      await session.endSession()
    }
  }
}

function readerOf({ db }: Database, session: ClientSession): SnapshotReader {
  const readConcern = { level: 'snapshot' as const }
  const cursorOf = <T extends RecordShape>(name: string, filter: Filter<T>, options?: FindOptions) =>
    db.collection<T>(name, { readConcern }).find(filter, { ...options, session })
  return {
    find: (definition, filter = {}, options) => cursorOf(definition.name, filter, options).toArray(),
    each: (definition, filter = {}, options) => cursorOf(definition.name, filter, options),
    aggregate: <R extends Document>(collection: string, pipeline: Document[]) =>
      db
        .collection(collection, { readConcern })
        .aggregate<R>(pipeline, { session, allowDiskUse: true })
        .toArray(),
  }
}
