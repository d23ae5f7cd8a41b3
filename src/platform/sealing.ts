import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type Keyring, keyring } from './keyring'

/** Where a sealed text lies; it opens nowhere else. */
export interface SealedPlace {
  record: string
  id: string
  field: string
}

const aad = ({ record, id, field }: SealedPlace): Buffer => Buffer.from(`${record}|${id}|${field}`)

/** AES-256-GCM with a fresh 96-bit nonce, bound to its place: `s1.<kid>.<nonce>.<tag>.<ciphertext>`. */
export function seal(text: string, place: SealedPlace, ring: Keyring = keyring()): string {
  const { kid, key } = ring.newest('seal')
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(place))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return ['s1', kid, ...[nonce, cipher.getAuthTag(), body].map((part) => part.toString('base64url'))].join(
    '.',
  )
}

/** @throws Error when the text was changed, moved to another place, or its key is no longer in the keyring. */
export function open(sealed: string, place: SealedPlace, ring: Keyring = keyring()): string {
  const [version, kid, nonce, tag, body] = sealed.split('.')
  const found = ring.live('seal').find((candidate) => candidate.kid === kid)
  if (version !== 's1' || !nonce || !tag || body === undefined) throw new Error('not a sealed text')
  if (!found) throw new Error(`sealed under key id ${kid}, which is not in APP_SECRETS`)
  const decipher = createDecipheriv('aes-256-gcm', found.key, Buffer.from(nonce, 'base64url'), {
    authTagLength: 16,
  })
  decipher.setAAD(aad(place)).setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8')
}
