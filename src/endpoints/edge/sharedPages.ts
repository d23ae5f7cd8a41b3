import type { IncomingHttpHeaders } from 'node:http'

/** A page that is the same for everybody, and how long it may be kept at most. Changes drop it earlier. */
interface SharedPage {
  pattern: RegExp
  maxAgeSeconds: number
  /** Neither query nor cookies change it: they make no second copy, and no second drawing. */
  isOneForAll?: true
}

const hour = 3_600

/** Anonymous pages: they read no cookie and show nothing personal (ARCHITECTURE, Rules that keep it fast). */
export const sharedPages: readonly SharedPage[] = [
  { pattern: /^\/$/, maxAgeSeconds: hour },
  { pattern: /^\/browse$/, maxAgeSeconds: hour },
  { pattern: /^\/c(\/[^/]+)+$/, maxAgeSeconds: hour },
  { pattern: /^\/p\/[^/]+\/[^/]+$/, maxAgeSeconds: hour },
  { pattern: /^\/s\/[^/]+$/, maxAgeSeconds: hour },
  // The index of the search is fed by itself and may lag behind the change that dropped the page.
  { pattern: /^\/search$/, maxAgeSeconds: 30 },
  { pattern: /^\/collections(\/[^/]+)?$/, maxAgeSeconds: hour },
  { pattern: /^\/licenses-explained$/, maxAgeSeconds: hour },
  // Drawn from the id alone: no change of anything changes them.
  { pattern: /^\/cover\/[^/]+\.svg$/, maxAgeSeconds: 24 * hour },
  // Its address names what it shows; an old one leads to the new one and is not kept.
  { pattern: /^\/social\/[^/]+\.png$/, maxAgeSeconds: 24 * hour, isOneForAll: true },
]

export const locales = ['en', 'de'] as const
export const currencies = ['usd', 'eur', 'gbp'] as const

export interface SharedRequest {
  /** What web is asked for: path and the parts of the query that pages read. */
  target: string
  locale: string
  currency: string
  maxAgeSeconds: number
  key: string
}

/** Parts of a query that tell where a visitor came from, never what the page shows. */
const trackingParts = /^(utm_.*|gclid|fbclid|msclkid|mc_[ce]id)$/
/** Next's own requests: parts of pages, drafts and server actions. */
const nextHeaders = ['rsc', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-action']

/** The request as the page cache sees it, or null where it is not for a shared page. */
export function sharedRequestOf(
  method: string,
  path: string,
  query: string,
  headers: IncomingHttpHeaders,
): SharedRequest | null {
  if (method !== 'GET' && method !== 'HEAD') return null
  const page = sharedPages.find(({ pattern }) => pattern.test(path))
  if (!page || query.length > 512 || nextHeaders.some((name) => headers[name] !== undefined)) return null
  const cookies = headers.cookie ?? ''
  if (cookies.includes('__prerender_bypass') || headers.authorization !== undefined) return null
  if (page.isOneForAll) return sharedRequest(page, path, locales[0], currencies[0])
  const parts = [...new URLSearchParams(query)].filter(([name]) => !trackingParts.test(name))
  if (parts.some(([name]) => name === '_rsc')) return null
  const kept = new URLSearchParams(parts).toString()
  const target = kept === '' ? path : `${path}?${kept}`
  const locale = oneOf(locales, cookieValue(cookies, 'mintreu_locale'))
  const currency = oneOf(currencies, cookieValue(cookies, 'mintreu_currency'))
  return sharedRequest(page, target, locale, currency)
}

const sharedRequest = (
  { maxAgeSeconds }: SharedPage,
  target: string,
  locale: string,
  currency: string,
): SharedRequest => ({ target, locale, currency, maxAgeSeconds, key: `${locale} ${currency} ${target}` })

/** The parts of a query that tell where a visitor came from. */
export const trackingOf = (query: string): string =>
  new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => trackingParts.test(name))).toString()

const oneOf = <T extends string>(known: readonly [T, ...T[]], value: string | undefined): T =>
  known.find((candidate) => candidate === value) ?? known[0]

function cookieValue(cookies: string, name: string): string | undefined {
  for (const part of cookies.split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
