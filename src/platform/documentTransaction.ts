import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type {} from '@payloadcms/db-mongodb'
import type { ClientSession } from 'mongodb'
import { createLocalReq, type Payload, type PayloadRequest, type RequestContext } from 'payload'
import type { Database } from './database'
import { createTx, runTransaction, type TransactionContext, type Tx } from './transaction'

/** A Tx that may also change documents, through Payload's Local API with `req`; only web and worker can make one. */
export interface DocumentTx extends Tx {
  readonly payload: Payload
  /** Pass to every Local API call inside: it carries the session. Never `user`, `locale` or `depth` beside it. */
  readonly req: PayloadRequest
}

/** Hooks find the transaction they run in here. */
declare module 'payload' {
  interface RequestContext {
    tx?: DocumentTx
    /** The operation's mark: guarded fields may change. Set only by operations, through `tx.req.context`. */
    operation?: string
  }
}

const scope = new AsyncLocalStorage<true>()
const owned = new Set<unknown>()
const guarded = new WeakSet<object>()

/** The connection that Payload opened, for operations: one client per process. */
export function databaseOf(payload: Payload): Database {
  const { db } = payload.db.connection
  if (!db) throw new Error('Payload is not connected')
  return { client: payload.db.connection.getClient(), db }
}

/**
 * Turns two silent leaks of Payload 3.90 into errors: a Local API call without `req`, and a swallowed error after which
 * Payload would go on in a transaction of its own (notes/payload-on-mongo.md §2). Once per Payload, in `onInit`.
 */
export function guardTransactions(payload: Payload): void {
  const { db } = payload
  if (guarded.has(db)) return
  guarded.add(db)
  const begin = db.beginTransaction.bind(db)
  const rollback = db.rollbackTransaction.bind(db)
  db.beginTransaction = async (options) => {
    if (scope.getStore())
      throw new Error('stray transaction: req was not passed on, or an error was swallowed')
    return begin(options)
  }
  db.rollbackTransaction = async (id) => {
    if (owned.has(await id)) return // the transaction is ours: we abort it
    return rollback(id)
  }
}

/**
 * One act that changes documents and records together: our session, our retry, Payload inside.
 * @throws whatever `work` throws, after everything was rolled back.
 */
export async function transactDocuments<T>(
  payload: Payload,
  context: TransactionContext,
  work: (tx: DocumentTx) => Promise<T>,
): Promise<T> {
  guardTransactions(payload)
  const database = databaseOf(payload)
  return runTransaction(database, (session) => lend(payload, session, database, context, work))
}

async function lend<T>(
  payload: Payload,
  session: ClientSession,
  database: Database,
  context: TransactionContext,
  work: (tx: DocumentTx) => Promise<T>,
): Promise<T> {
  const id = randomUUID()
  const req = await createLocalReq({ context: {} }, payload)
  req.transactionID = id
  payload.db.sessions[id] = session
  owned.add(id)
  const tx: DocumentTx = Object.assign(createTx(database, session, context), {
    payload,
    req,
  })
  req.context.tx = tx
  try {
    return await scope.run(true, () => work(tx))
  } finally {
    owned.delete(id)
    delete payload.db.sessions[id]
  }
}

/** The operation's transaction inside a hook; undefined when Payload itself is writing (the panel). */
export const txOf = (context: RequestContext): DocumentTx | undefined => context.tx

/** Guarded fields may change inside `work`: the operation says which collection's. */
export async function asOperation<T>(tx: DocumentTx, collection: string, work: () => Promise<T>): Promise<T> {
  const before = tx.req.context.operation
  tx.req.context.operation = collection
  try {
    return await work()
  } finally {
    tx.req.context.operation = before
  }
}

/**
 * Acting as the system: the one place where access rules are set aside. Everything else acts for a person, with
 * `overrideAccess: false`. Spread into a Local API call inside an operation: `tx.payload.update({ …, ...asSystem(tx) })`.
 */
export const asSystem = ({ req }: Pick<DocumentTx, 'req'>) =>
  ({ req, overrideAccess: true, depth: 0 }) as const
