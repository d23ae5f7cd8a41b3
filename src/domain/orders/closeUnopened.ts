import type { Payload } from 'payload'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { addSeconds } from '@/platform/time'
import { changeOrderStatus } from './changeOrderStatus'
import { orderDocument } from './records'

/** Longer than any payment page lives. */
const quietHours = 3

/**
 * Orders whose payment page never opened (the provider was away, or a process died in between): nobody can pay them, so no
 * event will ever end them. They are canceled; the cart is still there.
 * @returns how many.
 */
export async function closeUnopened(payload: Payload, now: Date): Promise<number> {
  const unopened = {
    status: 'pending' as const,
    'checkout.sessionId': null,
    createdAt: { $lt: addSeconds(now, -quietHours * 3_600) },
  }
  const orders = await collectionOf(databaseOf(payload), orderDocument)
    .find(unopened, { limit: 200, sort: { createdAt: 1 } })
    .toArray()
  let closed = 0
  for (const { _id } of orders)
    closed += await transactDocuments(
      payload,
      { actor: systemActor('close unopened orders') },
      async (tx) => {
        const order = await tx.read(orderDocument).findOne({ ...unopened, _id })
        return order && (await changeOrderStatus(tx, order, 'cancel')) ? 1 : 0
      },
    )
  return closed
}
