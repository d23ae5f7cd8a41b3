import { commonPasswords, commonWords } from './commonPasswords'

export const passwordLength = { least: 12, most: 128 } as const

export type PasswordFault = 'too_short' | 'too_long' | 'common' | 'own_address'

/**
 * Why this password is refused, or null. Length counts, composition does not; the lists are offline.
 * Source: notes/reliability-security.md §2, Passwords (after OWASP ASVS 5, V6.2).
 */
export function passwordFault(password: string, email: string): PasswordFault | null {
  const length = [...password].length
  if (length < passwordLength.least) return 'too_short'
  if (length > passwordLength.most) return 'too_long'
  if (isCommon(password)) return 'common'
  if (isOwnAddress(password, email)) return 'own_address'
  return null
}

/** Listed, a listed word with figures around it, a run of neighbors, or a short piece over and over. */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase()
  if (commonPasswords.has(plain)) return true
  if (/^(.{1,4})\1+.{0,3}$/u.test(plain)) return true
  if (isRun(plain)) return true
  const word = withoutLeet(plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
  return commonWords.has(word) || commonWords.has(withoutLeet(plain))
}

/** `abcdefghijkl`, `987654321098`: every step the same, around the end of the figures too. */
function isRun(plain: string): boolean {
  const codes = [...plain].map((letter) => letter.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  return [1, -1].some((step) => steps.every((found) => found === step || found === -9 * step))
}

const leet: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const withoutLeet = (plain: string): string => [...plain].map((letter) => leet[letter] ?? letter).join('')

/** What is left once the address is taken out must still be something. */
function isOwnAddress(password: string, email: string): boolean {
  const address = email.toLowerCase()
  const [local = '', host = ''] = address.split('@')
  let rest = password.toLowerCase().replaceAll(address, '')
  for (const part of [local, host, host.split('.')[0] ?? ''])
    if (part.length >= 4) rest = rest.replaceAll(part, '')
  return rest.length < 6
}
