import { z } from 'zod'
import { freshQueueFields, queueFields } from './queue'
import { defineRecord } from './records'

/** What must happen outside because of an act: written in the act's transaction, done by the worker. */
export interface OutboxMessage {
  /** The effect key: the same effect is never written twice. `mail:order-completed:ord_…` */
  key: string
  kind: string
  payload: Record<string, unknown>
  /** What it belongs to, for timelines: `{order: 'ord_…'}`. */
  refs?: Record<string, string>
  /** Not before; at once when left out. */
  notBefore?: Date
}

const outboxSchema = z.strictObject({
  _id: z.string(),
  kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
  refs: z.record(z.string(), z.string()),
  /** Of a mail to several: whom it has reached already, by Message-ID. */
  reached: z.array(z.string()).optional(),
  ...queueFields,
})
export type OutboxRow = z.infer<typeof outboxSchema>

export const outboxRow = defineRecord('outbox', outboxSchema, {
  indexes: [
    { name: 'due', keys: { state: 1, nextAt: 1 } },
    {
      name: 'order',
      keys: { 'refs.order': 1, createdAt: 1 },
      partialFilterExpression: { 'refs.order': { $exists: true } },
    },
  ],
})

export const outboxRowOf = (message: OutboxMessage, now: Date): OutboxRow => ({
  _id: message.key,
  kind: message.kind,
  payload: message.payload,
  refs: message.refs ?? {},
  ...freshQueueFields(now),
  ...(message.notBefore ? { nextAt: message.notBefore } : {}),
})
