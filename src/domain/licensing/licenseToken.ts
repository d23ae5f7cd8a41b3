import type { KeyObject } from 'node:crypto'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { BoundedMap } from '@/platform/boundedMap'
import { signEd25519 } from '@/platform/ed25519'
import { addDays, addSeconds } from '@/platform/time'
import { earlier, graceEnd } from './licenseWindows'
import type { JudgedLicense, LicensePlace } from './records'
import type { SigningKeys } from './signingKeys'
import type { Verdict } from './verdictCodes'

const lifeDays = 7
/** A refusal is signed too, so that nobody in between can make one; it says nothing about tomorrow. */
const refusalSeconds = 600
/** A proof is given out again for this long before a fresh one is signed: signing is not paid per request. */
const reuseMs = 3_600_000
const maxCached = 10_000
const type = 'license+jwt'

/** All that is proved, but for the answer that it is proved to. */
export interface ProofFacts {
  license: JudgedLicense
  verdict: Verdict
  /** The handle that was asked for: what the client knows itself as. */
  product: string
  domain: string | null
  place: LicensePlace | null
  /** The key that asked, as the license holds it; null for none. What is proved with it ends with it. */
  keyHash?: string | null
  /** Given to a browser for a public id: everybody may read it, so it is no credential. */
  isPublic?: boolean
  /** The seat of a user that the verdict stands on is leased until then: the proof ends with it. */
  leasedUntil?: Date | null
}

export interface Proof extends ProofFacts {
  nonce: string | null
}

/** Names a key in a proof: the beginning of its keyed hash, from which nothing of the key can be learned. */
const markOfKey = (hash: string): string => hash.slice(0, 16)

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)

/** What a proof says of its license and place, whenever it is given. */
function factsOf({ license, verdict, product, domain, place, keyHash, isPublic = false }: ProofFacts) {
  const { terms, expiresAt, updatesUntil } = license
  const grace = graceEnd(expiresAt, terms.graceDays)
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
    ...(expiresAt ? { lic_exp: seconds(expiresAt) } : {}),
    ...(updatesUntil ? { upd_until: seconds(updatesUntil) } : {}),
    ...(grace ? { grace_until: seconds(grace) } : {}),
    code: verdict.code,
    valid: verdict.valid,
  }
}

/** Up to its last brace. */
const jsonOf = (facts: ProofFacts): string => JSON.stringify(factsOf(facts)).slice(0, -1)

/** Since and until when it holds. `exp` and `online_by` never pass the end of the license and its grace. */
function timesOf({ license: { terms, expiresAt }, verdict, leasedUntil = null }: ProofFacts, now: Date) {
  const end = verdict.valid
    ? (graceEnd(expiresAt, terms.graceDays) ?? expiresAt)
    : addSeconds(now, refusalSeconds)
  const within = (date: Date) => seconds(earlier(earlier(date, end), leasedUntil))
  return {
    iat: seconds(now),
    nbf: seconds(now),
    exp: within(addDays(now, lifeDays)),
    online_by: within(addDays(now, terms.tokenOnlineDays)),
  }
}

/** The claims of a proof (spec/API.md, token claims), times as NumericDate. */
export const claimsOf = ({ nonce, ...facts }: Proof, now: Date) => ({
  ...factsOf(facts),
  ...timesOf(facts, now),
  ...(nonce ? { nonce } : {}),
})

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

  /** As JSON, of facts that somebody keeps: they are proved again and again, with a nonce each time anew. */
  private readonly facts = new WeakMap<ProofFacts, string>()

  private readonly issuerJson: string

  constructor(
    private readonly keys: SigningKeys,
    /** `iss`: the public origin. */
    private readonly issuer: string,
  ) {
    this.issuerJson = JSON.stringify(issuer)
  }

  /** A proof of the verdict; the last one again while it says the same, except with a nonce or a lease. */
  async sign(facts: ProofFacts, nonce: string | null, now: Date): Promise<SignedProof> {
    return this.signWith(await this.keys.active(), facts, jsonOf(facts), nonce, now)
  }

  /** The same at once for facts that are kept, where the signing key is at hand; undefined: ask `sign`. */
  signNow(facts: ProofFacts, nonce: string | null, now: Date): SignedProof | undefined {
    const active = this.keys.activeNow()
    return active && this.signWith(active, facts, this.keptJsonOf(facts), nonce, now)
  }

  /** Whether a proof was signed by the key that signs now. */
  isCurrent({ kid }: SignedProof): boolean {
    return this.keys.activeNow()?.kid === kid
  }

  private signWith(
    key: SigningKey,
    facts: ProofFacts,
    json: string,
    nonce: string | null,
    now: Date,
  ): SignedProof {
    const { kid } = key
    const times = timesOf(facts, now)
    const expiresAt = new Date(times.exp * 1_000)
    if (nonce || facts.leasedUntil) return { token: this.jwt(key, json, times, nonce), kid, expiresAt }
    const same = `${kid}${json}`
    const known = this.cache.get(same)
    // Never one from the future: the clock of a demo may be moved back.
    if (known && known.reuseUntil > now.getTime() && known.reuseUntil <= now.getTime() + reuseMs) return known
    const reuseUntil = Math.min(now.getTime() + reuseMs, expiresAt.getTime())
    const signed = { token: this.jwt(key, json, times, null), kid, expiresAt, reuseUntil }
    this.cache.set(same, signed)
    return signed
  }

  private keptJsonOf(facts: ProofFacts): string {
    const known = this.facts.get(facts)
    if (known) return known
    const json = jsonOf(facts)
    this.facts.set(facts, json)
    return json
  }

  /** JWS compact (RFC 7515) with EdDSA (RFC 8037). */
  private jwt(
    { kid, privateKey }: SigningKey,
    facts: string,
    { iat, nbf, exp, online_by }: ReturnType<typeof timesOf>,
    nonce: string | null,
  ): string {
    const own = nonce ? `,"nonce":${JSON.stringify(nonce)}` : ''
    const json = `${facts},"iat":${iat},"nbf":${nbf},"exp":${exp},"online_by":${online_by}${own},"iss":${this.issuerJson}}`
    const text = `${headerOf(kid)}.${Buffer.from(json).toString('base64url')}`
    return `${text}.${signEd25519(text, privateKey)}`
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
