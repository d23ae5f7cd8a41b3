import { z } from 'zod'
import { collectionOf, type Database } from './database'
import { freshQueueFields, queueFields } from './queue'
import { defineRecord } from './records'
import { isDuplicateKey } from './transaction'

const inboxSchema = z.strictObject({
  /** `stripe:evt_…`: the provider's event id makes it unique, however often it is sent. */
  _id: z.string(),
  provider: z.enum(['stripe']),
  type: z.string(),
  /** The id of the object that the event speaks of; the worker fetches it anew. */
  objectId: z.string(),
  /** Our order, where the provider's metadata names one. */
  order: z.string().nullable(),
  /** How it came: by webhook, by reconciliation, or because the buyer's return page asked. */
  via: z.enum(['webhook', 'reconciliation', 'return']),
  ...queueFields,
})
export type InboxRow = z.infer<typeof inboxSchema>

export const inboxRow = defineRecord('inbox', inboxSchema, {
  indexes: [
    { name: 'due', keys: { state: 1, nextAt: 1 } },
    { name: 'order', keys: { order: 1, createdAt: 1 } },
  ],
})

export type IncomingEvent = Pick<InboxRow, '_id' | 'provider' | 'type' | 'objectId' | 'order' | 'via'>

/**
 * Stores a verified event once; a known one is left as it is.
 * @returns whether it is new.
 */
export async function storeEvent(database: Database, event: IncomingEvent, now: Date): Promise<boolean> {
  try {
    await collectionOf(database, inboxRow).insertOne(
      inboxSchema.parse({ ...event, ...freshQueueFields(now) }),
    )
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}
