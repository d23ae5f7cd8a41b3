import type { IncomingHttpHeaders } from 'node:http'

/** Headers of one connection only (RFC 9110 §7.6.1), and Expect, which edge has answered itself. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
])

/** What only edge may say: a caller who sends it is not heard. */
const isOurs = (name: string): boolean =>
  name.startsWith('x-forwarded-') ||
  name.startsWith('x-mintreu-') ||
  name === 'forwarded' ||
  name === 'x-real-ip' ||
  name === 'x-request-id' ||
  name === 'x-middleware-subrequest'

export interface ForwardedBy {
  /** Public host with port, as in PUBLIC_URL. */
  host: string
  protocol: 'http' | 'https'
  address: string
  requestId: string
  /** Proves to web that the request came through edge. */
  edgeSecret: string
}

/** The headers that web gets: the caller's without what they may not say, and edge's own. */
export function headersToWeb(
  headers: IncomingHttpHeaders,
  by: ForwardedBy,
): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {}
  const named = namedByConnection(headers.connection)
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || named.has(name) || isOurs(name)) continue
    out[name] = value
  }
  out.host = by.host
  out['x-forwarded-host'] = by.host
  out['x-forwarded-proto'] = by.protocol
  out['x-forwarded-for'] = by.address
  out['x-request-id'] = by.requestId
  out['x-mintreu-edge'] = by.edgeSecret
  return out
}

/** The headers that the caller gets of web's answer. */
export function headersFromWeb(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {}
  const named = namedByConnection(headers.connection)
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || hopByHop.has(name) || named.has(name)) continue
    if (name.startsWith('x-mintreu-') || name === 'x-request-id' || name === 'x-powered-by') continue
    out[name] = value
  }
  return out
}

/** `Connection: close, X-Foo` makes X-Foo a header of this connection too. */
function namedByConnection(connection: string | undefined): Set<string> {
  return new Set((connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
}
