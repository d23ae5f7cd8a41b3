import type { Actor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { conflict, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { storeEvent } from '@/platform/inbox'
import { now } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { orderDocument } from '../records'

/**
 * Has the worker ask the provider about an order once more and bring it there: what mends an order that missed something.
 * @throws CodedError 404; 409 no_checkout for an order that was never at the provider.
 */
export async function askProvider(
  database: Database,
  { orderId, actor }: { orderId: string; actor: Actor },
): Promise<void> {
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  if (!order) throw notFound('order')
  const objectId = order.checkout?.sessionId
  if (!objectId) throw conflict('no_checkout', 'This order was never at the payment provider.')
  await transact(database, { actor }, (tx) =>
    tx.audit({ act: 'order.ask_provider', target: { collection: orderDocument.name, id: orderId } }),
  )
  await storeEvent(
    database,
    {
      ...{ _id: `stripe:asked:${newId('evt')}`, provider: 'stripe', type: 'ask', objectId },
      ...{ order: orderId, via: 'reconciliation' },
    },
    now(),
  )
}
