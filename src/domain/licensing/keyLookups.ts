import { BoundedMap } from '@/platform/boundedMap'
import type { Keyring } from '@/platform/keyring'
import { hashesOfKey, parseLicenseKey } from './key'

/** Texts of keys whose hashes are remembered: about 300 bytes each. Longer ones are worked out each time. */
const maxTexts = 20_000
const maxLength = 128

const known = new WeakMap<Keyring, BoundedMap<string, readonly string[]>>()

/**
 * What a key as it was typed is looked up by, one hash per live secret; null for a text that can be no key. Remembered,
 * in memory only: checksum and hashes are a tenth of the cost of a validation.
 */
export function lookupsOfText(text: string, keyring: Keyring): readonly string[] | null {
  const remembered = known.get(keyring) ?? new BoundedMap(maxTexts)
  known.set(keyring, remembered)
  const hashes = remembered.get(text)
  if (hashes) return hashes
  const parsed = parseLicenseKey(text, keyring)
  if (parsed.kind === 'malformed') return null
  const made = hashesOfKey(parsed.key, keyring)
  if (text.length <= maxLength) remembered.set(text, made)
  return made
}
