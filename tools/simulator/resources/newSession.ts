import type Stripe from 'stripe'
import { invalidRequest, referenceMissing } from '../http/errors'
import type { Simulator } from '../simulator'
import type { CheckoutState, WireLineItem, WireSession } from '../state/documents'
import { newObjectId } from '../state/ids'
import { checkEmail } from './customers'
import { newLineItems, totalOf } from './lineItems'
import { mergeMetadata } from './metadata'

type Input = Stripe.Checkout.SessionCreateParams

/** A session may live between half an hour and a day (docs: `expires_at`). */
const shortestSeconds = 30 * 60
const longestSeconds = 24 * 60 * 60

/** Creates an open session in payment mode with its lines; throws the provider's refusals. */
export function newSession(sim: Simulator, input: Input): WireSession {
  if (input.mode !== 'payment') {
    throw invalidRequest('The payment simulator knows sessions with mode "payment" only.', {
      code: input.mode === undefined ? 'parameter_missing' : 'simulator_unsupported',
      param: 'mode',
    })
  }
  if (input.success_url === undefined) {
    throw invalidRequest('Missing required param: success_url.', {
      code: 'parameter_missing',
      param: 'success_url',
    })
  }
  checkUrl(input.success_url.replaceAll('{CHECKOUT_SESSION_ID}', 'id'), 'success_url')
  if (input.cancel_url !== undefined) checkUrl(input.cancel_url, 'cancel_url')
  checkBuyer(sim, input)
  const items = newLineItems(sim, input.line_items)
  const id = newObjectId('cs_test')
  const session = sessionOf(sim, id, input, items)
  sim.store.put('checkout_sessions', id, session)
  sim.store.put('session_lines', id, { session: id, items })
  sim.store.put('checkout_states', id, stateOf(id, input))
  return session
}

function checkBuyer(sim: Simulator, input: Input): void {
  if (input.customer !== undefined && input.customer_email !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: customer, customer_email.')
  }
  if (input.customer !== undefined && sim.store.get('customers', input.customer) === undefined) {
    throw referenceMissing('customer', input.customer, 'customer')
  }
  if (input.customer_email !== undefined) checkEmail(input.customer_email, 'customer_email')
}

function checkUrl(url: string, param: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
  throw invalidRequest('Not a valid URL', { code: 'url_invalid', param })
}

function expiryOf(now: number, given: number | undefined): number {
  if (given === undefined) return now + longestSeconds
  if (given < now + shortestSeconds || given > now + longestSeconds) {
    throw invalidRequest(
      'The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    )
  }
  return given
}

function stateOf(id: string, input: Input): CheckoutState {
  const data = input.payment_intent_data
  return {
    session: id,
    paymentIntentData: {
      description: data?.description ?? null,
      metadata: mergeMetadata({}, data?.metadata, 'payment_intent_data[metadata]'),
      receiptEmail: data?.receipt_email ?? null,
    },
    email: input.customer_email ?? '',
    name: '',
    expiry: '',
    pickedCard: '',
    problem: null,
    waiting: null,
  }
}

function sessionOf(sim: Simulator, id: string, input: Input, items: readonly WireLineItem[]): WireSession {
  const now = sim.clock.nowSeconds()
  const total = totalOf(items)
  const email = input.customer_email ?? null
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: items[0]?.currency ?? null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: input.customer ?? null,
    customer_account: null,
    customer_creation: input.customer === undefined ? (input.customer_creation ?? 'if_required') : null,
    customer_details: email === null ? null : blankDetails(email),
    customer_email: email,
    discounts: [],
    expires_at: expiryOf(now, input.expires_at),
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: input.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, input.metadata),
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: input.submit_type ?? null,
    subscription: null,
    success_url: input.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `${sim.publicUrl}/c/pay/${id}`,
    wallet_options: null,
  }
}

function blankDetails(email: string): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: null,
  }
}
