import { type KeyObject, sign as signBytes } from 'node:crypto'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { BoundedMap } from '@/platform/boundedMap'
import { addDays, addSeconds } from '@/platform/time'
import { earlier, graceEnd } from './licenseWindows'
import type { License, LicensePlace } from './records'
import type { SigningKeys } from './signingKeys'
import type { Verdict } from './verdictCodes'

const lifeDays = 7
/** A refusal is signed too, so that nobody in between can make one; it says nothing about tomorrow. */
const refusalSeconds = 600
/** A proof is given out again for this long before a fresh one is signed: signing is not paid per request. */
const reuseMs = 3_600_000
const maxCached = 10_000
const type = 'license+jwt'

export interface Proof {
  license: License
  verdict: Verdict
  /** The handle that was asked for: what the client knows itself as. */
  product: string
  domain: string | null
  place: LicensePlace | null
  nonce: string | null
  /** The key that asked, as the license holds it; null for none. What is proved with it ends with it. */
  keyHash?: string | null
  /** Given to a browser for a public id: everybody may read it, so it is no credential. */
  isPublic?: boolean
  /** The seat of a user that the verdict stands on is leased until then: the proof ends with it. */
  leasedUntil?: Date | null
}

/** Names a key in a proof: the beginning of its keyed hash, from which nothing of the key can be learned. */
const markOfKey = (hash: string): string => hash.slice(0, 16)

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)

/**
 * The claims of a proof (spec/API.md, token claims), times as NumericDate. `exp` and `online_by` never pass the end of
 * the license and its grace.
 */
export function claimsOf(
  { license, verdict, product, domain, place, nonce, keyHash, isPublic = false, leasedUntil = null }: Proof,
  now: Date,
) {
  const { terms, expiresAt, updatesUntil } = license
  const grace = graceEnd(expiresAt, terms.graceDays)
  const end = verdict.valid ? (grace ?? expiresAt) : addSeconds(now, refusalSeconds)
  const within = (date: Date) => seconds(earlier(earlier(date, end), leasedUntil))
  return {
    sub: license._id,
    aud: product,
    ...(keyHash ? { key: markOfKey(keyHash) } : {}),
    ...(place ? { act: place.id } : {}),
    ...(domain ? { dom: domain } : {}),
    ...(place?.fingerprint && !place.domain ? { fpr: place.fingerprint } : {}),
    ent: terms.features,
    cls: terms.class,
    ...(license.test ? { test: true } : {}),
    ...(isPublic ? { pub: true } : {}),
    iat: seconds(now),
    nbf: seconds(now),
    exp: within(addDays(now, lifeDays)),
    ...(expiresAt ? { lic_exp: seconds(expiresAt) } : {}),
    ...(updatesUntil ? { upd_until: seconds(updatesUntil) } : {}),
    ...(grace ? { grace_until: seconds(grace) } : {}),
    online_by: within(addDays(now, terms.tokenOnlineDays)),
    code: verdict.code,
    valid: verdict.valid,
    ...(nonce ? { nonce } : {}),
  }
}

export interface SignedProof {
  token: string
  expiresAt: Date
  kid: string
  /** Until when the same proof is given again, in milliseconds; left out of one with a nonce, which is for one answer. */
  reuseUntil?: number
}

/** What a proof that came back says: enough to judge its license again. */
const returnedClaims = z.object({
  sub: z.string(),
  aud: z.string(),
  act: z.string().optional(),
  dom: z.string().optional(),
  /** The key that it was given for: when that ends, the proof is no credential any more. */
  key: z.string().length(16),
  /** A refusal proves that it was refused, and opens nothing. */
  valid: z.literal(true),
  /** A proof for a browser asks for nothing here. */
  pub: z.undefined().optional(),
})
export type ReturnedClaims = z.infer<typeof returnedClaims>

interface SigningKey {
  kid: string
  privateKey: KeyObject
}

const headers = new BoundedMap<string, string>(10)

/** The protected header, encoded once for each key. */
function headerOf(kid: string): string {
  const known = headers.get(kid)
  if (known) return known
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: type, kid })).toString('base64url')
  headers.set(kid, header)
  return header
}

/** Signs and reads license proofs: JWT, EdDSA and nothing else. */
export class LicenseTokens {
  private readonly cache = new BoundedMap<string, Required<SignedProof>>(maxCached)

  private readonly issuerJson: string

  constructor(
    private readonly keys: SigningKeys,
    /** `iss`: the public origin. */
    private readonly issuer: string,
  ) {
    this.issuerJson = JSON.stringify(issuer)
  }

  /** A proof of the verdict; the last one again while it says the same, except with a nonce or a lease. */
  async sign(proof: Proof, now: Date): Promise<SignedProof> {
    return this.signWith(await this.keys.active(), proof, now)
  }

  /** The same at once, where the signing key is at hand; undefined: ask `sign`. */
  signNow(proof: Proof, now: Date): SignedProof | undefined {
    const active = this.keys.activeNow()
    return active && this.signWith(active, proof, now)
  }

  /** Whether a proof was signed by the key that signs now. */
  isCurrent({ kid }: SignedProof): boolean {
    return this.keys.activeNow()?.kid === kid
  }

  private signWith({ kid, privateKey }: SigningKey, proof: Proof, now: Date): SignedProof {
    const claims = claimsOf(proof, now)
    const expiresAt = new Date(claims.exp * 1_000)
    if (proof.nonce || proof.leasedUntil) return { token: this.jwt(kid, privateKey, claims), kid, expiresAt }
    const { iat, nbf, exp, online_by, ...facts } = claims
    const same = `${kid}${JSON.stringify(facts)}`
    const known = this.cache.get(same)
    // Never one from the future: the clock of a demo may be moved back.
    if (known && known.reuseUntil > now.getTime() && known.reuseUntil <= now.getTime() + reuseMs) return known
    const reuseUntil = Math.min(now.getTime() + reuseMs, exp * 1_000)
    const signed = { token: this.jwt(kid, privateKey, claims), kid, expiresAt, reuseUntil }
    this.cache.set(same, signed)
    return signed
  }

  /** JWS compact (RFC 7515) with EdDSA (RFC 8037). */
  private jwt(kid: string, privateKey: KeyObject, claims: object): string {
    const json = `${JSON.stringify(claims).slice(0, -1)},"iss":${this.issuerJson}}`
    const payload = Buffer.from(json).toString('base64url')
    const text = `${headerOf(kid)}.${payload}`
    return `${text}.${signBytes(null, Buffer.from(text), privateKey).toString('base64url')}`
  }

  /** The claims of a proof of ours that still lives; null for everything else: forged, changed, expired, another's. */
  async read(token: string, now: Date): Promise<ReturnedClaims | null> {
    try {
      const { kid } = decodeProtectedHeader(token)
      const key = kid ? await this.keys.publicKey(kid) : null
      if (!key) return null
      const { payload } = await jwtVerify(token, key, {
        algorithms: ['EdDSA'],
        typ: type,
        issuer: this.issuer,
        currentDate: now,
        requiredClaims: ['sub', 'aud', 'exp', 'nbf'],
      })
      return returnedClaims.parse(payload)
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError || error instanceof TypeError)
        return null
      throw error
    }
  }
}
