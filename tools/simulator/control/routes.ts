import { z } from 'zod'
import { ApiError } from '../http/errors'
import { matchPath } from '../http/routes'
import { expireDueSessions } from '../payments/checkout'
import { failDueRefunds, failRefund } from '../resources/refunds'
import { newWebhookEndpoint } from '../resources/webhookEndpoints'
import type { Simulator } from '../simulator'
import { newObjectId } from '../state/ids'
import { newCardAttempt } from './payWithoutBrowser'
import { switchesSchema } from './switches'

type Handler = (
  sim: Simulator,
  call: { path: Record<string, string>; query: URLSearchParams; body: unknown },
) => object | Promise<object>
interface ControlRoute {
  method: 'GET' | 'POST' | 'PUT'
  path: string
  handle: Handler
}

const clockSchema = z.strictObject({ offsetMs: z.int() })
const redeliverSchema = z.strictObject({ times: z.int().min(1).max(1000).default(1) })
const settleSchema = z.strictObject({ timeoutMs: z.int().min(1).max(60_000).default(10_000) })
const failSchema = z.strictObject({
  reason: z
    .enum(['declined', 'expired_or_canceled_card', 'insufficient_funds', 'lost_or_stolen_card', 'unknown'])
    .default('unknown'),
})
const endpointSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().startsWith('whsec_').optional(),
  enabledEvents: z.array(z.string()).min(1).default(['*']),
})

/** The control API under `/_sim`, which no provider has: for tests, the seed and the curious. */
export const controlRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/_sim/clock', handle: (sim) => clockOf(sim) },
  {
    method: 'POST',
    path: '/_sim/clock',
    handle: (sim, { body }) => {
      const { offsetMs } = clockSchema.parse(body)
      sim.clock.offsetMs = offsetMs
      sim.store.commit(() => sim.store.put('settings', 'clock', { offsetMs }))
      expireDueSessions(sim)
      failDueRefunds(sim)
      return clockOf(sim)
    },
  },
  { method: 'GET', path: '/_sim/switches', handle: (sim) => sim.switches.current() },
  {
    method: 'POST',
    path: '/_sim/switches',
    handle: (sim, { body }) => sim.switches.change(switchesSchema.parse(body)),
  },
  {
    method: 'POST',
    path: '/_sim/switches/reset',
    handle: (sim) => {
      sim.switches.reset()
      return sim.switches.current()
    },
  },
  {
    method: 'POST',
    path: '/_sim/checkout/{id}/pay',
    handle: (sim, { path, body }) => newCardAttempt(sim, path.id ?? '', body),
  },
  { method: 'GET', path: '/_sim/book', handle: (sim) => ({ lines: sim.store.book() }) },
  {
    method: 'GET',
    path: '/_sim/deliveries',
    handle: (sim, { query }) => {
      const wanted = (name: 'event' | 'status' | 'type') => query.get(name)
      const deliveries = sim.store
        .all('deliveries')
        .filter((one) =>
          (['event', 'status', 'type'] as const).every((name) => (wanted(name) ?? one[name]) === one[name]),
        )
      return { deliveries }
    },
  },
  {
    method: 'POST',
    path: '/_sim/deliveries/settle',
    handle: async (sim, { body }) => ({
      settled: await sim.deliveries.settled(settleSchema.parse(body).timeoutMs),
    }),
  },
  {
    method: 'POST',
    path: '/_sim/events/{id}/redeliver',
    handle: async (sim, { path, body }) => {
      const { times } = redeliverSchema.parse(body)
      const event = sim.store.get('events', path.id ?? '')
      if (event === undefined) throw missing('event', path.id)
      return { deliveries: await sim.deliveries.redeliver(event, times) }
    },
  },
  {
    method: 'POST',
    path: '/_sim/refunds/{id}/fail',
    handle: (sim, { path, body }) => {
      const { reason } = failSchema.parse(body)
      const refund = sim.store.get('refunds', path.id ?? '')
      if (refund === undefined) throw missing('refund', path.id)
      return sim.store.commit(() => failRefund(sim, refund, reason))
    },
  },
  {
    method: 'PUT',
    path: '/_sim/webhook-endpoint',
    handle: (sim, { body }) => keepWebhookEndpoint(sim, body),
  },
  {
    method: 'POST',
    path: '/_sim/reset',
    handle: (sim) => {
      sim.deliveries.clear()
      sim.store.reset()
      sim.switches.reset()
      sim.clock.offsetMs = 0
      return { reset: true }
    },
  },
]

export function findControlRoute(
  method: string,
  pathname: string,
): { handle: Handler; path: Record<string, string> } | null {
  for (const route of controlRoutes) {
    const path = route.method === method ? matchPath(route.path, pathname) : null
    if (path !== null) return { handle: route.handle, path }
  }
  return null
}

/**
 * One endpoint per URL, made or changed: calling it at every start is safe.
 * Without a secret the known one stays; the answer shows it.
 */
function keepWebhookEndpoint(sim: Simulator, body: unknown): object {
  const { url, secret, enabledEvents } = endpointSchema.parse(body)
  return sim.store.commit(() => {
    const known = sim.store.all('webhook_endpoints').find((endpoint) => endpoint.url === url)
    if (known === undefined) {
      const input = { url, enabled_events: [] }
      const made = newWebhookEndpoint(sim, input, secret ?? newObjectId('whsec'))
      return sim.store.put('webhook_endpoints', made.id, { ...made, enabled_events: enabledEvents })
    }
    const kept = {
      ...known,
      secret: secret ?? known.secret,
      enabled_events: enabledEvents,
      status: 'enabled',
    }
    return sim.store.put('webhook_endpoints', known.id, kept)
  })
}

function clockOf(sim: Simulator): object {
  return { offsetMs: sim.clock.offsetMs, now: new Date(sim.clock.nowSeconds() * 1000).toISOString() }
}

function missing(kind: string, id = ''): ApiError {
  return new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
  })
}
