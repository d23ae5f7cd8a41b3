import type { Payload } from 'payload'
import { syncOrder } from '@/domain/orders/syncOrder'
import { HopelessError } from '@/platform/drain'
import { CodedError } from '@/platform/errors'
import type { InboxRow } from '@/platform/inbox'
import type { Stripe } from '@/platform/stripe'

/**
 * What an event makes us do: ask the provider about the order that it speaks of. Its own content is never believed, so
 * duplicates, lateness and order do not matter.
 */
export async function handleProviderEvent(
  { payload, stripe }: { payload: Payload; stripe: Stripe },
  row: Pick<InboxRow, 'type' | 'objectId' | 'order'>,
): Promise<void> {
  const orderId = row.order ?? (await orderOf(stripe, row))
  // Not ours: another application of the same provider account.
  if (!orderId) return
  try {
    const heard = row.type.startsWith('checkout.session.') ? row.objectId : null
    const found = await syncOrder(payload, stripe, orderId, heard)
    if (!found) throw new Error(`order ${orderId} has no checkout yet`)
  } catch (error) {
    if (error instanceof CodedError) throw new HopelessError(error.message)
    throw error
  }
}

/** Refunds carry our order where we made them; otherwise their payment does. */
async function orderOf(
  stripe: Stripe,
  { type, objectId }: Pick<InboxRow, 'type' | 'objectId'>,
): Promise<string | null> {
  if (type.startsWith('checkout.session.'))
    return (await stripe.checkout.sessions.retrieve(objectId)).metadata?.order ?? null
  const intent = type.startsWith('payment_intent.') ? objectId : await intentOf(stripe, type, objectId)
  return intent ? ((await stripe.paymentIntents.retrieve(intent)).metadata.order ?? null) : null
}

async function intentOf(stripe: Stripe, type: string, objectId: string): Promise<string | null> {
  const object = type.startsWith('refund.')
    ? await stripe.refunds.retrieve(objectId)
    : await stripe.charges.retrieve(objectId)
  const intent = object.payment_intent
  return typeof intent === 'string' ? intent : (intent?.id ?? null)
}
