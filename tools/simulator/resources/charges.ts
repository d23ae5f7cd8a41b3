import type Stripe from 'stripe'
import { resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import { createdWithin, listPage } from './list'

export const chargeRoutes: ApiRoute[] = [
  route<Stripe.ChargeListParams>(
    'get',
    '/v1/charges',
    listParams('created', 'created.*', 'customer', 'payment_intent'),
    (sim, { input }) => {
      const isWithin = createdWithin(input.created)
      const found = sim.store
        .all('charges')
        .filter((charge) => isWithin(charge))
        .filter((charge) => input.customer === undefined || charge.customer === input.customer)
        .filter(
          (charge) => input.payment_intent === undefined || charge.payment_intent === input.payment_intent,
        )
      return listPage(found, input, '/v1/charges')
    },
  ),
  route('get', '/v1/charges/{charge}', [], (sim, { path }) => {
    const id = path.charge ?? ''
    const charge = sim.store.get('charges', id)
    if (charge === undefined) throw resourceMissing('charge', id, 'id')
    return charge
  }),
]
