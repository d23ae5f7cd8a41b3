import { ZodError } from 'zod'
import { eventOrder, isHandledEvent } from '@/domain/orders/providerEvents'
import { storeEvent } from '@/platform/inbox'
import { step } from '@/platform/steps'
import { verifyStripeEvent } from '@/platform/stripe'
import { now } from '@/platform/time'
import { type Endpoint, jsonResponse } from '../http'

const acknowledged = () => jsonResponse({ received: true })

/**
 * `POST /api/v1/webhooks/stripe`: verified on its raw bytes, stored once under the provider's event id, answered at once.
 * A bad or missing signature is 400 `signature_invalid`, and nothing is stored (ARCHITECTURE, rule 3). What nobody
 * handles is acknowledged, so that the provider does not send it again, and not kept.
 */
export const createStripeWebhook =
  ({ secret }: { secret: string }): Endpoint =>
  async (request, { database, log }) => {
    const signature = request.headers.get('stripe-signature') ?? undefined
    const event = verifyStripeEvent(await request.rawBody(), signature, secret)
    if (!isHandledEvent(event.type)) return acknowledged()
    const subject = subjectOf(event)
    if (!subject) {
      // Signed rightly, so it is the provider's; sending it again would not change it.
      log.error({ eventId: event.id, type: event.type }, 'an event of an unknown shape')
      return acknowledged()
    }
    const { id, type } = event
    const incoming = { _id: `stripe:${id}`, provider: 'stripe', type, ...subject, via: 'webhook' } as const
    const isNew = await step('webhook.store', () => storeEvent(database, incoming, now()))
    log.info({ eventId: id, type, isNew, requestId: request.requestId }, 'provider event')
    return acknowledged()
  }

function subjectOf(event: unknown): ReturnType<typeof eventOrder> | null {
  try {
    return eventOrder(event)
  } catch (error) {
    if (error instanceof ZodError) return null
    throw error
  }
}
