import { collectionOf, type Database } from '@/platform/database'
import { HopelessError } from '@/platform/drain'
import { step } from '@/platform/steps'
import { isProviderRefusal, type Stripe } from '@/platform/stripe'
import { now } from '@/platform/time'
import { paymentRecord, type Refund, refundRecord } from './records'

/**
 * Sends an approved refund to the provider; the outbox calls it until it is through. Our refund's id is the idempotency
 * key, and before a late try the provider's own list is asked first, since it forgets keys after a day. What the provider
 * refuses for good closes the refund with its reason, so that staff may ask for another one.
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
  try {
    const { id } = known ?? (await step('refund.submit.send', () => createAtProvider(stripe, intent, refund)))
    const sentAs = { status: 'submitted', providerRefund: id } as const
    await step('refund.submit.close', () => close(database, refundId, sentAs))
  } catch (error) {
    if (!isProviderRefusal(error)) throw error
    const refused = { status: 'failed', error: error.message, settledAt: now() } as const
    await step('refund.submit.refused', () => close(database, refundId, refused))
  }
}

const createAtProvider = (stripe: Stripe, intent: string, refund: Refund) =>
  stripe.refunds.create(
    {
      payment_intent: intent,
      amount: refund.amountMinor,
      metadata: { refund: refund._id, order: refund.order },
    },
    { idempotencyKey: `refund:${refund._id}` },
  )

const close = (database: Database, refundId: string, set: Partial<Refund>) =>
  collectionOf(database, refundRecord).updateOne({ _id: refundId, status: 'approved' }, { $set: set })
