import type { Payload } from 'payload'
import { customerDocument } from '@/domain/accounts/records'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import { isProviderFault, type Stripe } from '@/platform/stripe'
import { addSeconds } from '@/platform/time'
import { updateOrder } from './changeOrderStatus'
import { lineText } from './lineText'
import { orderDocument, orderItemRecord } from './records'

/** The provider keeps a checkout open from 30 minutes to 24 hours; half an hour of this is for repeats. */
const sessionSeconds = 7_200
const maxSessionKeys = 3

/**
 * Opens the provider's hosted page for a pending order. The order's id is the idempotency key: after a crash in between,
 * the same page is opened again, never a second one.
 * @returns the address to send the buyer to.
 * @throws CodedError 404; 409 order_not_open.
 */
export async function openCheckout({
  payload,
  stripe,
  orderId,
  successUrl,
  cancelUrl,
}: {
  payload: Payload
  stripe: Stripe
  orderId: string
  successUrl: string
  cancelUrl: string
}): Promise<string> {
  const database = databaseOf(payload)
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  if (!order) throw notFound('order')
  if (order.status !== 'pending') throw conflict('order_not_open', 'This order is not waiting for a payment.')
  const items = await collectionOf(database, orderItemRecord).find({ order: orderId }).toArray()
  const customer = await collectionOf(database, customerDocument).findOne({ _id: order.customer })
  const params = {
    mode: 'payment' as const,
    client_reference_id: orderId,
    ...(customer ? { customer_email: customer.email } : {}),
    line_items: items.map((item) => ({
      quantity: item.quantity,
      price_data: {
        currency: item.currency,
        unit_amount: item.unitPriceMinor,
        product_data: {
          name: lineText(item),
          description: `Sold by ${item.sellerName}`,
        },
      },
    })),
    success_url: successUrl,
    cancel_url: cancelUrl,
    // From the order, not from the clock: a repeat under the same key must say the same.
    expires_at: Math.floor(addSeconds(order.createdAt, sessionSeconds).getTime() / 1_000),
    metadata: { order: orderId },
    payment_intent_data: { metadata: { order: orderId } },
  }
  const session = await step('checkout.open.session', () => createSession(stripe, orderId, params))
  if (!session.url) throw new Error(`session ${session.id} has no page`)
  const checkout = {
    sessionId: session.id,
    url: session.url,
    expiresAt: new Date(session.expires_at * 1_000),
  }
  await transactDocuments(payload, { actor: systemActor('checkout') }, (tx) =>
    step('checkout.open.store', () => updateOrder(tx, orderId, { checkout })),
  )
  return session.url
}

/**
 * Under the order's key, so that two tabs open one page. Where the provider broke in it, it answers the same fault under that
 * key for a day, and the buyer could not pay: then under the next key. What it may have opened before has no reader and
 * runs out.
 */
async function createSession(
  stripe: Stripe,
  orderId: string,
  params: Stripe.Checkout.SessionCreateParams,
): Promise<Stripe.Checkout.Session> {
  for (let attempt = 1; ; attempt++) {
    const idempotencyKey = attempt === 1 ? `checkout:${orderId}` : `checkout:${orderId}:${attempt}`
    try {
      return await stripe.checkout.sessions.create(params, { idempotencyKey })
    } catch (error) {
      if (!isProviderFault(error) || attempt >= maxSessionKeys) throw error
    }
  }
}
