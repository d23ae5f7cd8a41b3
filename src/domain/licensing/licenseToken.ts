import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { BoundedMap } from '@/platform/boundedMap'
import { addDays, addSeconds } from '@/platform/time'
import { graceEnd } from './licenseWindows'
import type { License, LicensePlace } from './records'
import type { SigningKeys } from './signingKeys'
import type { Verdict } from './verdictCodes'

const lifeDays = 7
/** A refusal is signed too, so that nobody in between can make one; it says nothing about tomorrow. */
const refusalSeconds = 600
/** A proof is given out again for this long before a fresh one is signed: signing is not paid per request. */
const reuseMs = 3_600_000
const maxCached = 20_000
const type = 'license+jwt'

interface Proof {
  license: License
  verdict: Verdict
  /** The handle that was asked for: what the client knows itself as. */
  product: string
  domain: string | null
  place: LicensePlace | null
  nonce: string | null
  /** Given to a browser for a public id: everybody may read it, so it is no credential. */
  isPublic?: boolean
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)

/**
 * The claims of a proof (spec/API.md, token claims), times as NumericDate. `exp` and `online_by` never pass the end of
 * the license and its grace.
 */
export function claimsOf(
  { license, verdict, product, domain, place, nonce, isPublic = false }: Proof,
  now: Date,
) {
  const { terms, expiresAt, updatesUntil } = license
  const grace = graceEnd(expiresAt, terms.graceDays)
  const end = verdict.valid ? (grace ?? expiresAt) : addSeconds(now, refusalSeconds)
  const within = (date: Date) => seconds(end && end < date ? end : date)
  return {
    sub: license._id,
    aud: product,
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
}

/** What a proof that came back says: enough to judge its license again. */
const returnedClaims = z.object({
  sub: z.string(),
  aud: z.string(),
  act: z.string().optional(),
  dom: z.string().optional(),
  /** A proof for a browser asks for nothing here. */
  pub: z.undefined().optional(),
})
export type ReturnedClaims = z.infer<typeof returnedClaims>

/** Signs and reads license proofs: JWT, EdDSA and nothing else. */
export class LicenseTokens {
  private readonly cache = new BoundedMap<string, SignedProof & { reuseUntil: number }>(maxCached)

  constructor(
    private readonly keys: SigningKeys,
    /** `iss`: the public origin. */
    private readonly issuer: string,
  ) {}

  /** A proof of the verdict; the last one again while it says the same, except with a nonce. */
  async sign(proof: Proof, now: Date): Promise<SignedProof> {
    const { kid, privateKey } = await this.keys.active()
    const claims = claimsOf(proof, now)
    const { iat, nbf, exp, online_by, ...facts } = claims
    const same = `${kid}${JSON.stringify(facts)}`
    const known = proof.nonce ? undefined : this.cache.get(same)
    // Never one from the future: the clock of a demo may be moved back.
    if (known && known.reuseUntil > now.getTime() && known.reuseUntil <= now.getTime() + reuseMs) return known
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: type, kid })
      .setIssuer(this.issuer)
      .sign(privateKey)
    const signed = {
      token,
      expiresAt: new Date(exp * 1_000),
      reuseUntil: Math.min(now.getTime() + reuseMs, exp * 1_000),
    }
    if (!proof.nonce) this.cache.set(same, signed)
    return signed
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
