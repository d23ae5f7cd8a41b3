import type { CollectionAfterChangeHook } from 'payload'
import { fulfilOrder } from '@/domain/orders/fulfilOrder'
import { readSale } from '@/domain/orders/readSale'
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
  const settling = req.context.settling?.sale.order._id === doc.id ? req.context.settling : null
  const sale = settling?.sale ?? (await readSale(tx, doc.id))
  invariant(sale, `order ${doc.id} is there`)
  await fulfilOrder(tx, sale, settling?.entries.splice(0))
  return doc
}
