import { invalidRequest } from '../http/errors'

type MetadataInput = Record<string, string | number | null> | '' | null | undefined

/** The provider's limits (docs: "Metadata"): 50 keys, 40 characters a key, 500 a value. */
const limits = { keys: 50, key: 40, value: 500 }

/**
 * Metadata after an update: given keys replace, an empty value removes its key, `''` removes all.
 * Throws the provider's refusal beyond its limits.
 */
export function mergeMetadata(
  before: Record<string, string>,
  change: MetadataInput,
  param = 'metadata',
): Record<string, string> {
  if (change === undefined || change === null) return before
  if (change === '') return {}
  const merged = new Map(Object.entries(before))
  for (const [key, given] of Object.entries(change)) {
    const value = String(given ?? '')
    if (key.length > limits.key)
      throw tooLong(`Metadata key "${key}" may be at most ${limits.key} characters`, param)
    if (value.length > limits.value) {
      throw tooLong(
        `Metadata value of "${key}" may be at most ${limits.value} characters`,
        `${param}[${key}]`,
      )
    }
    if (value === '') merged.delete(key)
    else merged.set(key, value)
  }
  if (merged.size > limits.keys)
    throw invalidRequest(`Metadata may hold at most ${limits.keys} keys`, { param })
  return Object.fromEntries(merged)
}

function tooLong(message: string, param: string) {
  return invalidRequest(message, { code: 'parameter_invalid_string_length', param })
}
