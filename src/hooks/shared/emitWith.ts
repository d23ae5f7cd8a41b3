import type { PayloadRequest } from 'payload'
import { databaseOf, txOf } from '@/platform/documentTransaction'
import { invariant } from '@/platform/errors'
import { type OutboxMessage, outboxRow, outboxRowOf } from '@/platform/outbox'
import { now } from '@/platform/time'
import { sessionOf } from './sessionOf'

/** What follows from a change, written in the transaction that changes it: an operation's, or Payload's own of the panel. */
export async function emitWith(req: PayloadRequest, messages: readonly OutboxMessage[]): Promise<void> {
  const tx = txOf(req.context)
  if (tx) return tx.emit(...messages)
  const session = await sessionOf(req)
  invariant(session, 'what follows from a change is written with it')
  const rows = messages.map((message) => outboxRowOf(message, now()))
  await databaseOf(req.payload)
    .db.collection<(typeof rows)[number]>(outboxRow.name)
    .insertMany(rows, { session })
}
