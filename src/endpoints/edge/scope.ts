import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Environment } from '@/platform/env'
import { clientAddress } from './clientAddress'
import { requestIdOf } from './requestId'

/** One request on its way through edge. */
export interface Scope {
  request: IncomingMessage
  response: ServerResponse
  method: string
  /** As it came, without query. */
  path: string
  query: string
  requestId: string
  address: string
  startedAt: number
  /** How long a small body may take to arrive. */
  patienceMs: number
  /** What answered, for log and metrics: a route's pattern, `web`, `page-cache`. Never a path with a secret in it. */
  handledBy: string
  /** The body, where a lane has read it already. */
  body?: Buffer
}

export function openScope(
  request: IncomingMessage,
  response: ServerResponse,
  { TRUSTED_HOPS, EDGE_PATIENCE_SECONDS }: Pick<Environment, 'TRUSTED_HOPS' | 'EDGE_PATIENCE_SECONDS'>,
): Scope {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  return {
    request,
    response,
    method: request.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    requestId: requestIdOf(request.headers['x-request-id']),
    address: clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for'], TRUSTED_HOPS),
    startedAt: performance.now(),
    patienceMs: EDGE_PATIENCE_SECONDS * 1_000,
    handledBy: 'edge',
  }
}
