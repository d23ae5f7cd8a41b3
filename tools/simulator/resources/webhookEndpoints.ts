import type Stripe from 'stripe'
import { accountApiVersion } from '../events'
import { invalidRequest, resourceMissing } from '../http/errors'
import { type ApiRoute, route } from '../http/routes'
import { listParams } from '../openapi/simulated'
import type { Simulator } from '../simulator'
import { newObjectId } from '../state/ids'
import { listPage } from './list'
import { mergeMetadata } from './metadata'

const written = ['description', 'enabled_events.*', 'metadata', 'metadata.*', 'url']

export const webhookEndpointRoutes: ApiRoute[] = [
  route<Stripe.WebhookEndpointCreateParams>(
    'post',
    '/v1/webhook_endpoints',
    [...written, 'api_version'],
    (sim, { input }) => newWebhookEndpoint(sim, input, newObjectId('whsec')),
  ),
  route<Stripe.WebhookEndpointListParams>('get', '/v1/webhook_endpoints', listParams(), (sim, { input }) =>
    listPage(sim.store.all('webhook_endpoints').map(withoutSecret), input, '/v1/webhook_endpoints'),
  ),
  route('get', '/v1/webhook_endpoints/{webhook_endpoint}', [], (sim, { path }) =>
    withoutSecret(find(sim, path.webhook_endpoint ?? '')),
  ),
  route<Stripe.WebhookEndpointUpdateParams>(
    'post',
    '/v1/webhook_endpoints/{webhook_endpoint}',
    [...written, 'disabled'],
    (sim, { path, input }) => {
      const before = find(sim, path.webhook_endpoint ?? '')
      if (input.url !== undefined) checkUrl(input.url)
      const after = sim.store.put('webhook_endpoints', before.id, {
        ...before,
        description: input.description === undefined ? before.description : input.description || null,
        enabled_events: input.enabled_events ?? before.enabled_events,
        metadata: mergeMetadata(before.metadata, input.metadata),
        status: input.disabled === undefined ? before.status : input.disabled ? 'disabled' : 'enabled',
        url: input.url ?? before.url,
      })
      return withoutSecret(after)
    },
  ),
  route('delete', '/v1/webhook_endpoints/{webhook_endpoint}', [], (sim, { path }) => {
    const { id } = find(sim, path.webhook_endpoint ?? '')
    sim.store.remove('webhook_endpoints', id)
    return { id, object: 'webhook_endpoint', deleted: true }
  }),
]

/** Registers an endpoint; only this answer shows the secret. */
export function newWebhookEndpoint(
  sim: Simulator,
  input: Pick<Stripe.WebhookEndpointCreateParams, 'description' | 'enabled_events' | 'metadata' | 'url'> & {
    api_version?: string
  },
  secret: string,
): Stripe.WebhookEndpoint {
  checkUrl(input.url)
  const endpoint: Stripe.WebhookEndpoint = {
    id: newObjectId('we'),
    object: 'webhook_endpoint',
    api_version: input.api_version ?? accountApiVersion,
    application: null,
    created: sim.clock.nowSeconds(),
    description: input.description || null,
    enabled_events: input.enabled_events,
    livemode: false,
    metadata: mergeMetadata({}, input.metadata),
    secret,
    status: 'enabled',
    url: input.url,
  }
  return sim.store.put('webhook_endpoints', endpoint.id, endpoint)
}

function find(sim: Simulator, id: string): Stripe.WebhookEndpoint {
  const endpoint = sim.store.get('webhook_endpoints', id)
  if (endpoint === undefined) throw resourceMissing('webhook endpoint', id, 'webhook_endpoint')
  return endpoint
}

function withoutSecret({ secret: _secret, ...shown }: Stripe.WebhookEndpoint): Stripe.WebhookEndpoint {
  return shown
}

function checkUrl(url: string): void {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return
  throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', {
    code: 'url_invalid',
    param: 'url',
  })
}
