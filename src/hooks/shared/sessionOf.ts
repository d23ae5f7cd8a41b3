import type {} from '@payloadcms/db-mongodb'
import type { ClientSession } from 'mongodb'
import type { PayloadRequest } from 'payload'
import { databaseOf } from '@/platform/documentTransaction'
import type { CollectionDefinition, RecordShape } from '@/platform/records'

/** The session of the transaction that Payload or an operation has open on this request. */
export async function sessionOf(req: PayloadRequest): Promise<ClientSession | undefined> {
  const id = await req.transactionID
  return id === undefined ? undefined : req.payload.db.sessions[id]
}

/** One stored document or record as it lies in MongoDB, read inside the request's transaction. */
export async function stored<T extends RecordShape>(
  req: PayloadRequest,
  definition: CollectionDefinition<T>,
  id: string,
): Promise<Record<string, unknown> | null> {
  const session = await sessionOf(req)
  return databaseOf(req.payload)
    .db.collection<{ _id: string } & Record<string, unknown>>(definition.name)
    .findOne({ _id: id }, session ? { session } : {})
}
