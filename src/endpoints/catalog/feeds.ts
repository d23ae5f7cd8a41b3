import { createHash } from 'node:crypto'
import { atomOf } from '@/domain/catalog/feeds/atom'
import { type Feed, type FeedFormat, feedFormats, newestOf } from '@/domain/catalog/feeds/feed'
import { findFeed } from '@/domain/catalog/feeds/findFeed'
import { jsonFeedOf } from '@/domain/catalog/feeds/jsonFeed'
import { notFound } from '@/platform/errors'
import type { Endpoint, EndpointRequest, EndpointResponse } from '../http'

const named = /^\/feeds\/([a-z0-9/-]{1,400})\.(atom|json)$/

/**
 * `GET /feeds/…`: news of the shop, of a seller, of a category, of a product's releases, as Atom or JSON Feed. Read from
 * what is on sale at this moment; who asks again and has it already hears 304.
 * @throws CodedError 404 where there is none.
 */
export const feeds: Endpoint = async (request, { database, publicUrl }) => {
  const [, address = '', ending] = named.exec(request.path) ?? []
  const found = address === '' ? null : await findFeed(database, address)
  if (!found) throw notFound('feed')
  const format: FeedFormat = ending === 'json' ? 'json' : 'atom'
  if ('moved' in found)
    return {
      status: 308,
      headers: { location: `${found.moved}.${format}${queryOf(request)}`, 'cache-control': 'no-store' },
      body: null,
    }
  const { feed } = found
  const body = format === 'json' ? jsonFeedOf(feed, publicUrl) : atomOf(feed, publicUrl)
  return answer(request, feed, format, body)
}

/**
 * The tag decides (RFC 9110, 13.2.2); the date is of the newest entry and is believed only where the reader keeps no tag.
 * Asked again each time: what came or went is seen by the next reader.
 */
function answer(request: EndpointRequest, feed: Feed, format: FeedFormat, body: string): EndpointResponse {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const modified = newestOf(feed)
  const headers = {
    'content-type': `${feedFormats[format]}; charset=utf-8`,
    'cache-control': 'no-cache',
    etag,
    'last-modified': modified.toUTCString(),
    // Readers that run in a page may read what everybody may.
    'access-control-allow-origin': '*',
  }
  return isKnown(request.headers, etag, modified)
    ? { status: 304, headers, body: null }
    : { status: 200, headers, body }
}

function isKnown(headers: Headers, etag: string, modified: Date): boolean {
  const tags = headers.get('if-none-match')
  if (tags !== null)
    return tags === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  const since = Date.parse(headers.get('if-modified-since') ?? '')
  return Number.isFinite(since) && Math.floor(modified.getTime() / 1_000) * 1_000 <= since
}

const queryOf = ({ query }: EndpointRequest): string => (query.size > 0 ? `?${query}` : '')
