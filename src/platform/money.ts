import { invariant } from './errors'

/** An amount in the minor unit of its currency: a safe integer, never a float. */
export type Minor = number

/** ISO 4217 in lower case, as the payment provider writes it. */
export type Currency = string

/** Decimals of the currencies that are not two; everything else has two. Source: ISO 4217 and Stripe's list. */
// biome-ignore format: a table reads better in two lines
const exponents: Record<string, number> = {
  bif: 0, clp: 0, djf: 0, gnf: 0, jpy: 0, kmf: 0, krw: 0, mga: 0, pyg: 0, rwf: 0, ugx: 0, vnd: 0, vuv: 0, xaf: 0, xof: 0, xpf: 0,
  bhd: 3, jod: 3, kwd: 3, omr: 3, tnd: 3,
}

export const currencyExponent = (currency: Currency): number => exponents[currency] ?? 2

/** Throws unless `value` is an integer that arithmetic keeps exact. */
export function assertMinor(value: Minor, name = 'amount'): Minor {
  invariant(Number.isSafeInteger(value), `${name} must be an integer in minor units, got ${value}`)
  return value
}

/**
 * `numerator / denominator` rounded half away from zero, exact for any safe integers.
 * Source: notes/marketplace-money.md §2.2, rounding.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): Minor {
  invariant(denominator > 0n, 'division by a positive number only')
  const negative = numerator < 0n
  const size = negative ? -numerator : numerator
  const rounded = (2n * size + denominator) / (2n * denominator)
  return assertMinor(Number(negative ? -rounded : rounded))
}

/** `amountMinor` times a rate in basis points (100 = 1 %), half-up. */
export const shareOf = (amountMinor: Minor, rateBps: number): Minor =>
  divideHalfUp(BigInt(assertMinor(amountMinor)) * BigInt(rateBps), 10_000n)

/**
 * Splits `totalMinor` in proportion to `weights`, to the cent, by largest remainder: the parts sum to the total.
 * All weights zero: everything goes to the first part.
 */
export function allocate(totalMinor: Minor, weights: readonly number[]): Minor[] {
  invariant(
    weights.length > 0 && weights.every((w) => Number.isSafeInteger(w) && w >= 0),
    'weights are counts',
  )
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n)
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? totalMinor : 0))
  const total = BigInt(assertMinor(totalMinor))
  const parts = weights.map((weight) => (total * BigInt(weight)) / sum)
  const rest = Number(total - parts.reduce((a, b) => a + b, 0n))
  const order = weights
    .map((weight, index) => ({
      index,
      remainder: abs((total * BigInt(weight)) % sum),
    }))
    .sort((a, b) => (b.remainder > a.remainder ? 1 : b.remainder < a.remainder ? -1 : a.index - b.index))
  for (let i = 0; i < Math.abs(rest); i++) {
    const slot = order[i]
    invariant(slot, 'the remainder is smaller than the number of parts')
    parts[slot.index] = (parts[slot.index] ?? 0n) + (rest > 0 ? 1n : -1n)
  }
  return parts.map(Number)
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value)

/** `1234, 'usd'` → `"12.34"`: for machines and PDFs; people see `Intl`. */
export function decimalString(amountMinor: Minor, currency: Currency): string {
  const digits = currencyExponent(currency)
  const size = Math.abs(assertMinor(amountMinor))
    .toString()
    .padStart(digits + 1, '0')
  const sign = amountMinor < 0 ? '-' : ''
  return digits === 0 ? sign + size : `${sign}${size.slice(0, -digits)}.${size.slice(-digits)}`
}

/** For people: `formatMoney(4900, 'usd')` → `$49.00`. */
export function formatMoney(amountMinor: Minor, currency: Currency, locale = 'en'): string {
  const digits = currencyExponent(currency)
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amountMinor / 10 ** digits)
}
