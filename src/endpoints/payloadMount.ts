import type { Endpoint as PayloadEndpoint, PayloadRequest } from 'payload'
import { databaseOf } from '@/platform/documentTransaction'
import { CodedError } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { log } from '@/platform/logs'
import { endpointRequestOf, responseOf } from './fetchAdapter'
import { type Endpoint, type EndpointRequest, problem } from './http'

type Method = PayloadEndpoint['method']

/**
 * An endpoint of ours as one of Payload's: the same function answers on the plain server and here, without a cache.
 * @param path as Payload writes it, without `/api`: `/v1/license/validate`.
 */
export const mount = (methods: readonly Method[], path: string, endpoint: Endpoint): PayloadEndpoint[] =>
  methods.map((method) => ({
    path,
    method,
    handler: async (req) => {
      const request = payloadEndpointRequest(req)
      try {
        const answer = await endpoint(request, {
          database: databaseOf(req.payload),
          log: log(),
          publicUrl: process.env.PUBLIC_URL ?? '',
        })
        return responseOf(answer, request.requestId)
      } catch (error) {
        if (!(error instanceof CodedError))
          log().error({ err: error, requestId: request.requestId, path }, 'fault')
        return responseOf(problem(error, request.requestId), request.requestId)
      }
    },
  }))

/** Payload's request as endpoints see it. Edge, the only listener, has set the address and the id. */
export function payloadEndpointRequest(req: PayloadRequest): EndpointRequest {
  const method = (req.method ?? 'GET').toUpperCase()
  const withBody = method !== 'GET' && method !== 'HEAD' && req.body
  const request = new Request(new URL(req.url ?? '/', req.origin ?? 'http://localhost'), {
    method,
    headers: req.headers,
    ...(withBody ? { body: req.body, duplex: 'half' } : {}),
  })
  const params = Object.fromEntries(
    Object.entries(req.routeParams ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )
  return endpointRequestOf(request, {
    params,
    requestId: req.headers.get('x-request-id') ?? newId('evt'),
    address: req.headers.get('x-forwarded-for'),
  })
}
