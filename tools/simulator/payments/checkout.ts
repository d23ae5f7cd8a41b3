import { createHash } from 'node:crypto'
import { newCustomer } from '../resources/customers'
import type { Simulator } from '../simulator'
import type { CheckoutState, WirePaymentIntent, WireSession } from '../state/documents'
import { newObjectId } from '../state/ids'
import { type CardBehavior, findTestCard, unknownCard } from './cards'
import { type Buyer, failCharge, settleCharge, succeedCharge, type UsedCard } from './charges'
import { askAuthentication, cancelIntent, failIntent, intentOf, succeedIntent } from './intents'

export type AttemptResult =
  | { outcome: 'paid' }
  | { outcome: 'authenticate'; url: string }
  | { outcome: 'declined'; code: string; declineCode: string | null; message: string }

export interface Attempt {
  session: WireSession
  digits: string
  expiry: { month: number; year: number }
  buyer: Buyer
}

const failedChallenge: Extract<CardBehavior, { kind: 'decline' }> = {
  kind: 'decline',
  code: 'payment_intent_authentication_failure',
  declineCode: null,
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
}

/**
 * One attempt to pay an open session, as an act of its own.
 * A paid session ends with these events in order: payment_intent.created, charge.succeeded,
 * payment_intent.succeeded, checkout.session.completed, charge.updated.
 */
export function attemptPayment(sim: Simulator, attempt: Attempt): AttemptResult {
  return sim.store.commit(() => {
    const { session, digits, expiry, buyer } = attempt
    const state = stateOf(sim, session.id)
    const intent = intentOf(sim, session, state)
    const known = findTestCard(digits)
    const behavior = known?.behavior ?? unknownCard
    const card: UsedCard = {
      brand: known?.brand ?? 'unknown',
      last4: digits.slice(-4),
      fingerprint: fingerprintOf(digits, buyer.name),
      expMonth: expiry.month,
      expYear: expiry.year,
      authenticated: false,
    }
    const remembered = { ...state, ...buyer, problem: null, pickedCard: '', waiting: null }
    if (behavior.kind === 'authenticate') {
      const url = `${sim.publicUrl}/c/pay/${session.id}/authenticate`
      sim.store.put('checkout_states', session.id, { ...remembered, waiting: card })
      askAuthentication(sim, intent, url)
      return { outcome: 'authenticate', url }
    }
    if (behavior.kind === 'decline') return decline(sim, remembered, intent, card, buyer, behavior)
    return pay(sim, remembered, intent, card, buyer)
  })
}

const fingerprintOf = (digits: string, nameOnCard: string): string =>
  createHash('sha256').update(`${digits}|${nameOnCard.trim().toLowerCase()}`).digest('base64url').slice(0, 16)

/** The buyer's answer to the 3-D Secure challenge; null when no challenge is open. */
export function answerChallenge(
  sim: Simulator,
  sessionId: string,
  isConfirmed: boolean,
): AttemptResult | null {
  return sim.store.commit(() => {
    const state = stateOf(sim, sessionId)
    const session = sim.store.get('checkout_sessions', sessionId)
    const intentId = session?.payment_intent
    const intent = typeof intentId === 'string' ? sim.store.get('payment_intents', intentId) : undefined
    if (state.waiting === null || session?.status !== 'open' || intent?.status !== 'requires_action')
      return null
    const card = { ...state.waiting, authenticated: true }
    const settled = { ...state, waiting: null }
    const buyer = { email: state.email, name: state.name }
    return isConfirmed
      ? pay(sim, settled, intent, card, buyer)
      : decline(sim, settled, intent, null, buyer, failedChallenge)
  })
}

/** Ends an open session without payment, with `checkout.session.expired`. */
export function expireSession(sim: Simulator, session: WireSession): WireSession {
  return sim.store.commit(() => {
    const expired = sim.store.put('checkout_sessions', session.id, {
      ...session,
      status: 'expired',
      url: null,
    })
    const intentId = session.payment_intent
    const intent = typeof intentId === 'string' ? sim.store.get('payment_intents', intentId) : undefined
    if (intent !== undefined) cancelIntent(sim, intent)
    sim.events.emit('checkout.session.expired', expired)
    return expired
  })
}

/** Expires every open session whose time is over by the simulated clock. */
export function expireDueSessions(sim: Simulator): void {
  const now = sim.clock.nowSeconds()
  const due = sim.store
    .all('checkout_sessions')
    .filter((one) => one.status === 'open' && one.expires_at <= now)
  for (const session of due) expireSession(sim, session)
}

export function stateOf(sim: Simulator, sessionId: string): CheckoutState {
  const state = sim.store.get('checkout_states', sessionId)
  if (state === undefined) throw new Error(`The session ${sessionId} has no stored checkout state`)
  return state
}

function pay(
  sim: Simulator,
  state: CheckoutState,
  intent: WirePaymentIntent,
  card: UsedCard,
  buyer: Buyer,
): AttemptResult {
  const session = sim.store.get('checkout_sessions', state.session)
  if (session === undefined) throw new Error(`The session ${state.session} is missing`)
  sim.store.put('checkout_states', state.session, { ...state, problem: null })
  const customer = session.customer ?? createdCustomer(sim, session, buyer)
  const paymentMethod = intent.payment_method ?? newObjectId('pm')
  const confirmed = { ...intent, customer, payment_method: paymentMethod }
  const charge = succeedCharge(sim, confirmed, card, buyer)
  succeedIntent(sim, confirmed, charge)
  const completed = sim.store.put('checkout_sessions', session.id, {
    ...session,
    customer,
    customer_details: {
      address: null,
      business_name: null,
      email: buyer.email,
      individual_name: null,
      name: buyer.name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    payment_intent: intent.id,
    payment_status: 'paid',
    status: 'complete',
    url: null,
  })
  sim.events.emit('checkout.session.completed', completed)
  settleCharge(sim, charge)
  return { outcome: 'paid' }
}

function createdCustomer(sim: Simulator, session: WireSession, buyer: Buyer): string | null {
  if (session.customer_creation !== 'always') return null
  return newCustomer(sim, { email: buyer.email, name: buyer.name }).id
}

function decline(
  sim: Simulator,
  state: CheckoutState,
  intent: WirePaymentIntent,
  card: UsedCard | null,
  buyer: Buyer,
  reason: Extract<CardBehavior, { kind: 'decline' }>,
): AttemptResult {
  const tried = { ...intent, payment_method: newObjectId('pm') }
  const charge = card === null ? null : failCharge(sim, tried, card, buyer, reason)
  failIntent(sim, intent, reason, charge)
  const problem = { field: null, message: reason.message }
  sim.store.put('checkout_states', state.session, { ...state, problem })
  return { outcome: 'declined', code: reason.code, declineCode: reason.declineCode, message: reason.message }
}
