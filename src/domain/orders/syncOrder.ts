import type { Payload } from 'payload'
import { providerActor } from '@/platform/actor'
import { frozen, frozenSeconds } from '@/platform/brake'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { NotYetError } from '@/platform/drain'
import type { Stripe } from '@/platform/stripe'
import { applyPayment } from './applyPayment'
import { applyRefund } from './applyRefund'
import { type ProviderRefund, readPayment } from './readPayment'
import { orderDocument } from './records'

/**
 * Asks the provider about an order and brings the order there. Webhook, return page, reconciliation and staff all come
 * through here.
 * @returns false while the order has no checkout at the provider.
 * @throws NotYetError where it is paid, and the books are frozen.
 */
export async function syncOrder(payload: Payload, stripe: Stripe, orderId: string): Promise<boolean> {
  const order = await collectionOf(databaseOf(payload), orderDocument).findOne({ _id: orderId })
  const sessionId = order?.checkout?.sessionId
  if (!sessionId) return false
  const truth = await readPayment(stripe, sessionId)
  const context = { actor: providerActor('stripe') }
  const done = await transactDocuments(payload, context, (tx) => applyPayment(tx, orderId, truth))
  if (done === 'waits') throw new NotYetError(frozen, frozenSeconds)
  for (const refund of inOrder(truth.refunds))
    await transactDocuments(payload, context, (tx) => applyRefund(tx, orderId, refund))
  return true
}

/** Those that failed first: the money that came back may be what a later one gave out again. Then the oldest first. */
const inOrder = (refunds: readonly ProviderRefund[]): ProviderRefund[] => [
  ...refunds.filter(({ status }) => status === 'failed'),
  ...refunds.filter(({ status }) => status !== 'failed').reverse(),
]
