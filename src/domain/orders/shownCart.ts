import { createHash } from 'node:crypto'
import type { PricedCart } from './priceCart'

/**
 * What the buyer of a checkout page has before their eyes, as a short text that goes round with the form: of each line the
 * package as it was described, how many, the price and the license that it renews. Another tab, another price or other
 * terms meanwhile give another text, and then nothing is placed: what is charged is what was shown.
 */
export function shownCart({ currency, lines }: Pick<PricedCart, 'currency' | 'lines'>): string {
  const shown = lines.map(({ package: pkg, quantity, unitPriceMinor, renews }) =>
    [pkg._id, pkg.revision, renews?.license._id ?? '', quantity, unitPriceMinor].join(' '),
  )
  const text = [currency, ...shown.sort()].join('\n')
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
