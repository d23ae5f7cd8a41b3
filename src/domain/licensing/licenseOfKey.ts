import type { Keyring } from '@/platform/keyring'
import { lookupsOfText } from './keyLookups'
import type { LicenseSource } from './licenseSource'
import type { License } from './records'

export interface LicenseOfKey {
  /** null: no license has that key, or no longer. */
  license: License | null
  /** The key was replaced and lives for the places that are known (LIC-9). */
  isRetiringKey: boolean
}

/** The license that a key names; null for a text that can be none. `product`: who asks, see `LicenseSource.findByHash`. */
export async function licenseOfKey(
  { licenses, keyring }: { licenses: LicenseSource; keyring: Keyring },
  key: string,
  now: Date,
  product: string | null = null,
): Promise<LicenseOfKey | null> {
  const hashes = lookupsOfText(key, keyring)
  if (!hashes) return null
  const license = await licenses.findByHash(hashes, product)
  const used = license?.keys.find(({ hash }) => hashes.includes(hash))
  // A replaced key lives until its day; then it is a key that does not exist.
  const lives = used && (used.until === null || used.until > now)
  return { license: lives ? license : null, isRetiringKey: used?.state === 'retiring' }
}
