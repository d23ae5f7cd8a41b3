import type Stripe from 'stripe'
import { invalidRequest, referenceMissing, resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import { refundsFail } from '../payments/cards'
import { recordTransaction } from '../payments/transactions'
import type { Simulator } from '../simulator'
import type { WireCharge } from '../state/documents'
import { newObjectId } from '../state/ids'
import { createdWithin, listPage } from './list'
import { mergeMetadata } from './metadata'
import { formatMinor } from './money'

const written = ['amount', 'charge', 'metadata', 'metadata.*', 'payment_intent', 'reason']

export const refundRoutes: ApiRoute[] = [
  route<Stripe.RefundCreateParams>('post', '/v1/refunds', written, (sim, { input }) => {
    const refund = newRefund(sim, input)
    return sim.switches.takeFailingRefund() ? failRefund(sim, refund, 'expired_or_canceled_card') : refund
  }),
  route<Stripe.RefundListParams>(
    'get',
    '/v1/refunds',
    listParams('charge', 'created', 'created.*', 'payment_intent'),
    (sim, { input }) => {
      const isWithin = createdWithin(input.created)
      const found = sim.store
        .all('refunds')
        .filter((refund) => isWithin(refund))
        .filter((refund) => input.charge === undefined || refund.charge === input.charge)
        .filter(
          (refund) => input.payment_intent === undefined || refund.payment_intent === input.payment_intent,
        )
      return listPage(found, input, '/v1/refunds')
    },
  ),
  route('get', '/v1/refunds/{refund}', [], (sim, { path }) => {
    const id = path.refund ?? ''
    const refund = sim.store.get('refunds', id)
    if (refund === undefined) throw resourceMissing('refund', id, 'refund')
    return refund
  }),
]

function newRefund(sim: Simulator, input: Stripe.RefundCreateParams): Stripe.Refund {
  const charge = chargeToRefund(sim, input)
  const left = charge.amount - charge.amount_refunded
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  const amount = input.amount ?? left
  if (amount < 1)
    throw invalidRequest('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' })
  if (amount > left) {
    const message = `Refund amount (${formatMinor(amount, charge.currency)}) is greater than unrefunded amount on charge (${formatMinor(left, charge.currency)})`
    throw invalidRequest(message, { param: 'amount' })
  }
  const id = newObjectId('re')
  const transaction = recordTransaction(sim, {
    type: 'refund',
    amountMinor: -amount,
    feeMinor: 0,
    currency: charge.currency,
    source: id,
    description: 'REFUND FOR CHARGE',
  })
  const refund: Stripe.Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: sim.clock.nowSeconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      type: 'card',
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
    },
    metadata: mergeMetadata({}, input.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: input.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  }
  sim.store.put('refunds', id, refund)
  const amountRefunded = charge.amount_refunded + amount
  const refunded = { ...charge, amount_refunded: amountRefunded, refunded: amountRefunded === charge.amount }
  sim.store.put('charges', charge.id, refunded)
  sim.events.emit('charge.refunded', refunded, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  })
  sim.events.emit('refund.created', refund)
  return referenceArrives(sim, refund)
}

/** A moment later the provider learns the bank's reference, which is what `refund.updated` tells. */
function referenceArrives(sim: Simulator, refund: Stripe.Refund): Stripe.Refund {
  const destination: Stripe.Refund.DestinationDetails = {
    type: 'card',
    card: {
      reference: newObjectId('arn').slice(-23),
      reference_status: 'available',
      reference_type: 'acquirer_reference_number',
      type: 'refund',
    },
  }
  const updated = sim.store.put('refunds', refund.id, { ...refund, destination_details: destination })
  sim.events.emit('refund.updated', updated, { destination_details: refund.destination_details })
  return updated
}

/**
 * The bank sends a succeeded refund back: the money returns to the balance and the charge counts less as refunded.
 * Throws the provider's refusal when the refund is not in the state `succeeded`.
 */
export function failRefund(sim: Simulator, refund: Stripe.Refund, reason: string): Stripe.Refund {
  const charge = typeof refund.charge === 'string' ? sim.store.get('charges', refund.charge) : undefined
  if (refund.status !== 'succeeded' || charge === undefined) {
    throw invalidRequest(`Refund ${refund.id} cannot fail in its state ${refund.status}`)
  }
  const transaction = recordTransaction(sim, {
    type: 'refund_failure',
    amountMinor: refund.amount,
    feeMinor: 0,
    currency: refund.currency,
    source: refund.id,
    description: 'REFUND FAILURE',
  })
  const failed = sim.store.put('refunds', refund.id, {
    ...refund,
    failure_balance_transaction: transaction.id,
    failure_reason: reason,
    status: 'failed',
  })
  const amountRefunded = charge.amount_refunded - refund.amount
  sim.store.put('charges', charge.id, { ...charge, amount_refunded: amountRefunded, refunded: false })
  sim.events.emit('refund.updated', failed, { status: 'succeeded' })
  sim.events.emit('refund.failed', failed)
  return failed
}

/** How long a refund to a card whose refunds fail has succeeded, by the simulated clock. The provider says no number. */
const refundFailsAfterSeconds = 5

/** Sends back every refund to such a card whose time has come: `refund.updated`, `refund.failed`. */
export function failDueRefunds(sim: Simulator): void {
  const madeBefore = sim.clock.nowSeconds() - refundFailsAfterSeconds
  const due = sim.store
    .all('refunds')
    .filter((refund) => refund.status === 'succeeded' && refund.created <= madeBefore)
    .filter((refund) => refundsFail(lastDigitsOf(sim, refund)))
  for (const refund of due) sim.store.commit(() => failRefund(sim, refund, 'expired_or_canceled_card'))
}

function lastDigitsOf(sim: Simulator, { charge }: Stripe.Refund): string | null {
  const known = typeof charge === 'string' ? sim.store.get('charges', charge) : undefined
  return known?.payment_method_details?.card.last4 ?? null
}

function chargeToRefund(sim: Simulator, input: Stripe.RefundCreateParams): WireCharge {
  if (input.charge !== undefined) {
    const charge = sim.store.get('charges', input.charge)
    if (charge === undefined) throw referenceMissing('charge', input.charge, 'charge')
    return paidOnly(charge)
  }
  if (input.payment_intent === undefined) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const intent = sim.store.get('payment_intents', input.payment_intent)
  if (intent === undefined) throw referenceMissing('payment_intent', input.payment_intent, 'payment_intent')
  const charge =
    typeof intent.latest_charge === 'string' ? sim.store.get('charges', intent.latest_charge) : undefined
  if (charge === undefined || intent.status !== 'succeeded') {
    throw invalidRequest('This PaymentIntent does not have a successful charge to refund.', {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    })
  }
  return charge
}

function paidOnly(charge: WireCharge): WireCharge {
  if (charge.paid) return charge
  throw invalidRequest(`Charge ${charge.id} was not paid and cannot be refunded.`, { param: 'charge' })
}
