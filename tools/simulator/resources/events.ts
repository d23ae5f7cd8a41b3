import type Stripe from 'stripe'
import { invalidRequest, resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import { createdWithin, listPage } from './list'

const filters = listParams('created', 'created.*', 'delivery_success', 'type', 'types.*')

export const eventRoutes: ApiRoute[] = [
  route<Stripe.EventListParams>('get', '/v1/events', filters, (sim, { input }) => {
    if (input.type !== undefined && input.types !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: type, types.')
    }
    const isWithin = createdWithin(input.created)
    const wanted = input.types ?? (input.type === undefined ? null : [input.type])
    const undelivered = new Set(
      sim.store.all('deliveries').flatMap((one) => (one.status === 'delivered' ? [] : [one.event])),
    )
    const found = sim.store
      .all('events')
      .filter(
        (event) => isWithin(event) && (wanted === null || wanted.some((type) => fits(type, event.type))),
      )
      .filter(
        (event) =>
          input.delivery_success === undefined || undelivered.has(event.id) !== input.delivery_success,
      )
    return listPage(found, input, '/v1/events')
  }),
  route('get', '/v1/events/{id}', [], (sim, { path }) => {
    const id = path.id ?? ''
    const event = sim.store.get('events', id)
    if (event === undefined) throw resourceMissing('event', id, 'id')
    return event
  }),
]

/** `type` may end with a wildcard, as `charge.*`. */
function fits(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
}
