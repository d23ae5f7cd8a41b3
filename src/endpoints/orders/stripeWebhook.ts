import { eventOrder, isHandledEvent } from '@/domain/orders/providerEvents'
import { storeEvent } from '@/platform/inbox'
import { verifyStripeEvent } from '@/platform/stripe'
import { now } from '@/platform/time'
import { type Endpoint, jsonResponse } from '../http'

/**
 * `POST /api/v1/webhooks/stripe`: verified on its raw bytes, stored once under the provider's event id, answered at once.
 * A bad or missing signature is 400 `signature_invalid`, and nothing is stored (ARCHITECTURE, rule 3).
 */
export const createStripeWebhook =
  ({ secret }: { secret: string }): Endpoint =>
  async (request, { database, log }) => {
    const rawBody = await request.rawBody()
    const verified = verifyStripeEvent(rawBody, request.headers.get('stripe-signature') ?? undefined, secret)
    if (!isHandledEvent(verified.type)) return jsonResponse({ received: true })
    const { id, type } = verified
    const { objectId, order } = eventOrder(verified)
    const isNew = await storeEvent(
      database,
      { _id: `stripe:${id}`, provider: 'stripe', type, objectId, order, via: 'webhook' },
      now(),
    )
    log.info({ eventId: id, type, isNew, requestId: request.requestId }, 'provider event')
    return jsonResponse({ received: true })
  }
