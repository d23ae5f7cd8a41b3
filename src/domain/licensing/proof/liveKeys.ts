import type { Filter } from 'mongodb'
import type { SigningKey } from '../records'
import { maxFileDays } from './fileTerms'
import type { PublicKey } from './openJwt'

/** No proof lives longer than a license file; a day more for clocks. */
export const longestProofDays = maxFileDays + 1

/** Keys that are published at a time: the one that signs, the one that will, and those of which proofs may still live. */
export const livesAt = (now: Date): Filter<SigningKey> => ({
  purpose: 'license',
  $or: [
    { state: { $in: ['next', 'active'] } },
    { state: 'retiring', $or: [{ retiresAt: { $exists: false } }, { retiresAt: { $gt: now } }] },
  ],
})

/** A JSON Web Key with exactly what verifiers need, whatever else lies in the record. */
export type PublicJwk = PublicKey & { alg: 'EdDSA'; use: 'sig' }

export function publicJwkOf({ _id, publicJwk }: SigningKey): PublicJwk {
  const { x } = publicJwk
  if (typeof x !== 'string') throw new Error(`the signing key ${_id} has no public half`)
  return { kty: 'OKP', crv: 'Ed25519', x, kid: _id, alg: 'EdDSA', use: 'sig' }
}
