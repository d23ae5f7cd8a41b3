import { eventOrder, handledEventTypes } from '@/domain/orders/providerEvents'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { storeEvent } from '@/platform/inbox'
import type { Stripe } from '@/platform/stripe'
import { addSeconds, now, platformState } from '@/platform/time'

const quietSeconds = 120
/** When the provider's list was read last. */
const mark = 'payments-reconciled'
/** Where we never asked before. */
const lookBackSeconds = 3 * 86_400
/** An event may be listed some time after it happened. */
const overlapSeconds = 900

/**
 * Finds what no webhook told: the provider's own list of events since the last time that this was asked, however long ago
 * (the provider keeps thirty days), goes through the inbox, which drops those it knows; and orders that have been pending for a while are asked about one by one.
 * @returns how many rows are new.
 */
export async function reconcilePayments(
  { database, stripe }: { database: Database; stripe: Stripe },
  { quiet = quietSeconds }: { quiet?: number } = {},
): Promise<number> {
  return (await storeMissedEvents(database, stripe)) + (await askAboutPending(database, quiet))
}

async function storeMissedEvents(database: Database, stripe: Stripe): Promise<number> {
  const startedAt = now()
  const last = await collectionOf(database, platformState).findOne({ _id: mark })
  const asked = last?.value instanceof Date ? last.value : addSeconds(startedAt, -lookBackSeconds)
  // A clock that was moved back leaves a mark in the future.
  const from = addSeconds(asked < startedAt ? asked : startedAt, -overlapSeconds)
  const stored = await storeEventsSince(database, stripe, from)
  await collectionOf(database, platformState).updateOne(
    { _id: mark },
    { $set: { value: startedAt, updatedAt: startedAt } },
    { upsert: true },
  )
  return stored
}

async function storeEventsSince(database: Database, stripe: Stripe, from: Date): Promise<number> {
  const since = Math.floor(from.getTime() / 1_000)
  let stored = 0
  for await (const event of stripe.events.list({
    created: { gte: since },
    types: [...handledEventTypes],
    limit: 100,
  })) {
    const { objectId, order } = eventOrder(event)
    const fresh = await storeEvent(
      database,
      {
        _id: `stripe:${event.id}`,
        provider: 'stripe',
        type: event.type,
        objectId,
        order,
        via: 'reconciliation',
      },
      now(),
    )
    if (fresh) stored++
  }
  return stored
}

async function askAboutPending(database: Database, quiet: number): Promise<number> {
  const at = now()
  const pending = await collectionOf(database, orderDocument)
    .find(
      {
        status: 'pending',
        'checkout.sessionId': { $type: 'string' },
        createdAt: { $lt: addSeconds(at, -quiet) },
      },
      { limit: 200, sort: { createdAt: 1 } },
    )
    .toArray()
  // One question per order and quarter of an hour: the key makes it so.
  const slot = Math.floor(at.getTime() / 900_000)
  let stored = 0
  for (const order of pending) {
    const fresh = await storeEvent(
      database,
      {
        _id: `stripe:ask:${order._id}:${slot}`,
        provider: 'stripe',
        type: 'ask',
        objectId: order.checkout?.sessionId ?? '',
        order: order._id,
        via: 'reconciliation',
      },
      at,
    )
    if (fresh) stored++
  }
  return stored
}
