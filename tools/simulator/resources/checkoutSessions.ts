import type Stripe from 'stripe'
import { invalidRequest, resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import { expireDueSessions, expireSession } from '../payments/checkout'
import type { Simulator } from '../simulator'
import type { WireLineItem, WireSession } from '../state/documents'
import { createdWithin, type ListObject, listPage, pageOf } from './list'
import { newSession } from './newSession'

const created = [
  'cancel_url',
  'client_reference_id',
  'customer',
  'customer_creation',
  'customer_email',
  'expires_at',
  'line_items.*.metadata.*',
  'line_items.*.price_data.currency',
  'line_items.*.price_data.product_data.description',
  'line_items.*.price_data.product_data.images.*',
  'line_items.*.price_data.product_data.metadata.*',
  'line_items.*.price_data.product_data.name',
  'line_items.*.price_data.tax_behavior',
  'line_items.*.price_data.unit_amount',
  'line_items.*.quantity',
  'locale',
  'metadata',
  'metadata.*',
  'mode',
  'payment_intent_data.description',
  'payment_intent_data.metadata.*',
  'payment_intent_data.receipt_email',
  'submit_type',
  'success_url',
  'ui_mode',
]

export const checkoutSessionRoutes: ApiRoute[] = [
  route<Stripe.Checkout.SessionCreateParams>('post', '/v1/checkout/sessions', created, (sim, { input }) => {
    if (input.ui_mode !== undefined && input.ui_mode !== 'hosted_page') throw unsupported('ui_mode')
    return newSession(sim, input)
  }),
  route<Stripe.Checkout.SessionListParams>(
    'get',
    '/v1/checkout/sessions',
    listParams('created', 'created.*', 'customer', 'payment_intent', 'status'),
    (sim, { input }) => {
      expireDueSessions(sim)
      const isWithin = createdWithin(input.created)
      const found = sim.store
        .all('checkout_sessions')
        .filter((session) => isWithin(session))
        .filter((session) => input.customer === undefined || session.customer === input.customer)
        .filter(
          (session) => input.payment_intent === undefined || session.payment_intent === input.payment_intent,
        )
        .filter((session) => input.status === undefined || session.status === input.status)
      return listPage(found, input, '/v1/checkout/sessions')
    },
  ),
  route('get', '/v1/checkout/sessions/{session}', [], (sim, { path }) =>
    findSession(sim, path.session ?? ''),
  ),
  route('post', '/v1/checkout/sessions/{session}/expire', [], (sim, { path }) => {
    const session = findSession(sim, path.session ?? '')
    if (session.status !== 'open') {
      throw invalidRequest(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      )
    }
    return expireSession(sim, session)
  }),
  route<Stripe.Checkout.SessionListLineItemsParams>(
    'get',
    '/v1/checkout/sessions/{session}/line_items',
    listParams(),
    (sim, { path, input }) => {
      const { id } = findSession(sim, path.session ?? '')
      return pageOf(linesOf(sim, id), input, `/v1/checkout/sessions/${id}/line_items`)
    },
  ),
]

/** What an expanded `line_items` of a session shows: its first ten lines. */
export function sessionLineItems(sim: Simulator, sessionId: string): ListObject<WireLineItem> {
  return pageOf(linesOf(sim, sessionId), {}, `/v1/checkout/sessions/${sessionId}/line_items`)
}

export function linesOf(sim: Simulator, sessionId: string): WireLineItem[] {
  return sim.store.get('session_lines', sessionId)?.items ?? []
}

function findSession(sim: Simulator, id: string): WireSession {
  expireDueSessions(sim)
  const session = sim.store.get('checkout_sessions', id)
  if (session === undefined) throw resourceMissing('checkout.session', id, 'session')
  return session
}

function unsupported(param: string) {
  const message = `The payment simulator does not simulate this value of ${param}`
  return invalidRequest(message, { code: 'simulator_unsupported', param })
}
