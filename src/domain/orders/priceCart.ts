import { type Customer, customerDocument, type Seller, sellerDocument } from '@/domain/accounts/records'
import { type Package, type Product, packageDocument, productDocument } from '@/domain/catalog/records'
import type { LicenseWindows } from '@/domain/licensing/licenseWindows'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { judgeRenewal, piecesOf } from '@/domain/licensing/renewable'
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
  /** The license that is renewed, and its ends when it was renewed now; null: a new one is bought. */
  renews: { license: License; after: LicenseWindows } | null
}

/** A line that can not be bought now, and why: it is shown struck through, with what to do. */
export interface UnavailableLine {
  packageId: string
  renews: string | null
  name: string | null
  /** The product's page, where it has one: other packages, or the same one again later. */
  handle: string | null
  reason: 'gone' | Withdrawn | 'currency' | 'not_renewable'
}

/** Who took it off the shelf: its seller does not sell now, the product is withdrawn, or this package of it is. */
export type Withdrawn = 'seller_away' | 'product_withdrawn' | 'package_withdrawn'

export interface PricedCart {
  currency: string
  lines: PricedLine[]
  unavailable: UnavailableLine[]
  subtotalMinor: Minor
  /** Currencies that we take and in which every line is priced. */
  currencies: string[]
  /** Whether we take its currency now: else nothing can be paid in it. */
  currencyOffered: boolean
}

/** Whether it can be paid as it is: everything is there, at the prices that its buyer saw. */
export const isReady = ({ lines, unavailable, currencyOffered }: PricedCart): boolean =>
  currencyOffered && unavailable.length === 0 && lines.every((line) => line.formerPriceMinor === null)

/** Reads documents, in a transaction or outside of one. */
export interface CatalogReader {
  packages: Pick<TxReader<Package>, 'find'>
  products: Pick<TxReader<Product>, 'find'>
  sellers: Pick<TxReader<Seller>, 'find'>
  licenses: Pick<TxReader<License>, 'find'>
  customers: Pick<TxReader<Customer>, 'find'>
}

/**
 * Today's prices of a cart, never those stored with it: a price is read at the act.
 * @param offered the currencies that the platform takes (settings).
 */
export async function priceCart(
  read: CatalogReader,
  cart: Pick<Cart, 'lines' | 'currency' | 'user'>,
  { now, offered }: { now: Date; offered: readonly string[] },
): Promise<PricedCart> {
  const packages = byId(await read.packages.find({ _id: { $in: cart.lines.map((line) => line.package) } }))
  const products = byId(
    await read.products.find({ _id: { $in: [...packages.values()].map((p) => p.product) } }),
  )
  const sellers = byId(await read.sellers.find({ _id: { $in: [...products.values()].map((p) => p.seller) } }))
  const licenses = byId(await licensesToRenew(read, cart))
  const priced: PricedCart = {
    currency: cart.currency,
    lines: [],
    unavailable: [],
    subtotalMinor: 0,
    currencies: [],
    currencyOffered: offered.includes(cart.currency),
  }
  const onSale: Package[] = []
  for (const line of cart.lines) {
    const pkg = packages.get(line.package)
    const product = pkg && products.get(pkg.product)
    const seller = product && sellers.get(product.seller)
    const named = { packageId: line.package, renews: line.renews ?? null }
    if (!pkg || !product || !seller) {
      priced.unavailable.push({ ...named, name: null, handle: null, reason: 'gone' })
      continue
    }
    const name = `${product.name.en}, ${pkg.name.en}`
    const handle = product.status === 'published' ? product.handle : null
    const withdrawn = whyNotForSale(pkg, product, seller)
    if (withdrawn) {
      priced.unavailable.push({ ...named, name, handle, reason: withdrawn })
      continue
    }
    onSale.push(pkg)
    const unitPriceMinor = priceIn(pkg, cart.currency)
    if (unitPriceMinor === null) {
      priced.unavailable.push({ ...named, name, handle, reason: 'currency' })
      continue
    }
    const renews = line.renews ? renewalNow(licenses.get(line.renews), line.package, now) : null
    if (line.renews && !renews) {
      priced.unavailable.push({ ...named, name, handle, reason: 'not_renewable' })
      continue
    }
    // Whatever the cart says: one is delivered, so one is paid.
    const single = pkg.quantityMode === 'single' ? 1 : line.quantity
    const quantity = renews ? piecesOf(renews.license) : single
    priced.lines.push({
      package: pkg,
      product,
      seller,
      quantity,
      unitPriceMinor,
      subtotalMinor: unitPriceMinor * quantity,
      formerPriceMinor: unitPriceMinor === line.seenPriceMinor ? null : line.seenPriceMinor,
      renews,
    })
  }
  priced.subtotalMinor = priced.lines.reduce((sum, line) => sum + line.subtotalMinor, 0)
  priced.currencies = commonCurrencies(onSale).filter((currency) => offered.includes(currency))
  return priced
}

/** Only those of the person whose cart it is: what another's license may do is nobody's business. */
async function licensesToRenew(
  read: CatalogReader,
  { lines, user }: Pick<Cart, 'lines' | 'user'>,
): Promise<License[]> {
  const ids = lines.flatMap(({ renews }) => renews ?? [])
  if (ids.length === 0 || !user) return []
  const customers = await read.customers.find({ user })
  return read.licenses.find({ _id: { $in: ids }, customer: { $in: customers.map(({ _id }) => _id) } })
}

/** null: it can not be renewed by a purchase, or not any more. */
function renewalNow(license: License | undefined, packageId: string, now: Date): PricedLine['renews'] {
  if (license?.package !== packageId || !sellsRenewal(license)) return null
  const { after } = judgeRenewal(license, now)
  return after && { license, after }
}

/**
 * Whether renewing it is sold at all. A suspended license would be paid for and not work, a subscription renews itself, a
 * test license is nobody's to pay for.
 */
export const sellsRenewal = ({
  status,
  billing,
  test,
}: Pick<License, 'status' | 'billing' | 'test'>): boolean =>
  (status === 'active' || status === 'expired') && (billing === 'one-time' || billing === 'free') && !test

/** Whether it can be put in a cart: subscriptions and usage plans come with their own checkout. */
export const isForSale = (...shelf: Parameters<typeof whyNotForSale>): boolean =>
  whyNotForSale(...shelf) === null

/** null: it is for sale. */
export function whyNotForSale(
  pkg: Pick<Package, 'active' | 'pricingModel'>,
  product: Pick<Product, 'status'>,
  seller: Pick<Seller, 'status'>,
): Withdrawn | null {
  if (seller.status !== 'active') return 'seller_away'
  if (product.status !== 'published') return 'product_withdrawn'
  const sellable = pkg.pricingModel === 'one-time' || pkg.pricingModel === 'free'
  return pkg.active && sellable ? null : 'package_withdrawn'
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
  licenses: tx.read(licenseRecord),
  customers: tx.read(customerDocument),
})
