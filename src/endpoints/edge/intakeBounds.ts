import type { Environment } from '@/platform/env'
import { counter } from '@/platform/metrics'
import type { Endpoint } from '../http'
import { UnderWay } from './underWay'

const refusals = counter('webhooks_refused_total', 'Provider events refused because too many were under way.')

type Bounds = Pick<Environment, 'WEBHOOKS_AT_ONCE' | 'WEBHOOKS_AT_ONCE_PER_ADDRESS'>

/**
 * So many events of the provider are taken in at once, and so many of one address, so that bodies of strangers fill neither
 * memory nor every place. No pace: an honest burst is taken as fast as it can be stored, and who is refused comes again.
 */
export function withIntakeBounds(bounds: Bounds, endpoint: Endpoint): Endpoint {
  const underWay = new UnderWay({
    all: bounds.WEBHOOKS_AT_ONCE,
    perAddress: bounds.WEBHOOKS_AT_ONCE_PER_ADDRESS,
  })
  const enter = (address: string | null) => {
    try {
      return underWay.enter(address)
    } catch (error) {
      refusals.inc()
      throw error
    }
  }
  return async (request, context) => {
    const leave = enter(request.address)
    try {
      return await endpoint(request, context)
    } finally {
      leave()
    }
  }
}
