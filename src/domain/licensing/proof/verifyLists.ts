import { type ProofType, proofTypes } from './compactJwt'
import { type JwtRefusal, openJwt, type PublicKey } from './openJwt'

interface ListRules {
  issuer: string
  now: Date
  /** The number of the newest one seen: an older one is not taken again. */
  seq?: number
}

export type ListRefusal = JwtRefusal | 'issuer' | 'not_yet' | 'expired' | 'rollback'

const aheadSeconds = 300

export type KeySetCheck = { ok: true; seq: number; keys: PublicKey[] } | { ok: false; why: ListRefusal }

/**
 * The signing keys, if the root certified exactly these (vectors/keySets.json). What a proof is checked with is taken from
 * here and from nowhere else: a genuine set beside a proof by another key proves nothing for that key.
 */
export function verifyKeySet(jwt: string, rules: ListRules & { root: PublicKey }): KeySetCheck {
  const list = openList(jwt, proofTypes.keySet, [rules.root], rules)
  if (!list.ok) return list
  const keys = Array.isArray(list.claims.keys) ? list.claims.keys.map(publicKey) : [null]
  const whole = keys.filter((key) => key !== null)
  if (whole.length !== keys.length || new Set(whole.map(({ kid }) => kid)).size !== keys.length)
    return { ok: false, why: 'malformed' }
  return { ok: true, seq: list.seq, keys: whole }
}

export type RevocationsCheck =
  | { ok: true; seq: number; revoked: ReadonlySet<string>; suspended: ReadonlySet<string> }
  | { ok: false; why: ListRefusal }

/** The licenses that are withdrawn or rest now, signed by a certified key (vectors/revocations.json). */
export function verifyRevocations(
  jwt: string,
  rules: ListRules & { keys: readonly PublicKey[] },
): RevocationsCheck {
  const list = openList(jwt, proofTypes.revocations, rules.keys, rules)
  if (!list.ok) return list
  const revoked = ids(list.claims.revoked)
  const suspended = ids(list.claims.suspended)
  if (!revoked || !suspended) return { ok: false, why: 'malformed' }
  return { ok: true, seq: list.seq, revoked, suspended }
}

type OpenList = { ok: true; seq: number; claims: Record<string, unknown> } | { ok: false; why: ListRefusal }

function openList(
  jwt: string,
  type: ProofType,
  keys: readonly PublicKey[],
  { issuer, now, seq: seen = 0 }: ListRules,
): OpenList {
  const opened = openJwt(jwt, type, keys)
  if (!opened.ok) return opened
  const { claims } = opened
  const { iss, seq, iat, exp } = claims
  if (!isCount(seq) || !isCount(iat) || !isCount(exp)) return { ok: false, why: 'malformed' }
  if (iss !== issuer) return { ok: false, why: 'issuer' }
  const at = Math.floor(now.getTime() / 1_000)
  if (iat > at + aheadSeconds) return { ok: false, why: 'not_yet' }
  if (exp <= at) return { ok: false, why: 'expired' }
  return seq < seen ? { ok: false, why: 'rollback' } : { ok: true, seq, claims }
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value)

function publicKey(value: unknown): PublicKey | null {
  if (typeof value !== 'object' || value === null) return null
  const { kid, kty, crv, x } = value as Partial<Record<keyof PublicKey, unknown>>
  if (typeof kid !== 'string' || typeof x !== 'string' || kty !== 'OKP' || crv !== 'Ed25519') return null
  return { kid, kty, crv, x }
}

const ids = (value: unknown): Set<string> | null =>
  Array.isArray(value) && value.every((id) => typeof id === 'string') ? new Set(value) : null
