import { randomInt } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function randomText(length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += alphabet[randomInt(alphabet.length)]
  return text
}

/** Lengths of the random part as the provider makes them; every other kind has 24 characters. */
const lengths: Record<string, number> = { cs_test: 58, req: 14, cus: 14, whsec: 32, price: 24, prod: 14 }

/** A new id with the provider's prefix, such as `pi_…` or `cs_test_…`. */
export function newObjectId(prefix: string): string {
  return `${prefix}_${randomText(lengths[prefix] ?? 24)}`
}

/** A secret that a browser may hold, as the provider's `client_secret`. */
export function clientSecretFor(id: string): string {
  return `${id}_secret_${randomText(25)}`
}
