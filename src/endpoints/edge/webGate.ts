import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { checkoutOrigin } from '@/platform/contentPolicy'
import type { Environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { keyring } from '@/platform/keyring'
import { log } from '@/platform/logs'
import { isRefusedPage } from '@/platform/refusedPage'
import { answerProblem, type Fallback } from './dispatch'
import { sendAnswer } from './nodeAdapter'
import type { PageCache } from './pageCache'
import { hashedPolicy } from './pagePolicy'
import type { PrimaryWatch } from './primaryWatch'
import { headersToWeb } from './proxyHeaders'
import { PublicGate, paceOfWeb } from './publicGate'
import { hasBody, readBody, watchPace } from './requestBodies'
import type { Scope } from './scope'
import { securityHeaders } from './securityHeaders'
import { type Decorate, WebUnavailable } from './streamAnswer'
import { unavailable } from './unavailablePage'
import { UnderWay } from './underWay'
import { hasSessionCookie, isSameOrigin, judgeForWeb } from './webRules'
import type { WebBody, WebUpstream } from './webUpstream'

const isPrerendered = (headers: Record<string, string | string[]>): boolean =>
  headers['x-nextjs-prerender'] !== undefined || headers['x-nextjs-cache'] !== undefined

/** Web packs scripts and styles for those who take them so; of pages edge reads the text. */
function packedAlone<T>(path: string, headers: Record<string, T>): Record<string, T> {
  if (path.startsWith('/_next/static/')) return headers
  const { 'accept-encoding': _, ...others } = headers
  return others
}

export const edgeSecret = (): string => keyring().newest('edge').key.toString('base64url')

interface WebGateParts {
  env: Environment
  upstream: WebUpstream
  pages: PageCache | null
  primary: Pick<PrimaryWatch, 'isThere' | 'within'>
}

/** A change of the primary takes a second or two and is waited for; what lasts longer is said. */
const primaryPatienceMs = 3_000

/** Everything that is not edge's own: judged, served from the page cache where it may be, else passed on to web. */
export function createWebGate({ env, upstream, pages, primary }: WebGateParts): Fallback {
  const gate = new PublicGate(env)
  const largeBodies = new UnderWay(largeAtOnce)
  const extraHeaders = securityHeaders(env.PUBLIC_URL)
  const decorate =
    (scope: Scope): Decorate =>
    (answer) => {
      const { method, response } = scope
      const { headers } = answer
      // A fault that comes from that: whoever asked is told so, and when to ask again.
      if (answer.status >= 500 && !primary.isThere())
        // Whoever left meanwhile hears nothing.
        return () => void answerAway(scope).catch(() => response.destroy())
      headers['x-content-type-options'] = 'nosniff'
      const type = headers['content-type']
      if (typeof type !== 'string' || !type.startsWith('text/html')) return undefined
      Object.assign(headers, extraHeaders)
      if (answer.status >= 500)
        return (body) => {
          if (isRefusedPage(answer.status, body)) void answerAway(scope).catch(() => response.destroy())
          else response.writeHead(answer.status, headers).end(body)
        }
      if (method !== 'GET' || !isPrerendered(headers)) return undefined
      // Rendered at build time: the nonce of this request cannot stand in it, so its scripts are named by hash.
      return (body) => {
        headers['content-security-policy'] = hashedPolicy(body.toString('utf8'), checkoutOrigin(env)).header
        response.writeHead(answer.status, headers).end(body)
      }
    }

  return async (scope) => {
    const { request, response, method } = scope
    const verdict = judgeForWeb(
      { method, target: request.url ?? '/', headers: request.headers },
      env.PUBLIC_URL,
    )
    if (verdict.kind === 'refuse') throw new CodedError(verdict)
    if (verdict.kind === 'redirect')
      return sendAnswer(scope, {
        status: 307,
        headers: { location: verdict.to, 'cache-control': 'no-store' },
        body: null,
      })
    const pace = paceOfWeb(method, scope.path)
    const take = () => gate.take(pace, scope.address)
    if (pace !== 'asset' && !(await primary.within(primaryPatienceMs))) return answerAway(scope)
    try {
      if (pages && (await pages.serve(scope, take))) return
      scope.handledBy = 'web'
      take()
      const body = await bodyForWeb(scope, largeBodies)
      await upstream.pass(
        request,
        response,
        packedAlone(scope.path, headersToWeb(request.headers, forwardedBy(scope, env))),
        decorate(scope),
        body,
      )
    } catch (error) {
      if (!(error instanceof WebUnavailable)) throw error
      log().warn({ err: error.cause ?? error, requestId: scope.requestId }, 'web did not answer')
      if (response.headersSent) return answerProblem(scope, error)
      await sendAnswer(scope, unavailable(request.headers, scope.requestId))
    }
  }
}

/** MongoDB, or a part of web, does not answer: no page could be made. */
const answerAway = (scope: Scope): Promise<void> =>
  sendAnswer(scope, unavailable(scope.request.headers, scope.requestId, 'unavailable'))

/** Forms and calls of ours are smaller than this; larger bodies (images of the panel) are taken with a session only. */
const smallBody = 262_144
/** Far fewer than the connections to web. */
const largeAtOnce = { all: 32, perAddress: 8 }

/**
 * A small body is here before web hears of it, so that slow senders hold no connection of web's; a large one is streamed,
 * at no less than a bad line's pace, and few at once.
 * @throws CodedError 413 `too_large`, 400 `body_incomplete`, 503 `busy`.
 */
async function bodyForWeb(
  { request, response, address, patienceMs }: Scope,
  largeBodies: UnderWay,
): Promise<WebBody> {
  if (!hasBody(request)) return null
  const { 'content-length': length, cookie } = request.headers
  const mayBeLarge = hasSessionCookie(cookie) && (length === undefined || Number(length) > smallBody)
  if (!mayBeLarge) return readBody(request, { limit: smallBody, patienceMs })
  response.once('close', largeBodies.enter(address))
  watchPace(request, patienceMs)
  return request
}

export function forwardedBy({ address, requestId }: Pick<Scope, 'address' | 'requestId'>, env: Environment) {
  const { host, protocol } = new URL(env.PUBLIC_URL)
  return {
    host,
    protocol: protocol === 'https:' ? ('https' as const) : ('http' as const),
    address,
    requestId,
    edgeSecret: edgeSecret(),
  }
}

/** WebSockets of web (hot reload in development): from our own pages only. */
export function createUpgradeGate({ env, upstream }: Pick<WebGateParts, 'env' | 'upstream'>) {
  return async (
    request: IncomingMessage,
    client: Duplex,
    head: Buffer,
    scope: Pick<Scope, 'address' | 'requestId'>,
  ) => {
    client.on('error', () => client.destroy())
    const protocol = request.headers.upgrade ?? ''
    const verdict = judgeForWeb(
      { method: 'GET', target: request.url ?? '/', headers: request.headers },
      env.PUBLIC_URL,
    )
    const allowed =
      verdict.kind === 'pass' &&
      request.headers.origin !== undefined &&
      isSameOrigin('GET', request.headers, env.PUBLIC_URL)
    if (!allowed || protocol.toLowerCase() !== 'websocket') return refuse(client, '403 Forbidden')
    try {
      const { headers, socket } = await upstream.upgrade(
        request.url ?? '/',
        headersToWeb(request.headers, forwardedBy(scope, env)),
        protocol,
      )
      socket.on('error', () => client.destroy())
      client.on('close', () => socket.destroy())
      socket.on('close', () => client.destroy())
      client.write(`HTTP/1.1 101 Switching Protocols\r\n${headerLines(headers)}\r\n`)
      if (head.length > 0) socket.write(head)
      socket.pipe(client).pipe(socket)
    } catch (error) {
      log().warn({ err: error, requestId: scope.requestId }, 'web did not upgrade')
      refuse(client, '503 Service Unavailable')
    }
  }
}

const refuse = (client: Duplex, status: string): void => {
  client.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

const headerLines = (headers: NodeJS.Dict<string | string[]>): string =>
  Object.entries(headers)
    .flatMap(([name, value]) => [value ?? []].flat().map((one) => `${name}: ${one}\r\n`))
    .join('')
