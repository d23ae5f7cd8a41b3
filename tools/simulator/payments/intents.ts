import type { Simulator } from '../simulator'
import type { CheckoutState, WireCharge, WirePaymentIntent, WireSession } from '../state/documents'
import { clientSecretFor, newObjectId } from '../state/ids'
import type { CardBehavior } from './cards'

type Decline = Extract<CardBehavior, { kind: 'decline' }>

/** The session's payment intent, made at the first attempt as the provider does, with `payment_intent.created`. */
export function intentOf(sim: Simulator, session: WireSession, state: CheckoutState): WirePaymentIntent {
  const known = typeof session.payment_intent === 'string' ? session.payment_intent : null
  const existing = known === null ? undefined : sim.store.get('payment_intents', known)
  if (existing !== undefined) return existing
  const intent = newIntent(sim, session, state)
  sim.store.put('payment_intents', intent.id, intent)
  sim.store.put('checkout_sessions', session.id, { ...session, payment_intent: intent.id })
  sim.events.emit('payment_intent.created', intent)
  return intent
}

export function succeedIntent(
  sim: Simulator,
  intent: WirePaymentIntent,
  charge: WireCharge,
): WirePaymentIntent {
  const paid = sim.store.put('payment_intents', intent.id, {
    ...intent,
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: charge.payment_method,
    status: 'succeeded',
  })
  sim.events.emit('payment_intent.succeeded', paid)
  return paid
}

/** Back to waiting for a card; `charge` is null when authentication failed before any charge was tried. */
export function failIntent(
  sim: Simulator,
  intent: WirePaymentIntent,
  decline: Decline,
  charge: WireCharge | null,
): WirePaymentIntent {
  const failed = sim.store.put('payment_intents', intent.id, {
    ...intent,
    last_payment_error: {
      type: charge === null ? 'invalid_request_error' : 'card_error',
      code: decline.code,
      message: decline.message,
      ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
      ...(charge === null ? {} : { charge: charge.id }),
    },
    latest_charge: charge === null ? intent.latest_charge : charge.id,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  })
  sim.events.emit('payment_intent.payment_failed', failed)
  return failed
}

export function askAuthentication(sim: Simulator, intent: WirePaymentIntent, url: string): WirePaymentIntent {
  const asked = sim.store.put('payment_intents', intent.id, {
    ...intent,
    last_payment_error: null,
    next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: null, url } },
    payment_method: newObjectId('pm'),
    status: 'requires_action',
  })
  sim.events.emit('payment_intent.requires_action', asked)
  return asked
}

export function cancelIntent(sim: Simulator, intent: WirePaymentIntent): void {
  if (intent.status === 'succeeded' || intent.status === 'canceled') return
  const canceled = sim.store.put('payment_intents', intent.id, {
    ...intent,
    canceled_at: sim.clock.nowSeconds(),
    cancellation_reason: 'expired',
    next_action: null,
    status: 'canceled',
  })
  sim.events.emit('payment_intent.canceled', canceled)
}

function newIntent(sim: Simulator, session: WireSession, state: CheckoutState): WirePaymentIntent {
  const id = newObjectId('pi')
  const { description, metadata, receiptEmail } = state.paymentIntentData
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: clientSecretFor(id),
    confirmation_method: 'automatic',
    created: sim.clock.nowSeconds(),
    currency: session.currency ?? 'usd',
    customer: session.customer,
    customer_account: null,
    description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    processing: null,
    receipt_email: receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}
