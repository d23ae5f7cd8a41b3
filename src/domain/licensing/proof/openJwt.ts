import { createPublicKey, verify } from 'node:crypto'
import type { ProofType } from './compactJwt'

/** The public half of a key as it is published (RFC 8037); more fields may lie beside these. */
export interface PublicKey {
  kid: string
  kty: string
  crv: string
  /** 32 bytes, base64url. */
  x: string
}

/** Why a signed statement is not believed. Stable: the vectors and the client libraries name them. */
export type JwtRefusal =
  /** Not three parts of canonical base64url with JSON objects in the first two. */
  | 'malformed'
  /** Another algorithm than EdDSA, or a header that brings a key or an extension of its own. */
  | 'algorithm'
  /** Genuine perhaps, but a statement of another kind. */
  | 'type'
  /** No trusted key has this id. */
  | 'key_unknown'
  | 'signature'

export type Opened = { ok: true; claims: Record<string, unknown> } | { ok: false; why: JwtRefusal }

const maxLength = 16 * 1_024 * 1_024

/**
 * The claims of a compact JWT, if one of the trusted keys signed it. The algorithm is pinned here and not read from the
 * token; the key is the trusted one of that id, whatever key or certificate the token carries.
 */
export function openJwt(token: string, typ: ProofType, keys: readonly PublicKey[]): Opened {
  const parts = token.length > maxLength ? [] : token.split('.')
  const [head, body, signature] = parts
  if (parts.length !== 3 || !parts.every(isCanonical)) return { ok: false, why: 'malformed' }
  const header = objectOf(head)
  const claims = objectOf(body)
  if (!header || !claims) return { ok: false, why: 'malformed' }
  if (header.alg !== 'EdDSA' || foreignHeaders.some((name) => name in header))
    return { ok: false, why: 'algorithm' }
  if (header.typ !== typ) return { ok: false, why: 'type' }
  const key = keys.find(({ kid }) => kid === header.kid)
  if (!key) return { ok: false, why: 'key_unknown' }
  return isSignedBy(key, `${head}.${body}`, signature ?? '')
    ? { ok: true, claims }
    : { ok: false, why: 'signature' }
}

/** Ways in which a token would say itself which key or rules it wants to be checked by. */
const foreignHeaders = ['crit', 'jwk', 'jku', 'x5c', 'x5u', 'zip', 'b64']

/** One text for one value: padding, other alphabets and left-over bits are refused, or a copy would not look like one. */
const isCanonical = (part: string): boolean =>
  /^[A-Za-z0-9_-]+$/.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part

function objectOf(part: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
    return isObject(value) ? value : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isSignedBy({ kty, crv, x }: PublicKey, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url')
  if (kty !== 'OKP' || crv !== 'Ed25519' || bytes.length !== 64) return false
  return verify(null, Buffer.from(text), createPublicKey({ key: { kty, crv, x }, format: 'jwk' }), bytes)
}
