import { Guessers } from '@/domain/licensing/abuse/guessers'
import type { Fold } from '@/domain/licensing/attempts'
import { lookupsOfText } from '@/domain/licensing/keyLookups'
import type { LicensingServices } from '@/domain/licensing/services'
import { BoundedMap } from '@/platform/boundedMap'
import type { Environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { log } from '@/platform/logs'
import { counter } from '@/platform/metrics'
import { addressCell, RateLimiter } from '@/platform/rateLimit'
import { now } from '@/platform/time'

const refusals = counter('license_limited_total', 'License requests refused by a limit.', ['by'])
const refusedBy = {
  address: refusals.labels('address'),
  key: refusals.labels('key'),
  guess: refusals.labels('guess'),
}
const guessed = counter('license_guessers_total', 'Addresses that were reported for guessing license keys.')

const details = {
  address: 'Too many license requests came from this address. Please try again later.',
  key: 'This key was asked for too often. Please try again later.',
  guess: 'Too many keys that do not exist were asked for from this address. Please try again later.',
}
/** Which limit stood in the way. */
export type LimitKind = keyof typeof details

export interface Limited {
  by: LimitKind
  waitSeconds: number
}

export interface Asker {
  address: string | null
  requestId: string
  /** `performance.now()` when it began, where somebody has looked. */
  startedAt?: number
}

/** A key as it was sent, and for which product; undefined where the endpoint asks for none. */
export interface AskedKey {
  text: string
  product?: unknown
}

type GateParts = Pick<LicensingServices, 'attempts' | 'keyring'>
type GateSettings = Pick<Environment, 'LICENSE_ADDRESS_PER_MINUTE' | 'LICENSE_KEY_PER_MINUTE'>

/**
 * The limits of the public license endpoints (LIC-8), counted in this process: n processes let through n times as much at
 * most. An address has a pace, a key has a pace, and an address that asks for keys that do not exist waits longer with each.
 * What is refused is counted in a row of the attempts that staff see, one for each address and five minutes.
 */
export class LicenseGate {
  private readonly addresses: RateLimiter
  private readonly keys: RateLimiter
  private readonly guessers = new Guessers()
  /** Keys that were good lately, each for the product that asked: a stranger learns nothing of any other. */
  private readonly good = new BoundedMap<string, true>(20_000)
  private readonly rows = new BoundedMap<string, Fold>(10_000)

  constructor(
    private readonly parts: GateParts,
    settings: GateSettings,
  ) {
    this.addresses = new RateLimiter({ perMinute: settings.LICENSE_ADDRESS_PER_MINUTE })
    this.keys = new RateLimiter({ perMinute: settings.LICENSE_KEY_PER_MINUTE })
  }

  /** Counts a request of an address, before anything of it is read; null: it may go on. */
  refusesAddress(asker: Asker): Limited | null {
    if (asker.address === null) return null
    const waitMs = this.addresses.take(addressCell(asker.address), beginOf(asker))
    return waitMs === 0 ? null : this.refuse('address', Math.ceil(waitMs / 1_000), asker)
  }

  /** Counts a request for a key; null: it may go on. */
  refusesKey(key: AskedKey, asker: Asker): Limited | null {
    const hashes = lookupsOfText(key.text, this.parts.keyring)
    const limited = hashes && this.refusesHash(hashes[0] ?? '', asker)
    if (limited) return limited
    const waitSeconds = this.guessers.waitOf(addressCell(asker.address ?? ''), performance.now())
    if (waitSeconds === 0 || (hashes && this.good.get(nameOf(hashes, key)))) return null
    return this.refuse('guess', waitSeconds, asker)
  }

  /** The same for a key that is known to be good. */
  refusesHash(hash: string, asker: Asker): Limited | null {
    const waitMs = this.keys.take(hash, beginOf(asker))
    return waitMs === 0 ? null : this.refuse('key', Math.ceil(waitMs / 1_000), asker)
  }

  /** A key was asked for that does not exist, or not for that product. */
  noteMiss(asker: Asker): void {
    if (asker.address === null) return
    const { isNews, misses } = this.guessers.miss(addressCell(asker.address), performance.now())
    if (!isNews) return
    guessed.inc()
    log().warn({ address: asker.address, misses }, 'an address guesses license keys')
    this.row('GUESSING', asker)
  }

  /** A key was answered: it exists, for that product. Remembered by its hash, for this gate only. */
  noteHit(key: AskedKey): void {
    const hashes = lookupsOfText(key.text, this.parts.keyring)
    if (hashes) this.good.set(nameOf(hashes, key), true)
  }

  private refuse(by: LimitKind, waitSeconds: number, asker: Asker): Limited {
    refusedBy[by].inc()
    this.row('RATE_LIMITED', asker)
    return { by, waitSeconds }
  }

  private row(code: 'RATE_LIMITED' | 'GUESSING', { address, requestId }: Asker): void {
    const at = now()
    const name = `${code}${address}`
    const known = this.rows.get(name)
    if (known && this.parts.attempts.repeat(known, at)) return
    const none = { license: null, seller: null, product: '', valid: false, domain: null, userAgent: null }
    const made = this.parts.attempts.record({ ...none, code, address, requestId, at })
    if (made) this.rows.set(name, made)
  }
}

const beginOf = ({ startedAt }: Asker): number => startedAt ?? performance.now()

const nameOf = ([hash = '']: readonly string[], { product }: AskedKey): string =>
  `${hash}|${typeof product === 'string' ? product.trim().toLowerCase() : ''}`

export const limitedError = ({ by, waitSeconds }: Limited): CodedError =>
  new CodedError({
    status: 429,
    code: 'rate_limited',
    detail: details[by],
    retryAfterSeconds: waitSeconds,
  })
