import type { Payload } from 'payload'
import { providerActor } from '@/platform/actor'
import { frozen, frozenSeconds } from '@/platform/brake'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { NotYetError } from '@/platform/drain'
import { step } from '@/platform/steps'
import type { Stripe } from '@/platform/stripe'
import { applyPayment } from './applyPayment'
import { applyRefund } from './applyRefund'
import { updateOrder } from './changeOrderStatus'
import { type ProviderRefund, readPayment } from './readPayment'
import { orderDocument } from './records'

/**
 * Asks the provider about an order and brings the order there. Webhook, return page, reconciliation and staff all come
 * through here.
 * @param heard the session that an event named: an order whose checkout was opened and never noted, because web died in
 *   between, has it from there.
 * @returns false while the order has no checkout at the provider.
 * @throws NotYetError where it is paid, and the books are frozen.
 */
export async function syncOrder(
  payload: Payload,
  stripe: Stripe,
  orderId: string,
  heard: string | null = null,
): Promise<boolean> {
  const order = await collectionOf(databaseOf(payload), orderDocument).findOne({ _id: orderId })
  const known = order?.checkout?.sessionId
  const sessionId = known ?? heard
  if (!order || !sessionId) return false
  const context = { actor: providerActor('stripe') }
  if (!known && !(await noteCheckout(payload, stripe, { orderId, sessionId }))) return false
  const truth = await readPayment(stripe, sessionId)
  const done = await transactDocuments(payload, context, (tx) => applyPayment(tx, orderId, truth))
  if (done === 'waits') throw new NotYetError(frozen, frozenSeconds)
  for (const refund of inOrder(truth.refunds))
    await transactDocuments(payload, context, (tx) => applyRefund(tx, orderId, refund))
  return true
}

/** @returns whether the session is this order's, by the provider's own word. */
async function noteCheckout(
  payload: Payload,
  stripe: Stripe,
  { orderId, sessionId }: { orderId: string; sessionId: string },
): Promise<boolean> {
  const session = await stripe.checkout.sessions.retrieve(sessionId)
  if (session.metadata?.order !== orderId) return false
  const checkout = {
    sessionId,
    url: session.url,
    expiresAt: new Date(session.expires_at * 1_000),
  }
  await transactDocuments(payload, { actor: providerActor('stripe') }, (tx) =>
    step('checkout.open.heard', () => updateOrder(tx, orderId, { checkout })),
  )
  return true
}

/** Those that failed first: the money that came back may be what a later one gave out again. Then the oldest first. */
const inOrder = (refunds: readonly ProviderRefund[]): ProviderRefund[] => [
  ...refunds.filter(({ status }) => status === 'failed'),
  ...refunds.filter(({ status }) => status !== 'failed').reverse(),
]
