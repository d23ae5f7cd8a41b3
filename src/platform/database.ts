import { type Db, MongoClient, MongoNetworkError, MongoServerSelectionError } from 'mongodb'
import { CodedError } from './errors'
import type { CollectionDefinition, RecordShape } from './records'

/** A connection: the client for transactions and change streams, the database of the installation. */
export interface Database {
  client: MongoClient
  db: Db
}

/**
 * A server that keeps its connections and answers nothing (frozen, or its disk is) is noticed by the sum of these: then
 * whoever waits for it is told, instead of waiting for as long as it lasts.
 */
export const frozenServerIsGone = { heartbeatFrequencyMS: 2_000, connectTimeoutMS: 4_000 }

/**
 * Opens a connection with the concerns that the books need: majority writes with journal, majority reads.
 * @param uri a replica set; the database name is its path.
 */
export async function connectDatabase(uri: string, { maxPoolSize = 30 } = {}): Promise<Database> {
  const client = new MongoClient(uri, {
    maxPoolSize,
    serverSelectionTimeoutMS: 8_000,
    ...frozenServerIsGone,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    ignoreUndefined: true,
  })
  await client.connect()
  return { client, db: client.db() }
}

/** The raw collection behind a definition, outside any transaction: for reads, and for single-document writes that stand alone. */
export const collectionOf = <T extends RecordShape>({ db }: Database, definition: CollectionDefinition<T>) =>
  db.collection<T>(definition.name)

/** What is thrown while the database does not answer, as a refusal: whoever asked may come back. Null: something else. */
export function databaseAway(error: unknown): CodedError | null {
  if (!(error instanceof MongoNetworkError || error instanceof MongoServerSelectionError)) return null
  return new CodedError({
    status: 503,
    code: 'unavailable',
    detail: 'The database does not answer at the moment. Please try again shortly.',
    retryAfterSeconds: 5,
  })
}
