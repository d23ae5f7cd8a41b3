import { randomFillSync } from 'node:crypto'

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
  run: 'run of the oracle',
  brk: 'brake',
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
  return `${prefix}_${encodeTime(Date.now())}${encodeRandom()}`
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

/** Random bytes are fetched for some hundred ids at once: asking for ten costs as much as for thousands. */
const pool = Buffer.alloc(4_000)
let used = pool.length

function encodeRandom(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const from = used
  used += 10
  return encodeFive(from) + encodeFive(from + 5)
}

/** Five bytes are eight letters. */
function encodeFive(from: number): string {
  const high = pool.readUIntBE(from, 3)
  const low = pool.readUIntBE(from + 2, 3) & 0xf_ffff
  let out = ''
  for (let shift = 19; shift >= 4; shift -= 5) out += alphabet.charAt((high >>> shift) & 31)
  for (let shift = 15; shift >= 0; shift -= 5) out += alphabet.charAt((low >>> shift) & 31)
  return out
}
