import type { Payload } from 'payload'
import type { ReferralClick } from '@/domain/affiliates/referralCookie'
import type { Buyer } from '@/domain/orders/buyerSchema'
import { addToCart, type CartHolder } from '@/domain/orders/cart'
import { openCheckout } from '@/domain/orders/openCheckout'
import { type PlacedOrder, placeOrder } from '@/domain/orders/placeOrder'
import { type Cart, orderDocument } from '@/domain/orders/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from './catalogFixtures'
import type { TestSimulator } from './simulator'

export const guest: Buyer = {
  email: 'guest@example.com',
  name: 'A Guest',
  company: null,
  country: 'DE',
  taxId: null,
}

const actor = systemActor('test')

/** A product with one package of 49 US dollars, for each seller asked for. */
export async function makeShelf(database: Database, sellers = 2) {
  const shelf = []
  for (let i = 0; i < sellers; i++) {
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const pkg = await makePackage(database, product)
    shelf.push({ seller, product, package: pkg })
  }
  return shelf
}

/** Fills a guest's cart and places the order. */
export async function placeTestOrder(
  { database, payload }: { database: Database; payload: Payload },
  lines: readonly { package: string; quantity?: number }[],
  buyer: Buyer = guest,
  clicks: readonly ReferralClick[] = [],
): Promise<PlacedOrder & { cartId: string }> {
  let cartId: string | null = null
  for (const line of lines) {
    const holder: CartHolder = { cartId, userId: null }
    const cart: Cart = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder, packageId: line.package, quantity: line.quantity ?? 1 }),
    )
    cartId = cart._id
  }
  const id = cartId ?? ''
  const placed = await transactDocuments(payload, { actor }, (tx) =>
    placeOrder(tx, { cartId: id, userId: null, buyer, locale: 'en', clicks }),
  )
  return { ...placed, cartId: id }
}

/** Opens the provider's page for the order. @returns the session's id. */
export async function openTestCheckout(
  payload: Payload,
  simulator: TestSimulator,
  orderId: string,
): Promise<string> {
  await openCheckout({
    payload,
    stripe: simulator.stripe,
    orderId,
    successUrl: 'http://localhost:3000/order/x?paid=1',
    cancelUrl: 'http://localhost:3000/checkout',
  })
  const order = await collectionOf(databaseOf(payload), orderDocument).findOne({ _id: orderId })
  const sessionId = order?.checkout?.sessionId
  if (!sessionId) throw new Error('the order has no session')
  return sessionId
}
