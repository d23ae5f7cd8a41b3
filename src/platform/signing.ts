import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { open, seal } from './sealing'

/** A fresh Ed25519 pair as it is stored: the public half as JWK, the private half sealed to its place. */
export interface StoredKeyPair {
  kid: string
  publicJwk: Record<string, unknown>
  sealedPrivate: string
}

const place = (kid: string) => ({ record: 'signing-keys', id: kid, field: 'sealedPrivate' })

/** Makes a key pair for signing proofs; the kid is `key_` and 16 random characters, so that it tells nothing. */
export function makeKeyPair(): StoredKeyPair {
  const kid = `key_${randomBytes(10).toString('hex').slice(0, 16)}`
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    kid,
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' },
    sealedPrivate: seal(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), place(kid)),
  }
}

/** @throws Error when the seal's key is no longer in the keyring. */
export const openPrivateKey = (kid: string, sealedPrivate: string): KeyObject =>
  createPrivateKey(open(sealedPrivate, place(kid)))

export const publicKeyOf = (jwk: Record<string, unknown>): KeyObject =>
  createPublicKey({ key: jwk, format: 'jwk' })
