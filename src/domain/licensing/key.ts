import { randomBytes } from 'node:crypto'
import type { ProductType } from '@/domain/catalog/records'
import { equalText, hmac, type Keyring } from '@/platform/keyring'

/** No I, L, O, 0, 1: nothing that is misread on paper or on the phone. 31 letters, so 16 of them carry 79 bits. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const randomLength = 16
const sellerLength = 8

/** The TYPE segment of a key (LIC-1). */
export const keyTypes = {
  api: 'API',
  script: 'SCRIPT',
  plugin: 'PLUGIN',
  package: 'PACKAGE',
  saas: 'SAAS',
  theme: 'THEME',
  consultation: 'CONSULT',
} as const satisfies Record<ProductType, string>
export type KeyType = (typeof keyTypes)[ProductType]

/** Prefixes of keys of ours: the platform's, later those of white-label brands. */
export const keyPrefixes: readonly string[] = ['MINTREU']

export type RandomSource = (size: number) => Buffer

interface KeyParts {
  type: ProductType
  sellerId: string
  date: Date
  keyring: Keyring
  random?: RandomSource
}

/**
 * A new key: `MINTREU-{TYPE}-{DEVELOPER}-{YYYYMMDD}-{RANDOM}-{CHECKSUM}` (LIC-1). DEVELOPER is a keyed hash of the
 * seller's id, the date is UTC, CHECKSUM covers the five segments before it.
 */
export function makeLicenseKey({ type, sellerId, date, keyring, random = randomBytes }: KeyParts): string {
  const body = [
    keyPrefixes[0],
    keyTypes[type],
    sellerSegment(sellerId, keyring),
    date.toISOString().slice(0, 10).replaceAll('-', ''),
    randomSegment(random),
  ].join('-')
  return `${body}-${checksum(body, keyring.newest('license-key-checksum').key)}`
}

export type ParsedKey =
  | { kind: 'ours'; key: string; type: KeyType }
  /** A key that another system made: looked up as it is. */
  | { kind: 'imported'; key: string }
  | { kind: 'malformed' }

const types = Object.values(keyTypes)
const ours = new RegExp(
  `^(?:${keyPrefixes.join('|')})-(${types.join('|')})-[${alphabet}]{${sellerLength}}-\\d{8}-[${alphabet}]{${randomLength}}-[0-9A-F]{8}$`,
)
const printable = /^[^\p{C}\p{Zl}\p{Zp}]{8,255}$/u

/**
 * A pasted key in its one canonical form: case, blanks, line breaks and the dashes of word processors are forgiven in keys
 * of ours. A key that does not begin with a prefix of ours may be an imported one and is only trimmed (LIC-1).
 */
export function parseLicenseKey(text: string, keyring: Keyring): ParsedKey {
  // Longer than any key with every blank doubled: not worth the work.
  if (text.length > 1_024) return { kind: 'malformed' }
  const folded = text
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g, '-')
    .toUpperCase()
  if (!keyPrefixes.some((prefix) => folded.startsWith(prefix))) {
    const key = text.trim()
    return printable.test(key) ? { kind: 'imported', key } : { kind: 'malformed' }
  }
  const type = types.find((candidate) => candidate === ours.exec(folded)?.[1])
  if (!type || !hasChecksum(folded, keyring)) return { kind: 'malformed' }
  return { kind: 'ours', key: folded, type }
}

/** What a key is looked up by: one hash per live secret, newest first. Hex. */
export const hashesOfKey = (key: string, keyring: Keyring): string[] =>
  keyring.live('license-key-hash').map((secret) => hmac(secret.key, key).toString('hex'))

/** What a new key is stored under. */
export const newestHashOfKey = (key: string, keyring: Keyring): string =>
  hmac(keyring.newest('license-key-hash').key, key).toString('hex')

/** How a key is shown in lists and logs: enough to tell it from its neighbors, too little to use it. */
export function maskKey(key: string): string {
  const [prefix, type] = key.split('-')
  if (prefix && type && keyPrefixes.includes(prefix)) return `${prefix}-${type}-…${key.slice(-5)}`
  return `…${key.slice(-4)}`
}

/** Under any live secret, each compared in constant time and none skipped. */
function hasChecksum(key: string, keyring: Keyring): boolean {
  const body = key.slice(0, -9)
  const given = key.slice(-8)
  return keyring
    .live('license-key-checksum')
    .map((secret) => equalText(checksum(body, secret.key), given))
    .includes(true)
}

const checksum = (body: string, key: Buffer): string =>
  hmac(key, body).toString('hex').slice(0, 8).toUpperCase()

function sellerSegment(sellerId: string, keyring: Keyring): string {
  let rest = hmac(keyring.newest('seller-hash').key, sellerId).readBigUInt64BE()
  let segment = ''
  while (segment.length < sellerLength) {
    segment += alphabet.charAt(Number(rest % 31n))
    rest /= 31n
  }
  return segment
}

/** Bytes of 248 and more are thrown away: 248 is the last multiple of 31, so every letter is equally likely. */
function randomSegment(random: RandomSource): string {
  let segment = ''
  while (segment.length < randomLength)
    for (const byte of random(randomLength))
      if (byte < 248 && segment.length < randomLength) segment += alphabet.charAt(byte % 31)
  return segment
}
