import { hmac, keyring } from '@/platform/keyring'
import { addressCell } from '@/platform/rateLimit'

/**
 * Tells the visitors of one day apart without keeping an address: a keyed hash of the day (UTC), the network and the
 * browser's name, cut to 72 bits.
 */
export function visitorHash({
  address,
  userAgent,
  at,
}: {
  address: string | null
  userAgent: string | null
  at: Date
}): string {
  const text = [at.toISOString().slice(0, 10), addressCell(address ?? ''), userAgent ?? ''].join('|')
  return hmac(keyring().newest('visitor-hash').key, text).toString('base64url').slice(0, 12)
}
