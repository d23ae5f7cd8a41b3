import type { KeyObject } from 'node:crypto'
import { signEd25519 } from '@/platform/ed25519'

/** What a signed statement of ours is; a verifier accepts exactly the type it asks for, so that none passes as another. */
export const proofTypes = {
  token: 'license+jwt',
  file: 'license-file+jwt',
  keySet: 'license-keys+jwt',
  revocations: 'license-revocations+jwt',
} as const
export type ProofType = (typeof proofTypes)[keyof typeof proofTypes]

/** A key that signs, with the name that verifiers know its public half by. */
export interface Signer {
  kid: string
  privateKey: KeyObject
}

/** JWT times are whole seconds (RFC 7519, NumericDate). */
export const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)

/** A compact JWS (RFC 7515): EdDSA over Ed25519 and nothing else. The same claims and key give the same text. */
export function signJwt(typ: ProofType, claims: object, { kid, privateKey }: Signer): string {
  const signed = `${part({ alg: 'EdDSA', typ, kid })}.${part(claims)}`
  return `${signed}.${signEd25519(signed, privateKey)}`
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
