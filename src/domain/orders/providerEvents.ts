import { z } from 'zod'

/** The provider's events that make us look at an order; the webhook endpoint asks for these and no others. */
export const handledEventTypes = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'charge.updated',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const
export type HandledEventType = (typeof handledEventTypes)[number]

export const isHandledEvent = (type: string): type is HandledEventType =>
  (handledEventTypes as readonly string[]).includes(type)

const eventSchema = z.object({
  data: z.object({
    object: z.object({
      id: z.string(),
      metadata: z.object({ order: z.string().optional() }).nullish(),
    }),
  }),
})

/** The object that an event speaks of, and our order where its metadata names one. */
export function eventOrder(event: unknown): { objectId: string; order: string | null } {
  const { object } = eventSchema.parse(event).data
  return { objectId: object.id, order: object.metadata?.order ?? null }
}
