import { z } from 'zod'
import { storeEvent } from '@/platform/inbox'
import { verifyStripeEvent } from '@/platform/stripe'
import { now } from '@/platform/time'
import { type Endpoint, jsonResponse } from '../http'

/** What the worker handles; everything else is acknowledged, so that the provider does not send it again, and dropped. */
export const handledStripeEvents: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'charge.refund.updated',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
])

/** The part of an event that is kept; its object is fetched anew by the worker, never believed from here. */
const eventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  data: z.object({
    object: z.object({
      id: z.string().min(1).max(255),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  }),
})

/**
 * `POST /api/v1/webhooks/stripe`: verified on its raw bytes, stored once under the provider's event id, answered at once.
 * A bad or missing signature is 400 `signature_invalid`, and nothing is stored (ARCHITECTURE, rule 3).
 */
export const createStripeWebhook =
  ({ secret }: { secret: string }): Endpoint =>
  async (request, { database, log }) => {
    const rawBody = await request.rawBody()
    const verified = verifyStripeEvent(rawBody, request.headers.get('stripe-signature') ?? undefined, secret)
    if (!handledStripeEvents.has(verified.type)) return jsonResponse({ received: true })
    const event = eventSchema.safeParse(verified)
    if (!event.success) {
      // Signed rightly, so it is the provider's; sending it again would not change it.
      log.error({ eventId: verified.id, issues: event.error.issues }, 'an event of an unknown shape')
      return jsonResponse({ received: true })
    }
    const { id, type, data } = event.data
    const isNew = await storeEvent(
      database,
      {
        _id: `stripe:${id}`,
        provider: 'stripe',
        type,
        objectId: data.object.id,
        order: data.object.metadata?.order ?? null,
        via: 'webhook',
      },
      now(),
    )
    log.info({ eventId: id, type, isNew, requestId: request.requestId }, 'provider event')
    return jsonResponse({ received: true })
  }
