import type { Keyring } from '@/platform/keyring'
import { lookupsOfText } from './keyLookups'
import type { LicenseSource } from './licenseSource'
import { placeInRecord } from './places/findPlace'
import { type JudgedLicense, placesInRecord } from './records'

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

/**
 * Whether a license may be as new as a proof of it: it has the key and the place that the proof was given for. One that
 * was bound a moment ago is asked for by its proof at once, in every process.
 */
export const isSinceProof = (
  license: JudgedLicense,
  { key, act }: { key: string; act?: string | undefined },
): boolean =>
  license.keys.some(({ hash }) => hash.startsWith(key)) &&
  (act === undefined ||
    license.places.length >= placesInRecord ||
    placeInRecord(license, { id: act }) !== null)

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
