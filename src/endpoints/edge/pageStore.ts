import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export const encodings = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof encodings)[number]

/** A page as everybody gets it. */
export interface StoredPage {
  status: number
  headers: Readonly<Record<string, string | string[]>>
  /** What the browser is told. */
  cacheControl: string
  etag: string
  body: Buffer
  tags: readonly string[]
  storedAt: number
  maxAgeSeconds: number
  /** Made when first asked for, and once more when asked for again. */
  compressed: Map<Encoding, { bytes: Promise<Buffer>; isSmall: boolean }>
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/**
 * @param isKept whether the page is asked for again: then it is packed as small as it gets, once. The first caller has
 *   waited for it to be made and gets it packed quickly, in a third of the time.
 */
export function encoded(page: StoredPage, encoding: Encoding, isKept: boolean): Promise<Buffer> {
  if (encoding === 'identity') return Promise.resolve(page.body)
  const known = page.compressed.get(encoding)
  if (known && (known.isSmall || !isKept)) return known.bytes
  const bytes =
    encoding === 'br'
      ? brotli(page.body, { params: { [constants.BROTLI_PARAM_QUALITY]: isKept ? 6 : 1 } })
      : gzipped(page.body, { level: isKept ? 6 : 1 })
  page.compressed.set(encoding, { bytes, isSmall: isKept })
  return bytes
}

/** Weak: the same page in another encoding is the same page. */
export const etagOf = (body: Buffer): string =>
  `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

export interface PageStore {
  get(key: string): StoredPage | undefined
  put(key: string, page: StoredPage): void
  /** Drops every page that shows one of these. */
  dropTagged(tags: ReadonlySet<string>): void
  clear(): void
  readonly entries: number
  readonly bytes: number
}

/** Pages in memory, bounded in number and bytes; the one unused for longest goes first. */
export function createPageStore(limits: { entries: number; bytes: number }): PageStore {
  const pages = new Map<string, StoredPage>()
  const keysByTag = new Map<string, Set<string>>()
  let bytes = 0

  /** A page is counted twice: its compressed forms are at most as large again. */
  const weight = (page: StoredPage): number => page.body.length * 2

  function drop(key: string): void {
    const page = pages.get(key)
    if (!page) return
    pages.delete(key)
    bytes -= weight(page)
    for (const tag of page.tags) {
      const keys = keysByTag.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) keysByTag.delete(tag)
    }
  }

  return {
    get(key) {
      const page = pages.get(key)
      if (!page) return undefined
      pages.delete(key)
      if (Date.now() - page.storedAt > page.maxAgeSeconds * 1_000) {
        pages.set(key, page)
        drop(key)
        return undefined
      }
      pages.set(key, page)
      return page
    },
    put(key, page) {
      drop(key)
      if (weight(page) > limits.bytes / 8) return
      pages.set(key, page)
      bytes += weight(page)
      for (const tag of page.tags) {
        const keys = keysByTag.get(tag) ?? new Set()
        keysByTag.set(tag, keys.add(key))
      }
      for (const [oldest] of pages) {
        if (pages.size <= limits.entries && bytes <= limits.bytes) break
        drop(oldest)
      }
    },
    dropTagged(tags) {
      for (const tag of tags) for (const key of [...(keysByTag.get(tag) ?? [])]) drop(key)
    },
    clear() {
      pages.clear()
      keysByTag.clear()
      bytes = 0
    },
    get entries() {
      return pages.size
    },
    get bytes() {
      return bytes
    },
  }
}
