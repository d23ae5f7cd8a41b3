import type Stripe from 'stripe'
import { invalidRequest, resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import type { Simulator } from '../simulator'
import { newObjectId } from '../state/ids'
import { createdWithin, listPage } from './list'
import { mergeMetadata } from './metadata'

const written = ['description', 'email', 'metadata', 'metadata.*', 'name', 'phone', 'preferred_locales.*']

/** Texts of a customer that a parameter sets; an empty text clears. */
type Written = Pick<
  Stripe.CustomerCreateParams,
  'description' | 'email' | 'metadata' | 'name' | 'phone' | 'preferred_locales'
>

export const customerRoutes: ApiRoute[] = [
  route<Stripe.CustomerCreateParams>('post', '/v1/customers', written, (sim, { input }) =>
    newCustomer(sim, input),
  ),
  route<Stripe.CustomerListParams>(
    'get',
    '/v1/customers',
    listParams('email', 'created', 'created.*'),
    (sim, { input }) => {
      const isWithin = createdWithin(input.created)
      const found = sim.store
        .all('customers')
        .filter(
          (customer) => isWithin(customer) && (input.email === undefined || customer.email === input.email),
        )
      return listPage(found, input, '/v1/customers')
    },
  ),
  route('get', '/v1/customers/{customer}', [], (sim, { path }) => findCustomer(sim, path.customer ?? '')),
  route<Stripe.CustomerUpdateParams>('post', '/v1/customers/{customer}', written, (sim, { path, input }) => {
    const before = findCustomer(sim, path.customer ?? '')
    const after = sim.store.put('customers', before.id, { ...before, ...changesOf(before, input) })
    sim.events.emit('customer.updated', after, changedFrom(before, after))
    return after
  }),
]

export function newCustomer(sim: Simulator, input: Written): Stripe.Customer {
  const id = newObjectId('cus')
  const blank: Stripe.Customer = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: sim.clock.nowSeconds(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  }
  const customer = sim.store.put('customers', id, { ...blank, ...changesOf(blank, input) })
  sim.events.emit('customer.created', customer)
  return customer
}

export function checkEmail(email: string, param: string): void {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 512) return
  throw invalidRequest(`Invalid email address: ${email}`, { code: 'email_invalid', param })
}

function findCustomer(sim: Simulator, id: string): Stripe.Customer {
  const customer = sim.store.get('customers', id)
  if (customer === undefined) throw resourceMissing('customer', id, 'id')
  return customer
}

function changesOf(before: Stripe.Customer, input: Written): Partial<Stripe.Customer> {
  if (input.email !== undefined && input.email !== '') checkEmail(input.email, 'email')
  const textOf = (given: string | null | undefined, old: string | null | undefined) =>
    given === undefined ? (old ?? null) : given || null
  return {
    description: textOf(input.description, before.description),
    email: textOf(input.email, before.email),
    metadata: mergeMetadata(before.metadata, input.metadata),
    name: textOf(input.name, before.name),
    phone: textOf(input.phone, before.phone),
    preferred_locales: input.preferred_locales ?? before.preferred_locales ?? [],
  }
}

/** The old values of what an update changed, as `previous_attributes` holds them. */
function changedFrom(before: Stripe.Customer, after: Stripe.Customer): object {
  const now = new Map<string, unknown>(Object.entries(after))
  const isChanged = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(now.get(key))
  return Object.fromEntries(Object.entries(before).filter(isChanged))
}
