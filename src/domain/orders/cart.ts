import { customerDocument, sellerDocument } from '@/domain/accounts/records'
import { readSettings } from '@/domain/accounts/settings'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { conflict, invalid, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { addDays, now } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { adoptCart } from './adoptCart'
import { isLine, type LineName, maxCartLines, maxQuantity } from './cartLine'
import { catalogReader, isForSale, type PricedCart, priceCart, priceIn } from './priceCart'
import { type Cart, cartRecord } from './records'

/** How long the cart's cookie lives after its last use. */
export const cartDays = 90

/** Who holds a cart: a guest by the signed cookie that names it, a person by being signed in. */
export interface CartHolder {
  cartId: string | null
  userId: string | null
}

/** The holder's open cart, or null. A person's cart is never shown to who only knows its id. */
export async function findCart(database: Database, holder: CartHolder): Promise<Cart | null> {
  const carts = collectionOf(database, cartRecord)
  if (holder.cartId) {
    const cart = await carts.findOne({
      _id: holder.cartId,
      order: null,
      user: { $in: [null, holder.userId] },
    })
    if (cart) return cart
  }
  if (!holder.userId) return null
  return carts.findOne({ user: holder.userId, order: null })
}

/** Whether a visitor who is signed out holds the cookie of a cart that waits in an account; what is in it stays theirs. */
export async function isKeptForPerson(database: Database, { cartId, userId }: CartHolder): Promise<boolean> {
  if (!cartId || userId) return false
  const cart = await collectionOf(database, cartRecord).findOne({ _id: cartId, order: null })
  return Boolean(cart?.user && cart.lines.length > 0)
}

/** The holder's cart at today's prices, for a page; null when there is none. */
export async function viewCart(
  database: Database,
  holder: CartHolder,
): Promise<{ cart: Cart; priced: PricedCart } | null> {
  const cart = await findCart(database, holder)
  if (!cart) return null
  const priced = await priceCart(
    {
      packages: { find: (filter) => collectionOf(database, packageDocument).find(filter).toArray() },
      products: { find: (filter) => collectionOf(database, productDocument).find(filter).toArray() },
      sellers: { find: (filter) => collectionOf(database, sellerDocument).find(filter).toArray() },
      licenses: { find: (filter) => collectionOf(database, licenseRecord).find(filter).toArray() },
      customers: { find: (filter) => collectionOf(database, customerDocument).find(filter).toArray() },
    },
    cart,
    { now: now(), offered: (await readSettings(database)).currencies },
  )
  return { cart, priced }
}

/**
 * Puts a package into the holder's cart, or more of it; the cart is made with the first.
 * @throws CodedError 404 not_found, 409 not_for_sale, 422 quantity_invalid, cart_full, currency_not_offered.
 */
export async function addToCart(
  tx: Tx,
  { holder, packageId, quantity }: { holder: CartHolder; packageId: string; quantity: number },
): Promise<Cart> {
  assertQuantity(quantity)
  const pkg = await tx.read(packageDocument).findOne({ _id: packageId })
  const product = pkg && (await tx.read(productDocument).findOne({ _id: pkg.product }))
  const seller = product && (await tx.read(sellerDocument).findOne({ _id: product.seller }))
  if (!pkg || !product || !seller) throw notFound('package')
  if (!isForSale(pkg, product, seller))
    throw conflict('not_for_sale', 'This package can not be put in the cart.')
  const cart = (await cartInTx(tx, holder)) ?? (await makeCart(tx, holder))
  const price = priceIn(pkg, cart.currency)
  if (price === null)
    throw invalid('currency_not_offered', `This package has no price in ${cart.currency.toUpperCase()}.`)
  const single = pkg.quantityMode === 'single'
  const known = cart.lines.find((line) => isLine(line, { packageId }))
  const wanted = single ? 1 : Math.min(maxQuantity, quantity + (known?.quantity ?? 0))
  const line = {
    package: packageId,
    quantity: wanted,
    seenPriceMinor: price,
    addedAt: known?.addedAt ?? tx.now,
  }
  return saveLine(tx, cart, line)
}

/** Puts a line in, at the end, in the place of the same line of before. @throws CodedError 422 cart_full. */
export function saveLine(tx: Tx, cart: Cart, line: Cart['lines'][number]): Promise<Cart> {
  const name = { packageId: line.package, renews: line.renews ?? null }
  const others = cart.lines.filter((other) => !isLine(other, name))
  const lines = [...others, line]
  // A merged cart may hold more: what is in it already can still be changed.
  if (lines.length > maxCartLines && others.length === cart.lines.length)
    throw invalid('cart_full', `A cart holds at most ${maxCartLines} packages.`)
  return saveLines(tx, cart, lines)
}

/**
 * Sets how many of a package, one where only one is sold; zero takes it out. A renewal is for what the license is, so it
 * can only be taken out. @throws CodedError 404, 422 quantity_invalid.
 */
export async function setCartQuantity(
  tx: Tx,
  { holder, quantity, ...name }: { holder: CartHolder; quantity: number } & LineName,
): Promise<Cart> {
  if (quantity !== 0) assertQuantity(quantity)
  const cart = await cartInTx(tx, holder)
  const known = cart?.lines.find((line) => isLine(line, name))
  if (!cart || !known) throw notFound('line in your cart')
  const pkg = await tx.read(packageDocument).findOne({ _id: name.packageId })
  const most = known.renews ? known.quantity : pkg?.quantityMode === 'single' ? 1 : maxQuantity
  const wanted = quantity > 0 && known.renews ? most : Math.min(quantity, most)
  const lines = cart.lines.flatMap((line) =>
    !isLine(line, name) ? [line] : wanted === 0 ? [] : [{ ...line, quantity: wanted }],
  )
  return saveLines(tx, cart, lines)
}

/** The buyer has seen the changed prices and goes on with them. */
export async function acceptPrices(tx: Tx, holder: CartHolder): Promise<Cart> {
  const cart = await cartInTx(tx, holder)
  if (!cart) throw notFound('cart')
  return saveLines(tx, cart, await seenNow(tx, cart.lines, cart.currency))
}

/** Changes the currency that the cart is shown and paid in. @throws CodedError 422 where it is not offered. */
export async function setCartCurrency(tx: Tx, holder: CartHolder, currency: string): Promise<Cart> {
  const cart = await cartInTx(tx, holder)
  if (!cart) throw notFound('cart')
  const { currencies: offered } = await readSettings(tx.database, tx.session, tx.now)
  const priced = await priceCart(catalogReader(tx), cart, { now: tx.now, offered })
  if (!priced.currencies.includes(currency))
    throw invalid('currency_not_offered', 'Not every package in the cart has a price in that currency.')
  // The buyer sees the new prices with the new currency: they are no surprise.
  const lines = await seenNow(tx, cart.lines, currency)
  await tx
    .of(cartRecord)
    .update({ _id: cart._id, order: null }, { $set: { currency, lines, updatedAt: tx.now } })
  return { ...cart, currency, lines }
}

/** The lines with today's prices as those that the buyer saw; what has none in the currency keeps what it says. */
async function seenNow(tx: Tx, lines: Cart['lines'], currency: string): Promise<Cart['lines']> {
  const packages = await tx.read(packageDocument).find({ _id: { $in: lines.map((line) => line.package) } })
  return lines.map((line) => {
    const pkg = packages.find((candidate) => candidate._id === line.package)
    return { ...line, seenPriceMinor: (pkg && priceIn(pkg, currency)) ?? line.seenPriceMinor }
  })
}

/** When a cart that nobody touched is gone. */
export const cartExpiry = (now: Date): Date => addDays(now, cartDays)

/** The holder's open cart. What somebody who is signed in still holds as a guest joins their own first. */
export async function cartInTx(tx: Tx, { cartId, userId }: CartHolder): Promise<Cart | null> {
  if (userId && cartId) return adoptCart(tx, { cartId, userId })
  const owned = userId ? { user: userId } : cartId ? { _id: cartId, user: null } : null
  return owned && tx.of(cartRecord).findOne({ ...owned, order: null })
}

export async function makeCart(tx: Tx, { userId }: CartHolder): Promise<Cart> {
  const settings = await readSettings(tx.database, tx.session, tx.now)
  const cart: Cart = {
    _id: newId('crt'),
    user: userId,
    currency: settings.baseCurrency,
    lines: [],
    order: null,
    createdAt: tx.now,
    updatedAt: tx.now,
  }
  await tx.of(cartRecord).insert(cart)
  return cart
}

async function saveLines(tx: Tx, cart: Cart, lines: Cart['lines']): Promise<Cart> {
  await tx.of(cartRecord).update({ _id: cart._id, order: null }, { $set: { lines, updatedAt: tx.now } })
  return { ...cart, lines, updatedAt: tx.now }
}

function assertQuantity(quantity: number): void {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > maxQuantity)
    throw invalid('quantity_invalid', `The quantity is a whole number from 1 to ${maxQuantity}.`)
}
