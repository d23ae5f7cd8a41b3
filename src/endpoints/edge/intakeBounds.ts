import type { Environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { counter } from '@/platform/metrics'
import { addressCell } from '@/platform/rateLimit'
import type { Endpoint } from '../http'

const refusals = counter('webhooks_refused_total', 'Provider events refused because too many were under way.')

type Bounds = Pick<Environment, 'WEBHOOKS_AT_ONCE' | 'WEBHOOKS_AT_ONCE_PER_ADDRESS'>

/**
 * So many events of the provider are taken in at once, and so many of one address, so that bodies of strangers fill neither
 * memory nor every place. No pace: an honest burst is taken as fast as it can be stored, and who is refused comes again.
 */
export function withIntakeBounds(bounds: Bounds, endpoint: Endpoint): Endpoint {
  const underWay = new Map<string, number>()
  let all = 0
  return async (request, context) => {
    const cell = addressCell(request.address ?? '')
    const own = underWay.get(cell) ?? 0
    if (all >= bounds.WEBHOOKS_AT_ONCE || own >= bounds.WEBHOOKS_AT_ONCE_PER_ADDRESS) {
      refusals.inc()
      throw new CodedError({
        status: 503,
        code: 'busy',
        detail: 'Too many events are being taken in. Send this one again.',
        retryAfterSeconds: 2,
      })
    }
    all++
    underWay.set(cell, own + 1)
    try {
      return await endpoint(request, context)
    } finally {
      all--
      const left = (underWay.get(cell) ?? 1) - 1
      if (left > 0) underWay.set(cell, left)
      else underWay.delete(cell)
    }
  }
}
