import { proofTypes } from './compactJwt'
import { fileText } from './fileText'
import { type JwtRefusal, openJwt, type PublicKey } from './openJwt'

/** What a program knows of itself when it checks its proof without us. */
export interface ProofRules {
  /** The trusted keys: shipped, or from a key set that the root certified. */
  keys: readonly PublicKey[]
  /** The marketplace's public origin. */
  issuer: string
  /** Its own handle, `{seller}/{product}`. */
  product: string
  /** By `clockOf`, so that a clock set back gains nothing. */
  now: Date
  /** Where it runs, in its normal form (vectors/domains.json). */
  domain?: string
  fingerprint?: string
  /** What it asked with; a proof of another asking is a replay. */
  nonce?: string
  /** When its own version was released. */
  releasedAt?: Date
  features?: readonly string[]
  /** The newest list it has. */
  revocations?: { revoked: ReadonlySet<string>; suspended: ReadonlySet<string> }
}

export type ProofRefusal =
  | JwtRefusal
  | 'issuer'
  | 'product'
  /** Made in the future: this clock or ours is wrong. */
  | 'not_yet'
  | 'expired'
  | 'nonce'
  /** Made for another machine, or for one while none is said. */
  | 'fingerprint'
  | 'domain'
  /** A genuine proof that the license is not valid. */
  | 'refused'
  | 'revoked'
  | 'suspended'
  | 'update_window'
  | 'feature'

export interface ProofClaims {
  iss: string
  sub: string
  aud: string
  iat: number
  nbf: number
  exp: number
  code: string
  valid: boolean
  ent: string[]
  act?: string
  dom?: string
  fpr?: string
  nonce?: string
  upd_until?: number
  online_by?: number
}

export type ProofCheck = { ok: true; claims: ProofClaims } | { ok: false; why: ProofRefusal }

/** So far a server's clock may be ahead of this one. */
const aheadSeconds = 300

/** A token of a validation, checked without the server: the reference for every client library (vectors/tokens.json). */
export const verifyToken = (token: string, rules: ProofRules): ProofCheck =>
  verify(token, proofTypes.token, rules)

/** A license file, as a text block or bare, checked without any network (vectors/files.json). */
export function verifyFile(text: string, rules: Omit<ProofRules, 'nonce'>): ProofCheck {
  const token = fileText.read(text)
  return token === null ? { ok: false, why: 'malformed' } : verify(token, proofTypes.file, rules)
}

function verify(token: string, type: 'license+jwt' | 'license-file+jwt', rules: ProofRules): ProofCheck {
  const opened = openJwt(token, type, rules.keys)
  if (!opened.ok) return opened
  const claims = proofClaims(opened.claims)
  if (!claims) return { ok: false, why: 'malformed' }
  const failed = ladder.find(([, holds]) => !holds(claims, rules))
  return failed ? { ok: false, why: failed[0] } : { ok: true, claims }
}

type Rung = [why: ProofRefusal, holds: (claims: ProofClaims, rules: ProofRules) => boolean]

/** In this order: the first that does not hold is the answer. */
const ladder: readonly Rung[] = [
  ['issuer', ({ iss }, { issuer }) => iss === issuer],
  ['product', ({ aud }, { product }) => aud === product],
  ['not_yet', ({ iat, nbf }, { now }) => Math.max(iat, nbf) <= secondsOf(now) + aheadSeconds],
  ['expired', ({ exp }, { now }) => exp > secondsOf(now)],
  ['nonce', ({ nonce }, { nonce: asked }) => asked === undefined || nonce === asked],
  ['fingerprint', ({ fpr }, { fingerprint }) => fpr === undefined || fpr === fingerprint],
  ['domain', ({ dom }, { domain }) => dom === undefined || dom === domain],
  ['refused', ({ valid }) => valid],
  ['revoked', ({ sub }, { revocations }) => !revocations?.revoked.has(sub)],
  ['suspended', ({ sub }, { revocations }) => !revocations?.suspended.has(sub)],
  [
    'update_window',
    ({ upd_until }, { releasedAt }) =>
      upd_until === undefined || releasedAt === undefined || secondsOf(releasedAt) <= upd_until,
  ],
  ['feature', ({ ent }, { features = [] }) => features.every((feature) => ent.includes(feature))],
]

const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1_000)

/** The claims by their kinds; null where one that must be there is missing or is something else. */
function proofClaims(claims: Record<string, unknown>): ProofClaims | null {
  const { iss, sub, aud, iat, nbf, exp, code, valid, ent } = claims
  if (!isText(iss) || !isText(sub) || !isText(aud) || !isText(code)) return null
  if (!isTime(iat) || !isTime(nbf) || !isTime(exp) || typeof valid !== 'boolean') return null
  if (!Array.isArray(ent) || !ent.every(isText)) return null
  const { act, dom, fpr, nonce, upd_until, online_by } = claims
  for (const text of [act, dom, fpr, nonce]) if (text !== undefined && !isText(text)) return null
  for (const time of [upd_until, online_by]) if (time !== undefined && !isTime(time)) return null
  return {
    ...{ iss, sub, aud, iat, nbf, exp, code, valid, ent },
    ...(isText(act) ? { act } : {}),
    ...(isText(dom) ? { dom } : {}),
    ...(isText(fpr) ? { fpr } : {}),
    ...(isText(nonce) ? { nonce } : {}),
    ...(isTime(upd_until) ? { upd_until } : {}),
    ...(isTime(online_by) ? { online_by } : {}),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)
