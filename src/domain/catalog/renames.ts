import type { OutboxMessage } from '@/platform/outbox'
import { addSeconds } from '@/platform/time'

/** Outbox rows of a new name: what the worker does with them stands in jobs/outbox.ts. */
export const productRenamedKind = 'product-renamed'
export const sellerRenamedKind = 'seller-renamed'

/**
 * A sale or a new product whose transaction began before the rename, and read the old name, may be stored after the worker
 * looked: no transaction lasts longer than a minute (MongoDB's `transactionLifetimeLimitSeconds`), neither that one nor the
 * rename itself. So long after it the worker looks once more.
 */
export const lastLookSeconds = 150

/** What follows from a product's new handle: its licenses learn it, now and once more (see `lastLookSeconds`). */
export const productRenamed = (product: string, handle: string, now: Date): OutboxMessage[] =>
  looks({ kind: productRenamedKind, name: `${product}:${handle}`, payload: { product }, now })

/** What follows from a seller's new slug: its products are renamed, each of them with what follows from that. */
export const sellerRenamed = (seller: string, slug: string, now: Date): OutboxMessage[] =>
  looks({ kind: sellerRenamedKind, name: `${seller}:${slug}`, payload: { seller }, now })

interface Looks {
  kind: string
  name: string
  payload: Record<string, unknown>
  now: Date
}

/** The moment is part of the key: a name may be given, taken away and given again. */
function looks({ kind, name, payload, now }: Looks): OutboxMessage[] {
  const key = `${kind}:${name}:${now.getTime()}`
  return [
    { key, kind, payload },
    { key: `${key}:again`, kind, payload, notBefore: addSeconds(now, lastLookSeconds) },
  ]
}
