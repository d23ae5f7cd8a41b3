import type Stripe from 'stripe'
import type { Simulator } from '../simulator'
import type { WireCard, WireCharge, WirePaymentIntent } from '../state/documents'
import { newObjectId } from '../state/ids'
import type { CardBehavior } from './cards'
import { cardFeeMinor } from './fees'
import { recordTransaction } from './transactions'

/** A card as it was used: never the whole number, only what the provider shows of it. */
export interface UsedCard {
  brand: string
  last4: string
  /** Few test numbers stand for many cards: the name on it tells them apart. */
  fingerprint: string
  expMonth: number
  expYear: number
  authenticated: boolean
}

export interface Buyer {
  email: string
  name: string
}

type Decline = Extract<CardBehavior, { kind: 'decline' }>

/** Books a paid charge: `charge.succeeded` without its balance transaction, which the provider makes a moment later. */
export function succeedCharge(
  sim: Simulator,
  intent: WirePaymentIntent,
  card: UsedCard,
  buyer: Buyer,
): WireCharge {
  const charge = newCharge(sim, intent, card, buyer, null)
  sim.store.put('charges', charge.id, charge)
  sim.events.emit('charge.succeeded', charge)
  return charge
}

/** Gives a charge its balance transaction, with `charge.updated`. */
export function settleCharge(sim: Simulator, charge: WireCharge): WireCharge {
  const transaction = recordTransaction(sim, {
    type: 'charge',
    amountMinor: charge.amount,
    feeMinor: cardFeeMinor(charge.amount),
    currency: charge.currency,
    source: charge.id,
    description: charge.description,
  })
  const settled = sim.store.put('charges', charge.id, { ...charge, balance_transaction: transaction.id })
  sim.events.emit('charge.updated', settled, { balance_transaction: null })
  return settled
}

export function failCharge(
  sim: Simulator,
  intent: WirePaymentIntent,
  card: UsedCard,
  buyer: Buyer,
  decline: Decline,
): WireCharge {
  const charge = newCharge(sim, intent, card, buyer, decline)
  sim.store.put('charges', charge.id, charge)
  sim.events.emit('charge.failed', charge)
  return charge
}

function outcomeOf(decline: Decline | null): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline === null ? 'approved_by_network' : 'declined_by_network',
    reason: decline === null ? null : (decline.declineCode ?? decline.code),
    risk_level: 'normal',
    risk_score: 12,
    seller_message: decline === null ? 'Payment complete.' : 'The bank did not return any further details.',
    type: decline === null ? 'authorized' : 'issuer_declined',
  }
}

function newCharge(
  sim: Simulator,
  intent: WirePaymentIntent,
  card: UsedCard,
  buyer: Buyer,
  decline: Decline | null,
): WireCharge {
  const isPaid = decline === null
  return {
    id: newObjectId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: buyer.email, name: buyer.name, phone: null, tax_id: null },
    calculated_statement_descriptor: 'PAYMENT SIMULATOR',
    captured: isPaid,
    created: sim.clock.nowSeconds(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(decline),
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: intent.payment_method === null ? null : String(intent.payment_method),
    payment_method_details: { type: 'card', card: cardDetails(card) },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: isPaid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
}

function cardDetails(card: UsedCard): WireCard {
  return {
    amount_authorized: null,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    exp_month: card.expMonth,
    exp_year: card.expYear,
    fingerprint: card.fingerprint,
    funding: 'credit',
    installments: null,
    last4: card.last4,
    mandate: null,
    network: card.brand,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: card.authenticated ? completedChallenge() : null,
    transaction_link_id: null,
    wallet: null,
  }
}

function completedChallenge(): Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure {
  return {
    authentication_flow: 'challenge',
    electronic_commerce_indicator: '05',
    exemption_indicator: null,
    result: 'authenticated',
    result_reason: null,
    transaction_id: null,
    version: '2.2.0',
  }
}
