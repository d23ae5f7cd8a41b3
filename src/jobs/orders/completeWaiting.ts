import type { Payload } from 'payload'
import { completeFreeOrder } from '@/domain/orders/applyPayment'
import { systemActor } from '@/platform/actor'
import { frozen, frozenSeconds } from '@/platform/brake'
import { transactDocuments } from '@/platform/documentTransaction'
import { NotYetError } from '@/platform/drain'

/** An order of nothing that was placed while the books were frozen: completed as soon as they are not. */
export async function completeWaiting(payload: Payload, orderId: string): Promise<void> {
  const done = await transactDocuments(payload, { actor: systemActor('complete-order') }, (tx) =>
    completeFreeOrder(tx, orderId),
  )
  if (done === 'waits') throw new NotYetError(frozen, frozenSeconds)
}
