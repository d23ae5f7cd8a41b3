import type { CategoryTree } from '../categories'
import { withAncestors } from '../categories'
import { platforms } from '../compatibility'
import { lowestPrice, weightOf } from '../price'
import { fittingLines } from '../productCard'
import type { ShelfProduct } from '../shelf'
import { Codes } from './codes'

/**
 * What filters, counts and orders ask of products, one list for each question, by slot. Texts are numbers here, so
 * that a pass over all products compares numbers.
 */
export class Columns {
  readonly products: (ShelfProduct | undefined)[] = []
  readonly types: number[] = []
  readonly sellers: number[] = []
  /** A bit for each version that fits. */
  readonly php: number[] = []
  readonly laravel: number[] = []
  /** Its categories and those above them. */
  readonly categories: (readonly number[])[] = []

  readonly typeCodes = new Codes()
  /** By slug. */
  readonly sellerCodes = new Codes()
  readonly categoryCodes = new Codes()
  /** By the code of the seller. */
  readonly sellerNames: string[] = []

  private readonly pricesByCurrency = new Map<string, number[]>()

  put(slot: number, product: ShelfProduct, tree: CategoryTree['byId']): void {
    this.products[slot] = product
    this.types[slot] = this.typeCodes.of(product.type)
    this.sellers[slot] = this.sellerCodes.of(product.seller.slug)
    this.php[slot] = bitsOf(fittingLines(product, 'php'), platforms.php)
    this.laravel[slot] = bitsOf(fittingLines(product, 'laravel'), platforms.laravel)
    this.categories[slot] = [...withAncestors(product.categories, tree)].map((id) =>
      this.categoryCodes.of(id),
    )
    for (const [currency, prices] of this.pricesByCurrency) prices[slot] = priceIn(product, currency)
  }

  drop(slot: number): void {
    this.products[slot] = undefined
  }

  /** The lowest price of each product in minor units, parts of one included; NaN where it is not sold in this currency. */
  prices(currency: string): readonly number[] {
    const present = this.pricesByCurrency.get(currency)
    if (present) return present
    const prices = this.products.map((product) => (product ? priceIn(product, currency) : Number.NaN))
    this.pricesByCurrency.set(currency, prices)
    return prices
  }
}

function priceIn(product: ShelfProduct, currency: string): number {
  const price = lowestPrice(product.packages, currency)
  return price ? weightOf(price) : Number.NaN
}

const bitsOf = (values: readonly string[], all: readonly string[]): number =>
  values.reduce((bits, value) => bits | (1 << all.indexOf(value)), 0)
