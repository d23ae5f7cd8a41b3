import type { Keyring } from '@/platform/keyring'
import { lookupsOfText } from './keyLookups'
import type { LicenseSource } from './licenseSource'
import type { JudgedLicense } from './records'

export interface LicenseOfKey {
  /** null: no license has that key, or no longer. */
  license: JudgedLicense | null
  /** The key was replaced and lives for the places that are known (LIC-9). */
  isRetiringKey: boolean
  /** The key as the license holds it: proofs that are given for it end with it. */
  keyHash: string | null
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
  return livingKey(license, used, now)
}

/** The license that a proof names, while the key lives that it was given for. */
export function licenseOfProof(license: JudgedLicense | null, keyMark: string, now: Date): LicenseOfKey {
  return livingKey(
    license,
    license?.keys.find(({ hash }) => hash.startsWith(keyMark)),
    now,
  )
}

/** A replaced key lives until its day; then it is a key that does not exist. */
function livingKey(
  license: JudgedLicense | null,
  used: JudgedLicense['keys'][number] | undefined,
  now: Date,
): LicenseOfKey {
  const lives = used && (used.until === null || used.until > now)
  return {
    license: lives ? license : null,
    isRetiringKey: used?.state === 'retiring',
    keyHash: used?.hash ?? null,
  }
}
