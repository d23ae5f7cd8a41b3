import type { Change, Changes } from '@/platform/changeFeed'
import { checkoutOrigin } from '@/platform/contentPolicy'
import type { Environment } from '@/platform/env'
import { log } from '@/platform/logs'
import { counter, gauge } from '@/platform/metrics'
import { hashedPolicy } from './pagePolicy'
import { createPageStore, etagOf, type PageStore, type StoredPage } from './pageStore'
import type { Scope } from './scope'
import { securityHeaders } from './securityHeaders'
import { sendPage } from './sendPage'
import { type SharedRequest, sharedRequestOf, trackingOf } from './sharedPages'
import { AnswerTooLarge, type WebUpstream } from './webUpstream'

export interface PageCache {
  /**
   * Answers a shared page, from memory or after asking web. @returns false: not such a request, pass it on.
   * @param beforeAsking throws where this caller may not make web work.
   */
  serve(scope: Scope, beforeAsking?: () => void): Promise<boolean>
  readonly store: Pick<PageStore, 'entries' | 'bytes'>
  /** Whether changes arrive: nothing is kept while they do not. */
  isLive(): boolean
  stop(): Promise<void>
}

interface PageCacheParts {
  env: Environment
  changes: Changes
  upstream: Pick<WebUpstream, 'fetch'>
  /** What web is told of a fill: edge's own request, with nobody's cookies. */
  headersFor(request: SharedRequest, requestId: string): Record<string, string | string[]>
}

/** What pages show; `globals` are the settings. A change of one drops what shows it, and every list. */
const watched = ['products', 'packages', 'releases', 'sellers', 'categories', 'curations', 'globals']
const maxPageBytes = 4 * 1_048_576
const limits = { entries: 2_000, bytes: 128 * 1_048_576 }
/** A page that does not say what it shows is dropped with every list, and not kept for long. */
const untaggedSeconds = 60

const served = counter('pages_served_total', 'Shared pages, by whether they lay in the cache.', ['from'])
const held = gauge('page_cache_bytes', 'Bytes that the page cache holds.')

/** Anonymous HTML, kept by URL, locale and currency, dropped by change stream by what it shows. */
export function createPageCache({ env, changes, upstream, headersFor }: PageCacheParts): PageCache {
  const store = createPageStore(limits)
  /** Running fills, each with the tags that changed since it began. */
  const filling = new Map<string, { page: Promise<StoredPage>; changed: Set<string> }>()
  const extraHeaders = securityHeaders(env.PUBLIC_URL)

  const feed = changes.follow({
    collections: watched,
    referencing: 'product',
    onChange(change) {
      const tags = tagsOf(change)
      if (tags) store.dropTagged(tags)
      else store.clear()
      for (const { changed } of filling.values()) for (const tag of tags ?? ['*']) changed.add(tag)
    },
    onGap() {
      store.clear()
      for (const { changed } of filling.values()) changed.add('*')
    },
  })

  async function fill(
    request: SharedRequest,
    requestId: string,
    changed: ReadonlySet<string>,
  ): Promise<StoredPage> {
    const generation = feed.generation
    const answer = await upstream.fetch(request.target, headersFor(request, requestId), maxPageBytes)
    const page = pageOf(answer, request)
    const unseen = feed.isLive() && generation === feed.generation
    const overtaken = changed.has('*') || page.tags.some((tag) => changed.has(tag))
    const isKeepable = page.status === 200 && (isHtml(answer.headers) || isDrawing(answer.headers))
    if (isKeepable && unseen && !overtaken) store.put(request.key, page)
    held.set(store.bytes)
    return page
  }

  function pageOf(answer: WholeAnswer, request: SharedRequest): StoredPage {
    if (isDrawing(answer.headers)) return drawingOf(answer, request)
    const html = isHtml(answer.headers) ? answer.body.toString('utf8') : ''
    const tags = tagsIn(html)
    const policy = hashedPolicy(html, checkoutOrigin(env))
    if (policy.refusedScripts > 0)
      log().warn(
        { target: request.target, scripts: policy.refusedScripts },
        'inline scripts of an unknown kind',
      )
    return {
      status: statusIn(html) ?? answer.status,
      headers: {
        ...keptHeaders(answer.headers),
        ...(html === '' ? {} : { ...extraHeaders, 'content-security-policy': policy.header }),
      },
      // The browser asks each time and mostly hears 304: a change is seen at once.
      cacheControl: 'public, max-age=0, must-revalidate',
      etag: etagOf(answer.body),
      body: answer.body,
      tags: tags.length > 0 ? tags : ['list'],
      storedAt: Date.now(),
      maxAgeSeconds:
        tags.length > 0 ? request.maxAgeSeconds : Math.min(untaggedSeconds, request.maxAgeSeconds),
      compressed: new Map(),
    }
  }

  /** Concurrent misses of one page are one question to web. */
  function fillOnce(
    request: SharedRequest,
    requestId: string,
    beforeAsking?: () => void,
  ): Promise<StoredPage> {
    const running = filling.get(request.key)
    if (running) return running.page
    beforeAsking?.()
    const changed = new Set<string>()
    const page = fill(request, requestId, changed).finally(() => filling.delete(request.key))
    filling.set(request.key, { page, changed })
    return page
  }

  return {
    async serve(scope, beforeAsking) {
      const request = sharedRequestOf(scope.method, scope.path, scope.query, scope.request.headers)
      if (!request) return false
      // Silent: a change could go by unseen.
      if (!feed.isLive()) store.clear()
      const known = store.get(request.key)
      try {
        const page = known ?? (await fillOnce(request, scope.requestId, beforeAsking))
        scope.handledBy = known ? 'page-cache' : 'page-fill'
        served.inc({ from: known ? 'cache' : 'web' })
        await sendPage(scope, withTracking(page, scope.query), known !== undefined)
        return true
      } catch (error) {
        if (error instanceof AnswerTooLarge) return false
        throw error
      }
    },
    store,
    isLive: () => feed.isLive(),
    stop: () => feed.stop(),
  }
}

/** Where a redirect leads, the parts of the query that web was not told of stay: who sent the visitor is not lost. */
function withTracking(page: StoredPage, query: string): StoredPage {
  const { location } = page.headers
  const parts = trackingOf(query)
  if (page.status < 300 || page.status > 399 || typeof location !== 'string' || parts === '') return page
  return {
    ...page,
    headers: { ...page.headers, location: `${location}${location.includes('?') ? '&' : '?'}${parts}` },
  }
}

/** null: everything. Packages and releases are shown on the page of their product. */
function tagsOf({ collection, id, reference }: Change): Set<string> | null {
  if (collection === 'globals') return null
  const isPart = collection === 'packages' || collection === 'releases'
  if (isPart && !reference) return null
  return new Set(['list', id, ...(reference ? [reference] : [])])
}

/** `<meta name="mintreu:tags" content="prd_… sel_… list"/>` */
export function tagsIn(html: string): string[] {
  const meta = /<meta\s+name="mintreu:tags"\s+content="([^"]*)"/.exec(html)
  return (meta?.[1] ?? '').split(/\s+/).filter((tag) => /^(list|[a-z]{3}_[0-9a-z]{10,40})$/.test(tag))
}

type WholeAnswer = Awaited<ReturnType<WebUpstream['fetch']>>

const hasType = (headers: Record<string, string | string[]>, wanted: string): boolean => {
  const type = headers['content-type']
  return typeof type === 'string' && type.startsWith(wanted)
}
const isHtml = (headers: WholeAnswer['headers']): boolean => hasType(headers, 'text/html')
const isDrawing = (headers: WholeAnswer['headers']): boolean =>
  hasType(headers, 'image/svg+xml') || hasType(headers, 'image/png')

/** A cover or a social card: web says how long browsers may keep it and what it may do; nothing that changes drops it. */
const drawingOf = ({ status, headers, body }: WholeAnswer, { maxAgeSeconds }: SharedRequest): StoredPage => ({
  status,
  headers: {
    'content-type': headers['content-type'] ?? 'image/svg+xml',
    'content-security-policy': headers['content-security-policy'] ?? "default-src 'none'",
    'x-content-type-options': 'nosniff',
  },
  cacheControl: String(headers['cache-control'] ?? 'public, max-age=3600'),
  etag: etagOf(body),
  body,
  tags: [],
  storedAt: Date.now(),
  maxAgeSeconds,
  compressed: new Map(),
})

/** `<meta name="mintreu:status" content="404"/>`: a whole page that says that there is nothing. */
function statusIn(html: string): number | null {
  const meta = /<meta\s+name="mintreu:status"\s+content="(404|410)"/.exec(html)
  return meta ? Number(meta[1]) : null
}

const kept = new Set(['content-type', 'content-language', 'link', 'location', 'vary', 'retry-after'])

/** Never `set-cookie`: the answer is for everybody. */
const keptHeaders = (headers: Record<string, string | string[]>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => kept.has(name)))
