import { openDownload } from '@/domain/catalog/deliverDownload'
import type { FileRecord } from '@/domain/catalog/records'
import { notFound } from '@/platform/errors'
import type { FileStore } from '@/platform/files'
import { now } from '@/platform/time'
import type { Endpoint, EndpointRequest, EndpointResponse } from '../http'
import { type ByteRange, parseRange } from './byteRange'

/**
 * `GET /downloads/{token}`: streams the file that a link stands for, whole or the asked part. Never in a page's context:
 * attachment, sandboxed, not sniffed, not kept by anybody.
 */
export const createDownloads =
  ({ files }: { files: FileStore }, { perHour }: { perHour: number }): Endpoint =>
  async (request, { database }) => {
    const file = await openDownload({
      database,
      token: request.params.token ?? '',
      address: request.address,
      userAgent: request.userAgent,
      isProbe: request.method === 'HEAD',
      perHour,
      now: now(),
    })
    const headers = headersOf(file)
    if (request.headers.get('if-none-match') === headers.etag) return { status: 304, headers, body: null }
    const range = wantedRange(request, file, headers.etag)
    if (range === 'unsatisfiable')
      return {
        status: 416,
        headers: { ...headers, 'content-range': `bytes */${file.bytes}` },
        body: null,
      }
    return deliver(request, files, file, headers, range)
  }

async function deliver(
  request: EndpointRequest,
  files: FileStore,
  file: FileRecord,
  headers: Record<string, string>,
  range: ByteRange | null,
): Promise<EndpointResponse> {
  if ((await files.size(file.storageKey)) !== file.bytes) throw notFound('file')
  const length = range ? range.end - range.start + 1 : file.bytes
  const answered = {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(length),
      ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${file.bytes}` } : {}),
    },
  }
  if (request.method === 'HEAD') return { ...answered, body: null }
  return { ...answered, body: await files.read(file.storageKey, range ?? undefined) }
}

function wantedRange(request: EndpointRequest, file: FileRecord, etag: string) {
  const ifRange = request.headers.get('if-range')
  // Another file than the one that was begun: from the start.
  if (ifRange !== null && ifRange !== etag) return null
  return parseRange(request.headers.get('range'), file.bytes)
}

const headersOf = (file: FileRecord) => ({
  'content-type': 'application/octet-stream',
  'content-disposition': contentDisposition(file.name),
  'accept-ranges': 'bytes',
  etag: `"${file.sha256}"`,
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'sandbox',
  'referrer-policy': 'no-referrer',
})

/** A name that no client reads as a path or a second header, and the same in full as RFC 5987 writes it. */
export function contentDisposition(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const clean =
    base
      .replace(/\p{Cc}/gu, '')
      .replace(/\p{Cs}/gu, '_')
      .replace(/^\.+/, '')
      .slice(0, 150) || 'download'
  const ascii = clean.replace(/[^\w. ()+-]/g, '_')
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
