import {
  type ClientSession,
  type Document,
  type Filter,
  type FindOptions,
  MongoError,
  MongoServerError,
  type OptionalUnlessRequiredId,
  type TransactionOptions,
  type UpdateFilter,
  type WithId,
} from 'mongodb'
import type { Actor } from './actor'
import { type AuditEntry, auditRecord, auditRecordOf } from './audit'
import type { Database } from './database'
import { type OutboxMessage, outboxRow, outboxRowOf } from './outbox'
import type { CollectionDefinition, RecordShape } from './records'
import { step } from './steps'
import { now as clockNow } from './time'

/** A collection bound to the transaction's session: a call cannot forget it, and there is no upsert (CVE-2025-10060). */
export interface TxReader<T extends RecordShape> {
  findOne(filter: Filter<T>, options?: FindOptions): Promise<WithId<T> | null>
  find(filter: Filter<T>, options?: FindOptions): Promise<WithId<T>[]>
  count(filter: Filter<T>): Promise<number>
}

export interface TxCollection<T extends RecordShape> extends TxReader<T> {
  /** Parsed by the record's schema first. */
  insert(record: T): Promise<void>
  insertMany(records: readonly T[]): Promise<void>
  /** Compare-and-set: the filter names the state it comes from. @returns whether the record was there and is changed now. */
  update(filter: Filter<T>, update: UpdateFilter<T> | Document[]): Promise<boolean>
  updateMany(filter: Filter<T>, update: UpdateFilter<T> | Document[]): Promise<number>
  /** Compare-and-set that gives the record as it is after the change, or null when lost. */
  claim(filter: Filter<T>, update: UpdateFilter<T> | Document[]): Promise<WithId<T> | null>
  remove(filter: Filter<T>): Promise<number>
}

/** What an operation works with: one business act, one transaction. */
export interface Tx {
  readonly session: ClientSession
  readonly database: Database
  /** The time of the act, the same for everything in it. */
  readonly now: Date
  readonly actor: Actor
  of<T extends RecordShape>(definition: CollectionDefinition<T>): TxCollection<T>
  /** Documents of Payload, read only. */
  read<T extends RecordShape>(definition: CollectionDefinition<T>): TxReader<T>
  audit(entry: AuditEntry): Promise<void>
  /** Mails, notifications or provider calls that follow from this act, each under its effect key; one write for all. */
  emit(...messages: readonly OutboxMessage[]): Promise<void>
}

export interface TransactionContext {
  actor: Actor
  now?: Date
}

const transactionOptions: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
  maxCommitTimeMS: 10_000,
}
const maxAttempts = 12
/** What a killed process was writing is blocked for some seconds (deadTransactions.ts): so long it is tried at least. */
const patienceMs = 7_000

/**
 * Runs `work` in one transaction: begin, bounded retry with jitter, commit. `work` may run several times, so it has no
 * effect outside the database; no parallel calls inside.
 * @throws whatever `work` throws, after everything was rolled back; the last conflict when the retries are used up.
 */
export async function transact<T>(
  database: Database,
  context: TransactionContext,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return runTransaction(database, (session) => work(createTx(database, session, context)))
}

/** The retry loop alone, for platform/documentTransaction.ts, which lends the session to Payload. */
export async function runTransaction<T>(
  database: Database,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const startedAt = Date.now()
  for (let attempt = 1; ; attempt++) {
    const session = database.client.startSession({ causalConsistency: true })
    try {
      session.startTransaction(transactionOptions)
      const result = await work(session)
      await step('transaction.commit', () => commit(session))
      return result
    } catch (error) {
      if (session.inTransaction()) await session.abortTransaction()
      const isPatient = attempt < maxAttempts || Date.now() - startedAt < patienceMs
      if (!isPatient || !isTransient(error)) throw error
      await pause(Math.random() * Math.min(400, 4 * 2 ** attempt))
    } finally {
      await session.endSession()
    }
  }
}

/** A commit whose answer was lost is asked again: the server knows whether it happened. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction()
      return
    } catch (error) {
      const unknown = error instanceof MongoError && error.hasErrorLabel('UnknownTransactionCommitResult')
      if (!unknown || attempt >= 5) throw error
      await pause(50 * attempt)
    }
  }
}

/** Worth another try: the server or the driver says that the whole transaction may simply run again. */
export function isTransient(error: unknown): boolean {
  if (error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')) return true
  return error instanceof MongoServerError && error.code === 112
}

/** Whether a unique key refused the write; inside a transaction that has already aborted it. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === 11_000

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export function createTx(database: Database, session: ClientSession, context: TransactionContext): Tx {
  const tx: Tx = {
    session,
    database,
    now: context.now ?? clockNow(),
    actor: context.actor,
    of(definition) {
      if (definition.writer !== 'operations')
        throw new Error(`${definition.name} is written by Payload: use a DocumentTx`)
      const collection = bind(database, session, definition)
      return definition.appendOnly ? { ...collection, ...refusedOn(definition.name) } : collection
    },
    read: (definition) => bind(database, session, definition),
    audit: (entry) => tx.of(auditRecord).insert(auditRecordOf(entry, tx)),
    emit: (...messages) =>
      tx.of(outboxRow).insertMany(messages.map((message) => outboxRowOf(message, tx.now))),
  }
  return tx
}

/** What is added to and never changed refuses the rest. */
function refusedOn(name: string) {
  const refuse = async (): Promise<never> => {
    throw new Error(`${name} is added to, never changed`)
  }
  return { update: refuse, updateMany: refuse, claim: refuse, remove: refuse }
}

function bind<T extends RecordShape>(
  { db }: Database,
  session: ClientSession,
  definition: CollectionDefinition<T>,
): TxCollection<T> {
  const collection = db.collection<T>(definition.name)
  const checked = (record: T) => definition.schema.parse(record) as OptionalUnlessRequiredId<T>
  return {
    findOne: (filter, options) => collection.findOne(filter, { ...options, session }),
    find: (filter, options) => collection.find(filter, { ...options, session }).toArray(),
    count: (filter) => collection.countDocuments(filter, { session }),
    insert: async (record) => void (await collection.insertOne(checked(record), { session })),
    insertMany: async (records) =>
      records.length === 0
        ? undefined
        : void (await collection.insertMany(records.map(checked), { session })),
    update: async (filter, update) =>
      (await collection.updateOne(filter, update, { session })).matchedCount === 1,
    updateMany: async (filter, update) =>
      (await collection.updateMany(filter, update, { session })).matchedCount,
    claim: (filter, update) =>
      collection.findOneAndUpdate(filter, update, {
        session,
        returnDocument: 'after',
      }),
    remove: async (filter) => (await collection.deleteMany(filter, { session })).deletedCount,
  }
}
