import type { AffiliateCodes, LiveCode } from '@/domain/affiliates/affiliateCodes'
import type { ClickLog } from '@/domain/affiliates/clickLog'
import { isNavigation, judgeVisit, type VisitKind } from '@/domain/affiliates/judgeVisit'
import { landingPage } from '@/domain/affiliates/landingPage'
import {
  readReferrals,
  referralCookieName,
  signReferrals,
  withReferral,
} from '@/domain/affiliates/referralCookie'
import { visitorHash } from '@/domain/affiliates/visitorHash'
import { CodedError } from '@/platform/errors'
import { counter } from '@/platform/metrics'
import { addressCell, type RateLimiter } from '@/platform/rateLimit'
import { addDays, now } from '@/platform/time'
import type { Endpoint, EndpointRequest, EndpointResponse } from '../http'

const visits = counter('referral_visits_total', 'Requests for referral links, by what they were.', ['kind'])

interface ReferralParts {
  codes: AffiliateCodes
  clicks: ClickLog
  limiter: RateLimiter
  publicUrl: string
}

/**
 * `GET /r/{code}?to=/p/…`: counts the visit, remembers it in the visitor's browser for the days of the settings, and leads
 * on to a page of ours (AFF-2). Whatever fails of that, the visitor still arrives. A code that is nobody's leads home.
 */
export const createReferral =
  ({ codes, clicks, limiter, publicUrl }: ReferralParts): Endpoint =>
  async (request) => {
    assertPace(limiter, request)
    const kind = judgeVisit({
      method: request.method,
      userAgent: request.userAgent,
      header: (name) => request.headers.get(name),
    })
    visits.inc({ kind })
    const page = landingPage(request.query.get('to') ?? '/') ?? '/'
    const text = (request.params.code ?? '').toLowerCase()
    const code = /^[a-z0-9]{3,32}$/.test(text) ? await codes.find(text) : null
    if (!code) return leadTo(code === null ? '/' : page)
    const click = noteVisit(clicks, code, kind, page, request)
    if (!click || !isNavigation(kind)) return leadTo(page)
    return leadTo(page, { 'set-cookie': remember(request, code, click, publicUrl) })
  }

function assertPace(limiter: RateLimiter, { address }: EndpointRequest): void {
  const waitMs = address === null ? 0 : limiter.take(addressCell(address), performance.now())
  if (waitMs === 0) return
  throw new CodedError({
    status: 429,
    code: 'rate_limited',
    detail: 'Too many links were followed from this address. Please try again shortly.',
    retryAfterSeconds: Math.ceil(waitMs / 1_000),
  })
}

function noteVisit(
  clicks: ClickLog,
  { affiliate }: LiveCode,
  kind: VisitKind,
  path: string,
  request: EndpointRequest,
): string | null {
  if (kind === 'probe' || kind === 'robot' || kind === 'prefetch') return null
  const at = now()
  const visitor = visitorHash({ address: request.address, userAgent: request.userAgent, at })
  const referrer = hostOf(request.headers.get('referer'))
  return clicks.note({ affiliate, path, visitor, referrer, verdict: kind, at })
}

/** Never readable by scripts, and of no use to another site: only a visit by hand to ours carries it. */
function remember(
  request: EndpointRequest,
  { affiliate, cookieDays }: LiveCode,
  click: string,
  publicUrl: string,
): string {
  const name = referralCookieName(publicUrl)
  const at = now()
  const clicks = withReferral(readReferrals(cookieOf(request, name), at), {
    affiliate,
    click,
    at,
    until: addDays(at, cookieDays),
  })
  const secure = publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${name}=${signReferrals(clicks, at)}; Path=/; Max-Age=${cookieDays * 86_400}; HttpOnly; SameSite=Lax${secure}`
}

function cookieOf(request: EndpointRequest, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(/[;,]/)) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}

const hostOf = (url: string | null): string | null =>
  url !== null && URL.canParse(url) ? new URL(url).host.slice(0, 120) || null : null

const leadTo = (page: string, headers: Record<string, string> = {}): EndpointResponse => ({
  status: 302,
  headers: {
    location: page,
    'cache-control': 'no-store',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-robots-tag': 'noindex, nofollow',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...headers,
  },
  body: null,
})
