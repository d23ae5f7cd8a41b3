import type { CollectionAfterChangeHook } from 'payload'
import { fulfilOrder } from '@/domain/orders/fulfilOrder'
import { txOf } from '@/platform/documentTransaction'
import { invariant } from '@/platform/errors'

/**
 * Fulfilment hangs on the state, not on the caller: whoever completes an order, its licenses, entries, commissions and
 * mails are made in the very transaction that completes it (ARCHITECTURE, rule 5).
 */
export const fulfilCompletedOrder: CollectionAfterChangeHook = async ({
  doc,
  previousDoc,
  operation,
  req,
}) => {
  // From whatever state: a payment that arrives for a canceled order is fulfilled too.
  const becomes =
    doc.status === 'completed' && (operation === 'create' || previousDoc?.status !== 'completed')
  if (!becomes) return doc
  const tx = txOf(req.context)
  invariant(tx, 'an order is completed inside an operation')
  const booked = req.context.entries ?? []
  req.context.entries = []
  await fulfilOrder(
    tx,
    {
      _id: doc.id,
      customer: doc.customer,
      currency: doc.currency,
      totals: doc.totals,
      cart: doc.cart ?? null,
    },
    booked,
  )
  return doc
}
