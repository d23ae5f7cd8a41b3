import type Stripe from 'stripe'
import { resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import { createdWithin, listPage } from './list'

export const paymentIntentRoutes: ApiRoute[] = [
  route<Stripe.PaymentIntentListParams>(
    'get',
    '/v1/payment_intents',
    listParams('created', 'created.*', 'customer'),
    (sim, { input }) => {
      const isWithin = createdWithin(input.created)
      const found = sim.store
        .all('payment_intents')
        .filter(
          (intent) =>
            isWithin(intent) && (input.customer === undefined || intent.customer === input.customer),
        )
      return listPage(found, input, '/v1/payment_intents')
    },
  ),
  route('get', '/v1/payment_intents/{intent}', [], (sim, { path }) => {
    const id = path.intent ?? ''
    const intent = sim.store.get('payment_intents', id)
    if (intent === undefined) throw resourceMissing('payment_intent', id, 'intent')
    return intent
  }),
]
