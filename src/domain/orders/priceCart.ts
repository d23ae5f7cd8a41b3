import { type Seller, sellerDocument } from '@/domain/accounts/records'
import { type Package, type Product, packageDocument, productDocument } from '@/domain/catalog/records'
import type { Minor } from '@/platform/money'
import type { Tx, TxReader } from '@/platform/transaction'
import type { Cart } from './records'

export interface PricedLine {
  package: Package
  product: Product
  seller: Seller
  quantity: number
  unitPriceMinor: Minor
  subtotalMinor: Minor
  /** The price that the buyer saw when adding, where it is another now. */
  formerPriceMinor: Minor | null
}

/** A line that can not be bought any more, and why: it is shown struck through. */
export interface UnavailableLine {
  packageId: string
  name: string | null
  reason: 'gone' | 'not_for_sale' | 'currency'
}

export interface PricedCart {
  currency: string
  lines: PricedLine[]
  unavailable: UnavailableLine[]
  subtotalMinor: Minor
  /** Currencies in which every line is priced. */
  currencies: string[]
}

/** Reads documents, in a transaction or outside of one. */
export interface CatalogReader {
  packages: Pick<TxReader<Package>, 'find'>
  products: Pick<TxReader<Product>, 'find'>
  sellers: Pick<TxReader<Seller>, 'find'>
}

/** Today's prices of a cart, never those stored with it: a price is read at the act. */
export async function priceCart(
  read: CatalogReader,
  cart: Pick<Cart, 'lines' | 'currency'>,
): Promise<PricedCart> {
  const packages = byId(await read.packages.find({ _id: { $in: cart.lines.map((line) => line.package) } }))
  const products = byId(
    await read.products.find({ _id: { $in: [...packages.values()].map((p) => p.product) } }),
  )
  const sellers = byId(await read.sellers.find({ _id: { $in: [...products.values()].map((p) => p.seller) } }))
  const priced: PricedCart = {
    currency: cart.currency,
    lines: [],
    unavailable: [],
    subtotalMinor: 0,
    currencies: [],
  }
  for (const line of cart.lines) {
    const pkg = packages.get(line.package)
    const product = pkg && products.get(pkg.product)
    const seller = product && sellers.get(product.seller)
    if (!pkg || !product || !seller) {
      priced.unavailable.push({ packageId: line.package, name: null, reason: 'gone' })
      continue
    }
    const name = `${product.name.en}, ${pkg.name.en}`
    if (!isForSale(pkg, product, seller)) {
      priced.unavailable.push({ packageId: line.package, name, reason: 'not_for_sale' })
      continue
    }
    const unitPriceMinor = priceIn(pkg, cart.currency)
    if (unitPriceMinor === null) {
      priced.unavailable.push({ packageId: line.package, name, reason: 'currency' })
      continue
    }
    // Whatever the cart says: one is delivered, so one is paid.
    const quantity = pkg.quantityMode === 'single' ? 1 : line.quantity
    priced.lines.push({
      package: pkg,
      product,
      seller,
      quantity,
      unitPriceMinor,
      subtotalMinor: unitPriceMinor * quantity,
      formerPriceMinor: unitPriceMinor === line.seenPriceMinor ? null : line.seenPriceMinor,
    })
  }
  priced.subtotalMinor = priced.lines.reduce((sum, line) => sum + line.subtotalMinor, 0)
  priced.currencies = commonCurrencies(priced.lines.map((line) => line.package))
  return priced
}

/** Whether it can be put in a cart: subscriptions and usage plans come with their own checkout. */
export function isForSale(
  pkg: Pick<Package, 'active' | 'pricingModel'>,
  product: Pick<Product, 'status'>,
  seller: Pick<Seller, 'status'>,
): boolean {
  const sellable = pkg.pricingModel === 'one-time' || pkg.pricingModel === 'free'
  return pkg.active && sellable && product.status === 'published' && seller.status === 'active'
}

/** The price of one, in minor units; a free package costs nothing in any currency. null: not priced in it. */
export function priceIn(pkg: Pick<Package, 'pricingModel' | 'prices'>, currency: string): Minor | null {
  if (pkg.pricingModel === 'free') return 0
  return pkg.prices.find((price) => price.currency === currency)?.amountMinor ?? null
}

function commonCurrencies(packages: readonly Package[]): string[] {
  const priced = packages.filter((pkg) => pkg.pricingModel !== 'free')
  const [first, ...rest] = priced
  if (!first) return []
  return first.prices
    .map((price) => price.currency)
    .filter((currency) => rest.every((pkg) => priceIn(pkg, currency) !== null))
}

const byId = <T extends { _id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row._id, row]))

export const catalogReader = (tx: Pick<Tx, 'read'>): CatalogReader => ({
  packages: tx.read(packageDocument),
  products: tx.read(productDocument),
  sellers: tx.read(sellerDocument),
})
