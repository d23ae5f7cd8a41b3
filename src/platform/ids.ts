import { randomBytes } from 'node:crypto'

/** What a public id begins with; the id is `_id` itself, for documents and records alike (ARCHITECTURE, Ids). */
export const idPrefixes = {
  usr: 'user',
  cus: 'customer',
  sel: 'seller',
  aff: 'affiliate',
  prd: 'product',
  pkg: 'package',
  rel: 'release',
  fil: 'file',
  med: 'media',
  cat: 'category',
  cur: 'curation',
  crt: 'cart',
  ord: 'order',
  itm: 'order item',
  pay: 'payment',
  ref: 'refund',
  dsp: 'dispute',
  sub: 'subscription',
  inv: 'invoice',
  lic: 'license',
  act: 'activation',
  req: 'request about a license',
  pub: 'public id of an activation',
  key: 'signing or API key',
  ent: 'ledger entry',
  pyo: 'payout',
  com: 'commission',
  clk: 'click on a referral link',
  tkt: 'ticket',
  msg: 'message',
  whk: 'outgoing webhook',
  evt: 'event',
  dwn: 'download',
  chg: 'scheduled change of the settings',
  pre: 'panel preference',
  lck: 'panel document lock',
} as const

export type IdPrefix = keyof typeof idPrefixes

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id such as `ord_01k9…`: 48 bits of machine time, then 80 random bits, in lower-case Crockford base 32,
 * so that ids sort by the time they were made and need no coordination.
 */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${encodeTime(Date.now())}${encodeRandom(randomBytes(10))}`
}

/** Whether `value` is an id of that kind; for parsing input, never for access. */
export function isId(prefix: IdPrefix, value: unknown): value is string {
  return (
    typeof value === 'string' && value.startsWith(`${prefix}_`) && /^[a-z]{3}_[0-9a-z]{10,40}$/.test(value)
  )
}

function encodeTime(milliseconds: number): string {
  let rest = milliseconds
  let out = ''
  for (let i = 0; i < 10; i++) {
    out = alphabet.charAt(rest % 32) + out
    rest = Math.floor(rest / 32)
  }
  return out
}

function encodeRandom(bytes: Buffer): string {
  let value = BigInt(`0x${bytes.toString('hex')}`)
  let out = ''
  for (let i = 0; i < 16; i++) {
    out = alphabet.charAt(Number(value % 32n)) + out
    value /= 32n
  }
  return out
}
