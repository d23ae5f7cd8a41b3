import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Signer } from './compactJwt'
import type { PublicKey } from './openJwt'

/** The key under which the signing keys are certified. Its private half belongs on no server. */
export interface RootKey extends Signer {
  /** What the client libraries ship. */
  public: PublicKey
}

/** A new root, and the text of its private half (PKCS#8 PEM) for the file that its owner keeps. */
export function makeRootKey(): { root: RootKey; pem: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { root: rootKeyOf(privateKey), pem }
}

/** @throws Error where the text is no Ed25519 key. */
export function readRootKey(pem: string): RootKey {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The root key is not an Ed25519 key.')
  return rootKeyOf(key)
}

/** Its id follows from the key itself (RFC 8037, A.3: the thumbprint): another key cannot bear it by mistake. */
export function rootKeyOf(privateKey: KeyObject): RootKey {
  const { x } = privateKey.export({ format: 'jwk' })
  if (!x) throw new Error('The root key has no public half.')
  const thumbprint = createHash('sha256')
    .update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
    .digest('base64url')
  const kid = `root_${thumbprint.slice(0, 16)}`
  return { kid, privateKey, public: { kid, kty: 'OKP', crv: 'Ed25519', x } }
}
