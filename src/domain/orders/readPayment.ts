import type { Stripe } from '@/platform/stripe'

/** One try to pay, in our words. */
export interface PaymentAttempt {
  charge: string
  status: 'succeeded' | 'failed' | 'processing'
  amountMinor: number
  currency: string
  brand: string | null
  last4: string | null
  /** The provider's name of the card, the same for every payment with it. */
  fingerprint: string | null
  declineCode: string | null
  declineReason: string | null
  /** Known once the provider has booked it. */
  fee: { balanceTransaction: string; feeMinor: number } | null
  createdAt: Date
}

export interface ProviderRefund {
  id: string
  amountMinor: number
  status: 'pending' | 'succeeded' | 'failed'
  /** Our refund, when it began with us. */
  refund: string | null
  error: string | null
}

/** What the provider says of an order's payment now: the truth, whatever event made us ask. */
export interface PaymentTruth {
  session: string
  intent: string | null
  state: 'open' | 'paid' | 'expired'
  amountMinor: number
  currency: string
  attempts: PaymentAttempt[]
  refunds: ProviderRefund[]
}

/** Asks the provider for everything about a checkout session. Events only say when to ask (ARCHITECTURE, rule 3). */
export async function readPayment(stripe: Stripe, sessionId: string): Promise<PaymentTruth> {
  const session = await stripe.checkout.sessions.retrieve(sessionId)
  const intent = idOf(session.payment_intent)
  const charges = intent
    ? await stripe.charges.list({ payment_intent: intent, limit: 100, expand: ['data.balance_transaction'] })
    : { data: [] }
  const refunds = intent ? await stripe.refunds.list({ payment_intent: intent, limit: 100 }) : { data: [] }
  return {
    session: session.id,
    intent,
    state: session.payment_status === 'paid' ? 'paid' : session.status === 'expired' ? 'expired' : 'open',
    amountMinor: session.amount_total ?? 0,
    currency: session.currency ?? '',
    attempts: charges.data.map(attemptOf).reverse(),
    refunds: refunds.data.map(refundOf),
  }
}

function attemptOf(charge: Stripe.Charge): PaymentAttempt {
  const transaction = typeof charge.balance_transaction === 'object' ? charge.balance_transaction : null
  const card = charge.payment_method_details?.card
  return {
    charge: charge.id,
    status:
      charge.status === 'succeeded' ? 'succeeded' : charge.status === 'failed' ? 'failed' : 'processing',
    amountMinor: charge.amount,
    currency: charge.currency,
    brand: card?.brand ?? charge.payment_method_details?.type ?? null,
    last4: card?.last4 ?? null,
    fingerprint: card?.fingerprint ?? null,
    declineCode: charge.outcome?.reason ?? charge.failure_code ?? null,
    declineReason: charge.failure_message ?? null,
    fee: transaction ? { balanceTransaction: transaction.id, feeMinor: transaction.fee } : null,
    createdAt: new Date(charge.created * 1_000),
  }
}

const refundOf = (refund: Stripe.Refund): ProviderRefund => ({
  id: refund.id,
  amountMinor: refund.amount,
  status:
    refund.status === 'succeeded'
      ? 'succeeded'
      : refund.status === 'failed' || refund.status === 'canceled'
        ? 'failed'
        : 'pending',
  refund: refund.metadata?.refund ?? null,
  error: refund.failure_reason ?? null,
})

const idOf = (value: string | { id: string } | null): string | null =>
  value === null ? null : typeof value === 'string' ? value : value.id
