import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import type { Stripe } from '@/platform/stripe'
import { paymentRecord, refundRecord } from './records'

/**
 * Sends an approved refund to the provider; the outbox calls it until it is through. Our refund's id is the idempotency
 * key, and before a late try the provider's own list is asked first, since it forgets keys after a day.
 */
export async function submitRefund(database: Database, stripe: Stripe, refundId: string): Promise<void> {
  const refund = await collectionOf(database, refundRecord).findOne({ _id: refundId })
  if (!refund) throw new HopelessError(`refund ${refundId} is not there`)
  if (refund.status !== 'approved') return
  const payment = await collectionOf(database, paymentRecord).findOne({ _id: refund.payment })
  const intent = payment?.providerIds.intent
  if (!intent) throw new HopelessError(`refund ${refundId} has no payment at the provider`)
  const sent = await stripe.refunds.list({ payment_intent: intent, limit: 100 })
  const known = sent.data.find((candidate) => candidate.metadata?.refund === refundId)
  const result =
    known ??
    (await stripe.refunds.create(
      {
        payment_intent: intent,
        amount: refund.amountMinor,
        metadata: { refund: refundId, order: refund.order },
      },
      { idempotencyKey: `refund:${refundId}` },
    ))
  await collectionOf(database, refundRecord).updateOne(
    { _id: refundId, status: 'approved' },
    { $set: { status: 'submitted', providerRefund: result.id } },
  )
}
