import type { IncomingHttpHeaders } from 'node:http'
import { sessionCookieNames } from '@/platform/sessionCookie'

export type WebVerdict =
  | { kind: 'pass' }
  | { kind: 'redirect'; to: string }
  | { kind: 'refuse'; status: 400 | 401 | 403 | 404; code: string; detail: string }

const pass: WebVerdict = { kind: 'pass' }
const nothingHere: WebVerdict = {
  kind: 'refuse',
  status: 404,
  code: 'not_found',
  detail: 'There is nothing at this address.',
}

/** Payload's own ways in and out: signing in and out is one operation of ours (ARCHITECTURE, Rules that keep people out). */
const closedAuth =
  /^\/api\/[^/]+\/(login|logout|forgot-password|reset-password|first-register|refresh-token|unlock|verify(\/.*)?)$/
/** The panel's own pages of the same kind: there is one place to sign in. */
const panelSignIn = /^\/admin\/(login|forgot|reset|verify)(\/|$)/
const isPanel = /^\/admin(\/|$)/
const graphql = /^\/api\/graphql(-playground)?(\/|$)/
const publicImage = /^\/api\/media\/file\/[^/]+$/
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface WebRequest {
  method: string
  /** Path with query, as it came. */
  target: string
  headers: IncomingHttpHeaders
}

/**
 * What of web's paths the world may reach. Paths are compared as Payload's router would read them: decoded once,
 * without regard to case, doubled and trailing slashes dropped.
 */
export function judgeForWeb(request: WebRequest, publicOrigin: string): WebVerdict {
  const path = canonicalPath(request.target)
  if (path === null)
    return { kind: 'refuse', status: 400, code: 'path_invalid', detail: 'The path cannot be read.' }
  if (panelSignIn.test(path)) return { kind: 'redirect', to: signInFor(request.target) }
  if (/^\/admin\/create-first-user(\/|$)/.test(path)) return nothingHere
  // A kindness, not a guard: the panel checks by itself who may see what.
  if (isPanel.test(path) && request.method === 'GET' && !hasSessionCookie(request.headers.cookie))
    return { kind: 'redirect', to: signInFor(`/admin/login?redirect=${encodeURIComponent(request.target)}`) }
  if (path === '/internal' || path.startsWith('/internal/')) return nothingHere
  if (path === '/api' || path.startsWith('/api/')) return judgeApi(path, request, publicOrigin)
  return pass
}

function judgeApi(path: string, { method, headers }: WebRequest, publicOrigin: string): WebVerdict {
  if (publicImage.test(path) && (method === 'GET' || method === 'HEAD')) return pass
  if (path === '/api/v1' || path.startsWith('/api/v1/')) return nothingHere
  if (closedAuth.test(path) || graphql.test(path)) return nothingHere
  if (!hasSessionCookie(headers.cookie))
    return { kind: 'refuse', status: 401, code: 'session_missing', detail: 'Sign in first.' }
  if (!isSameOrigin(method, headers, publicOrigin))
    return {
      kind: 'refuse',
      status: 403,
      code: 'origin_refused',
      detail: 'Requests with a session are taken from our own pages only.',
    }
  return pass
}

/** @returns the path that rules are compared with, or null for one that hides something (`%2f`, `\`, dot segments). */
export function canonicalPath(target: string): string | null {
  const raw = target.split(/[?#]/, 1)[0] ?? ''
  if (!raw.startsWith('/') || /%2f|%5c|%00|\\/i.test(raw)) return null
  let decoded: string
  try {
    decoded = decodeURIComponent(raw)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
  if (/\p{Cc}/u.test(decoded)) return null
  if (decoded.split('/').some((segment) => segment === '.' || segment === '..')) return null
  const collapsed = decoded.replace(/\/{2,}/g, '/').toLowerCase()
  return collapsed.length > 1 ? collapsed.replace(/\/$/, '') : collapsed
}

export function hasSessionCookie(cookie: string | undefined): boolean {
  if (!cookie) return false
  return cookie.split(';').some((part) => {
    const [name, value] = part.trim().split('=', 2)
    return sessionCookieNames.some((known) => known === name) && Boolean(value)
  })
}

/**
 * Whether a request was made by a page of ours: by Origin where the browser sends one, else by Sec-Fetch-Site, else by
 * Referer. A safe request without any of them (an address typed in) changes nothing and may pass.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders, publicOrigin: string): boolean {
  if (headers.origin !== undefined) return headers.origin === publicOrigin
  const site = headers['sec-fetch-site']
  if (safeMethods.has(method))
    return site === undefined || site === 'same-origin' || site === 'none' || site === 'same-site'
  if (site !== undefined) return site === 'same-origin'
  return headers.referer !== undefined && originOf(headers.referer) === publicOrigin
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}

/** `/admin/login?redirect=/admin/collections/orders` → `/sign-in?next=…`; only paths of ours survive. */
function signInFor(target: string): string {
  const query = new URLSearchParams(target.split('?')[1] ?? '')
  const wanted = query.get('redirect') ?? '/admin'
  const next = /^\/admin(\/|\?|$)/.test(wanted) ? wanted : '/admin'
  return `/sign-in?next=${encodeURIComponent(next)}`
}
