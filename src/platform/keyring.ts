import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** Each purpose has a key of its own, derived: one leaking says nothing of the others. */
export type KeyPurpose =
  | 'payload'
  | 'edge'
  | 'seal'
  | 'license-key-hash'
  | 'license-key-checksum'
  | 'license-lease'
  | 'seller-hash'
  | 'download-link'
  | 'order-link'
  | 'cart-link'
  | 'upload-link'
  | 'account-link'
  | 'browser-cookie'
  | 'referral-cookie'
  | 'visitor-hash'

interface Root {
  kid: string
  secret: Buffer
}

/**
 * The keys of the installation, derived by HKDF-SHA256 from `APP_SECRETS` (`kid:base64url(32 bytes)`, newest first).
 * Rotation: put a new root in front; the older ones go on opening and verifying until they are taken out.
 */
export class Keyring {
  private readonly derived = new Map<string, Buffer>()
  private constructor(private readonly roots: readonly Root[]) {}

  /** @throws Error when a part is not `kid:base64url(32 bytes)` or a kid appears twice. */
  static parse(text: string): Keyring {
    const roots = text.split(',').map((part): Root => {
      const [kid, encoded] = part.trim().split(':')
      const secret = Buffer.from(encoded ?? '', 'base64url')
      if (!kid || !/^[a-z0-9]{1,16}$/.test(kid) || secret.length !== 32)
        throw new Error('APP_SECRETS: each part must be kid:base64url of 32 bytes, newest first')
      return { kid, secret }
    })
    if (new Set(roots.map((root) => root.kid)).size !== roots.length)
      throw new Error('APP_SECRETS: a key id appears twice')
    return new Keyring(roots)
  }

  /** Key ids, newest first. */
  get kids(): string[] {
    return this.roots.map((root) => root.kid)
  }

  /** The newest key of a purpose: what new things are made with. */
  newest(purpose: KeyPurpose): { kid: string; key: Buffer } {
    const [root] = this.roots
    if (!root) throw new Error('APP_SECRETS is empty')
    return { kid: root.kid, key: this.derive(root, purpose) }
  }

  /** All live keys of a purpose, newest first: what old things are checked with. */
  live(purpose: KeyPurpose): { kid: string; key: Buffer }[] {
    return this.roots.map((root) => ({
      kid: root.kid,
      key: this.derive(root, purpose),
    }))
  }

  private derive(root: Root, purpose: KeyPurpose): Buffer {
    const name = `${root.kid}|${purpose}`
    const known = this.derived.get(name)
    if (known) return known
    const key = Buffer.from(hkdfSync('sha256', root.secret, 'mintreu', purpose, 32))
    this.derived.set(name, key)
    return key
  }
}

export const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Constant-time comparison of two texts; of different length: false. */
export function equalText(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

let own: Keyring | undefined

/** The keyring of this process, from its settings. */
export function keyring(): Keyring {
  own ??= Keyring.parse(process.env.APP_SECRETS ?? '')
  return own
}
