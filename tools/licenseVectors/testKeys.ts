import { createHash, createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { PublicKey } from '@/domain/licensing/proof/openJwt'

/** A key that anybody can make again from its name: good for vectors and for nothing else. */
export interface TestKey {
  public: PublicKey
  privateKey: KeyObject
}

/** PKCS#8 of an Ed25519 key is this and the 32 bytes of its seed (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

export function testKey(kid: string): TestKey {
  const seed = createHash('sha256').update(`TEST KEY, NEVER USE: ${kid}`).digest()
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Head, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const { x = '' } = privateKey.export({ format: 'jwk' })
  return { public: { kid, kty: 'OKP', crv: 'Ed25519', x }, privateKey }
}

export const b64 = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A compact JWT with whatever header one likes, signed by whatever key. */
export function jwtBy({ privateKey }: TestKey, header: object, claims: object | string): string {
  const signed = `${b64(header)}.${b64(claims)}`
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}

/** Signed with a secret that everybody has. */
export function jwtByHmac(secret: string | Buffer, header: object, claims: object): string {
  const signed = `${b64(header)}.${b64(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** The order of the group of Ed25519 (RFC 8032): a careless verifier takes S + L for S. */
const order = 2n ** 252n + 27742317777372353535851937790883648493n

export function withOtherS(jwt: string): string {
  const [head, body, signature = ''] = jwt.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  let s = 0n
  for (let i = 63; i >= 32; i--) s = (s << 8n) | BigInt(bytes[i] ?? 0)
  s += order
  for (let i = 32; i < 64; i++) {
    bytes[i] = Number(s & 255n)
    s >>= 8n
  }
  return `${head}.${body}.${bytes.toString('base64url')}`
}
