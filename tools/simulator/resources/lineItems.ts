import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors'
import type { Simulator } from '../simulator'
import type { WireLineItem } from '../state/documents'
import { newObjectId } from '../state/ids'
import { mergeMetadata } from './metadata'

type LineInput = Stripe.Checkout.SessionCreateParams.LineItem

/** The provider's published minimum of a charge in minor units; other currencies count as 50. */
const minimumMinor: Record<string, number> = { gbp: 30, chf: 50, eur: 50, usd: 50 }
const maximumMinor = 99_999_999

/** Lines of a session from `line_items`, in one currency. Throws the provider's refusals. */
export function newLineItems(sim: Simulator, inputs: readonly LineInput[] | undefined): WireLineItem[] {
  if (inputs === undefined || inputs.length === 0) {
    throw invalidRequest('You must provide `line_items` when creating a session in payment mode.', {
      code: 'parameter_missing',
      param: 'line_items',
    })
  }
  if (inputs.length > 100)
    throw invalidRequest('You may specify at most 100 line items.', { param: 'line_items' })
  const items = inputs.map((input, index) => newLineItem(sim, input, `line_items[${index}]`))
  const currency = items[0]?.currency
  if (items.some((item) => item.currency !== currency)) {
    throw invalidRequest('All prices on a Checkout Session must use the same currency.', {
      param: 'line_items',
    })
  }
  const total = totalOf(items)
  if (total < (minimumMinor[currency ?? ''] ?? 50)) {
    throw invalidRequest("The Checkout Session's total amount is below the provider's minimum charge.", {
      code: 'amount_too_small',
    })
  }
  if (total > maximumMinor) {
    throw invalidRequest("The Checkout Session's total amount is above the provider's maximum charge.", {
      code: 'amount_too_large',
    })
  }
  return items
}

export function totalOf(items: readonly WireLineItem[]): number {
  return items.reduce((sum, item) => sum + item.amount_total, 0)
}

function newLineItem(sim: Simulator, input: LineInput, param: string): WireLineItem {
  const data = input.price_data
  if (data === undefined) {
    throw invalidRequest(`Missing required param: ${param}[price_data].`, {
      code: 'parameter_missing',
      param: `${param}[price_data]`,
    })
  }
  const { unit_amount: unitAmount, product_data: product, currency } = data
  if (unitAmount === undefined) throw missing(`${param}[price_data][unit_amount]`)
  if (product === undefined) throw missing(`${param}[price_data][product_data]`)
  if (unitAmount < 0) {
    throw invalidRequest('Invalid non-negative integer', {
      code: 'parameter_invalid_integer',
      param: `${param}[price_data][unit_amount]`,
    })
  }
  const { quantity } = input
  if (quantity === undefined) throw missing(`${param}[quantity]`)
  if (quantity < 1 || quantity > 999_999) {
    throw invalidRequest('Quantity must be between 1 and 999999.', { param: `${param}[quantity]` })
  }
  const amount = unitAmount * quantity
  const unit = {
    currency: currency.toLowerCase(),
    unitAmount,
    taxBehavior: data.tax_behavior ?? 'unspecified',
  }
  return {
    id: newObjectId('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: unit.currency,
    description: product.name,
    metadata: mergeMetadata({}, input.metadata, `${param}[metadata]`),
    price: newPrice(sim, unit),
    quantity,
  }
}

function missing(param: string) {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
}

/** A price made on the spot: it is not active and cannot be used again. */
function newPrice(
  sim: Simulator,
  unit: { currency: string; unitAmount: number; taxBehavior: Stripe.Price.TaxBehavior },
): WireLineItem['price'] {
  return {
    id: newObjectId('price'),
    object: 'price',
    active: false,
    billing_scheme: 'per_unit',
    created: sim.clock.nowSeconds(),
    currency: unit.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: newObjectId('prod'),
    recurring: null,
    tax_behavior: unit.taxBehavior,
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: unit.unitAmount,
    unit_amount_decimal: String(unit.unitAmount),
  }
}
