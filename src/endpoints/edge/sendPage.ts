import { type Encoding, encoded, type StoredPage } from './pageStore'
import type { Scope } from './scope'

/** Sends a shared page in the encoding that the caller takes, or 304 where they have it already. */
export async function sendPage(scope: Scope, page: StoredPage, fromCache: boolean): Promise<void> {
  const { request, response, method } = scope
  const headers: Record<string, string | string[] | number> = {
    ...page.headers,
    vary: varyWith(page.headers.vary, 'Accept-Encoding'),
    'x-mintreu-page': fromCache ? 'hit' : 'miss',
  }
  if (page.status === 200) {
    headers.etag = page.etag
    headers['cache-control'] = page.cacheControl
    headers.age = Math.max(0, Math.floor((Date.now() - page.storedAt) / 1_000))
    if (matches(request.headers['if-none-match'], page.etag)) {
      response.writeHead(304, headers).end()
      return
    }
  } else headers['cache-control'] = 'no-store'
  const isPacked = page.headers['content-type'] === 'image/png'
  const encoding = isPacked ? 'identity' : encodingFor(request.headers['accept-encoding'], page.body.length)
  const body = await encoded(page, encoding, fromCache)
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  headers['content-length'] = body.length
  response.writeHead(page.status, headers)
  response.end(method === 'HEAD' ? undefined : body)
}

/** Below this, compressing costs more than it saves. */
const worthCompressing = 1_024

export function encodingFor(accept: string | string[] | undefined, bytes: number): Encoding {
  if (bytes < worthCompressing) return 'identity'
  const offered = String(accept ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0])
  if (offered.includes('br')) return 'br'
  return offered.includes('gzip') ? 'gzip' : 'identity'
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const plain = (tag: string) => tag.trim().replace(/^W\//, '')
  return ifNoneMatch === '*' || ifNoneMatch.split(',').some((tag) => plain(tag) === plain(etag))
}

function varyWith(vary: string | string[] | undefined, name: string): string {
  const names = [vary ?? []].flat().join(', ')
  return names === '' ? name : `${names}, ${name}`
}
