import type { CategoryTree } from '../categories'
import { withAncestors } from '../categories'
import { platforms } from '../compatibility'
import { lowestPrice, weightOf } from '../price'
import { bandOf, priceBands } from '../priceBands'
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
  /** The set of its categories and those above them, as one code. */
  readonly places: number[] = []

  readonly typeCodes = new Codes()
  /** By slug. */
  readonly sellerCodes = new Codes()
  readonly placeCodes = new Codes()
  /** By the code of the seller. */
  readonly sellerNames: string[] = []

  private readonly byCurrency = new Map<string, { prices: number[]; bands: number[] }>()

  put(slot: number, product: ShelfProduct, tree: CategoryTree['byId']): void {
    this.products[slot] = product
    this.types[slot] = this.typeCodes.of(product.type)
    this.sellers[slot] = this.sellerCodes.of(product.seller.slug)
    this.php[slot] = bitsOf(fittingLines(product, 'php'), platforms.php)
    this.laravel[slot] = bitsOf(fittingLines(product, 'laravel'), platforms.laravel)
    this.places[slot] = this.placeCodes.of([...withAncestors(product.categories, tree)].join(' '))
    for (const [currency, { prices, bands }] of this.byCurrency) {
      const price = priceIn(product, currency)
      prices[slot] = price
      bands[slot] = bandIn(price, currency)
    }
  }

  drop(slot: number): void {
    this.products[slot] = undefined
  }

  /** The lowest price of each product in minor units, parts of one included; NaN where it is not sold in this currency. */
  prices(currency: string): readonly number[] {
    return this.inCurrency(currency).prices
  }

  /** The number of the band that the price stands in; one behind the last where it is not sold in this currency. */
  bands(currency: string): readonly number[] {
    return this.inCurrency(currency).bands
  }

  private inCurrency(currency: string): { prices: number[]; bands: number[] } {
    const present = this.byCurrency.get(currency)
    if (present) return present
    const prices = this.products.map((product) => (product ? priceIn(product, currency) : Number.NaN))
    const made = { prices, bands: prices.map((price) => bandIn(price, currency)) }
    this.byCurrency.set(currency, made)
    return made
  }
}

/** The ids of the categories in a place, as `placeCodes` names it. */
export const categoriesOfPlace = (place: string): string[] => place.split(' ').filter(Boolean)

function bandIn(price: number, currency: string): number {
  const bands = priceBands(currency)
  const band = bandOf(Math.ceil(price), bands)
  return band < 0 ? bands.length : band
}

function priceIn(product: ShelfProduct, currency: string): number {
  const price = lowestPrice(product.packages, currency)
  return price ? weightOf(price) : Number.NaN
}

const bitsOf = (values: readonly string[], all: readonly string[]): number =>
  values.reduce((bits, value) => bits | (1 << all.indexOf(value)), 0)
