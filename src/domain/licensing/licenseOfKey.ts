import type { Keyring } from '@/platform/keyring'
import { hashesOfKey, parseLicenseKey } from './key'
import type { LicenseSource } from './licenseSource'
import type { License } from './records'

export interface LicenseOfKey {
  /** null: no license has that key, or no longer. */
  license: License | null
  /** The key was replaced and lives for the places that are known (LIC-9). */
  isRetiringKey: boolean
}

/** The license that a key names; null for a text that can be none. */
export async function licenseOfKey(
  { licenses, keyring }: { licenses: LicenseSource; keyring: Keyring },
  key: string,
  now: Date,
): Promise<LicenseOfKey | null> {
  const parsed = parseLicenseKey(key, keyring)
  if (parsed.kind === 'malformed') return null
  const hashes = hashesOfKey(parsed.key, keyring)
  const license = await licenses.findByHash(hashes)
  const used = license?.keys.find(({ hash }) => hashes.includes(hash))
  // A replaced key lives until its day; then it is a key that does not exist.
  const lives = used && (used.until === null || used.until > now)
  return { license: lives ? license : null, isRetiringKey: used?.state === 'retiring' }
}
