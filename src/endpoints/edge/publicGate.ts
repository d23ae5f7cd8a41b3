import type { Environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { counter } from '@/platform/metrics'
import { addressCell, RateLimiter } from '@/platform/rateLimit'

/**
 * What one address may ask for in a minute, by what it costs us. Counted in this process: these paces shed load, they guard
 * neither money nor accounts nor guesses; what does is counted in MongoDB for all processes (platform/attemptLimiter.ts).
 */
const paces = {
  /** Pages that are not in the page cache. */
  page: 'PAGE_ADDRESS_PER_MINUTE',
  search: 'SEARCH_ADDRESS_PER_MINUTE',
  /** Forms and server actions of the site. */
  form: 'FORM_ADDRESS_PER_MINUTE',
  panel: 'PANEL_ADDRESS_PER_MINUTE',
  /** Downloads and documents that are drawn. */
  file: 'FILE_ADDRESS_PER_MINUTE',
  upload: 'UPLOAD_ADDRESS_PER_MINUTE',
  /** Key sets, revocations, the description of the API. */
  list: 'LIST_ADDRESS_PER_MINUTE',
  /** Built files and images of the site. */
  asset: 'ASSET_ADDRESS_PER_MINUTE',
} as const satisfies Record<string, keyof Environment>

export type PaceKind = keyof typeof paces
export type PaceSettings = Pick<Environment, (typeof paces)[PaceKind]>

const refusals = counter('limited_total', 'Requests refused by the pace of their address.', ['by'])

/** The paces of what edge and web answer to the public, license requests apart (licenseGate.ts). */
export class PublicGate {
  private readonly limiters: Record<PaceKind, RateLimiter>

  constructor(settings: PaceSettings) {
    const limiter = (kind: PaceKind) =>
      new RateLimiter({ perMinute: settings[paces[kind]], maxCells: 20_000 })
    this.limiters = {
      page: limiter('page'),
      search: limiter('search'),
      form: limiter('form'),
      panel: limiter('panel'),
      file: limiter('file'),
      upload: limiter('upload'),
      list: limiter('list'),
      asset: limiter('asset'),
    }
  }

  /** @throws CodedError 429 `rate_limited`. */
  take(kind: PaceKind, address: string | null): void {
    if (address === null) return
    const waitMs = this.limiters[kind].take(addressCell(address), performance.now())
    if (waitMs === 0) return
    refusals.inc({ by: kind })
    throw new CodedError({
      status: 429,
      code: 'rate_limited',
      detail: 'Too many requests came from this address. Please try again later.',
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    })
  }
}

const isSafe = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS'

/** What a request to web costs: by its path, as it came. */
export function paceOfWeb(method: string, path: string): PaceKind {
  if (/^\/(_next\/(static|image)|api\/media\/file|cover|social)\//.test(path)) return 'asset'
  if (/^\/(admin|api)(\/|$)/i.test(path)) return 'panel'
  if (!isSafe(method)) return 'form'
  if (/\/(invoices?|download)\/[^/]/.test(path)) return 'file'
  return /^\/search/.test(path) ? 'search' : 'page'
}
