import type Stripe from 'stripe'
import type { UsedCard } from '../payments/charges'

// Shapes as they go over the wire. They are the pinned client's types without the fields that the stored description
// (an older version of the API, see README) does not know yet, and with decimals as the text they are in JSON.
export type WirePrice = Omit<
  Stripe.Price,
  'currency_options' | 'deleted' | 'tiers' | 'unit_amount_decimal'
> & {
  unit_amount_decimal: string | null
}
export type WireLineItem = Omit<Stripe.LineItem, 'price'> & { price: WirePrice }
export type WireCard = Omit<Stripe.Charge.PaymentMethodDetails.Card, 'electronic_commerce_indicator'>
export type WireCharge = Omit<
  Stripe.Charge,
  'authorization_code' | 'level3' | 'payment_method_details' | 'source'
> & { payment_method_details: { type: 'card'; card: WireCard } | null }
export type WirePaymentIntent = Omit<Stripe.PaymentIntent, 'payment_record' | 'source'>
export type WireSession = Omit<Stripe.Checkout.Session, 'allowed_payment_method_types'>
export type WireEvent = Omit<Stripe.EventBase, 'data'> & {
  data: { object: object; previous_attributes?: object }
}

/** The lines of a session in the order given; kept apart because a session shows them only when expanded. */
export interface SessionLines {
  session: string
  items: WireLineItem[]
}

/** What the hosted page remembers of a buyer's attempt, and of the parameters a session shows nowhere. */
export interface CheckoutState {
  session: string
  paymentIntentData: {
    description: string | null
    metadata: Record<string, string>
    receiptEmail: string | null
  }
  email: string
  name: string
  expiry: string
  /** A test card picked by button; never a number that somebody typed. */
  pickedCard: string
  problem: CheckoutProblem | null
  /** The card that waits for its 3-D Secure answer. */
  waiting: UsedCard | null
}

export interface CheckoutProblem {
  field: 'card' | 'expiry' | 'cvc' | 'name' | 'email' | null
  message: string
}

export interface WebhookAttempt {
  at: string
  status: number | null
  error: string | null
  durationMs: number
}

export interface Delivery {
  id: string
  event: string
  type: string
  endpoint: string
  url: string
  status: 'pending' | 'delivered' | 'failed' | 'dropped'
  /** Machine time of the next attempt in milliseconds. */
  dueAtMs: number
  attempts: WebhookAttempt[]
}

export interface StoredAnswer {
  key: string
  fingerprint: string
  status: number
  body: string
  /** Simulated seconds; an answer may be forgotten 24 hours later. */
  created: number
}

/** Every kind of document the simulator keeps, by the name of its collection. */
export interface Collections {
  balance_transactions: Stripe.BalanceTransaction
  charges: WireCharge
  checkout_sessions: WireSession
  checkout_states: CheckoutState
  customers: Stripe.Customer
  deliveries: Delivery
  events: WireEvent
  idempotency: StoredAnswer
  payment_intents: WirePaymentIntent
  refunds: Stripe.Refund
  session_lines: SessionLines
  settings: { offsetMs: number }
  webhook_endpoints: Stripe.WebhookEndpoint
}
export type CollectionName = keyof Collections
