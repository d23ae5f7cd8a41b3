import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sellerDocument } from '@/domain/accounts/records'
import { packageDocument, productDocument } from '@/domain/catalog/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf } from '../../../tests/setup/shop'
import { acceptPrices, addToCart, type CartHolder, setCartCurrency, setCartQuantity, viewCart } from './cart'
import { placeOrder } from './placeOrder'
import { isReady } from './priceCart'
import { orderDocument } from './records'
import { shownCart } from './shownCart'

let database: Database
let payload: Payload
let holder: CartHolder
let packageId: string
let shelf: Awaited<ReturnType<typeof makeShelf>>[number]
const actor = systemActor('test')

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(async () => {
  await emptyDatabase(database)
  const [line] = await makeShelf(database, 1)
  if (!line) throw new Error('the shelf is empty')
  shelf = line
  packageId = line.package._id
  const cart = await transact(database, { actor }, (tx) =>
    addToCart(tx, { holder: { cartId: null, userId: null }, packageId, quantity: 1 }),
  )
  holder = { cartId: cart._id, userId: null }
})

const priced = async () => {
  const view = await viewCart(database, holder)
  if (!view) throw new Error('no cart')
  return view.priced
}
const place = (shown?: string) =>
  transactDocuments(payload, { actor }, (tx) =>
    placeOrder(tx, {
      cartId: holder.cartId ?? '',
      userId: null,
      buyer: guest,
      locale: 'en',
      ...(shown === undefined ? {} : { shown }),
    }),
  )
const orders = () => collectionOf(database, orderDocument).countDocuments()
const setPackage = (fields: object) =>
  collectionOf(database, packageDocument).updateOne({ _id: packageId }, { $set: fields })
const setCurrencies = (currencies: string[]) =>
  database.db
    .collection('globals')
    .updateOne({ globalType: 'settings' }, { $set: { currencies } }, { upsert: true })

describe('[BUY-1] a line of a cart that changed', () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['whose package is withdrawn', 'package_withdrawn', () => setPackage({ active: false })],
    [
      'whose package became a subscription',
      'package_withdrawn',
      () => setPackage({ pricingModel: 'monthly' }),
    ],
    [
      'whose product is withdrawn',
      'product_withdrawn',
      () =>
        collectionOf(database, productDocument).updateOne(
          { _id: shelf.product._id },
          { $set: { status: 'archived' } },
        ),
    ],
    [
      'whose seller is suspended',
      'seller_away',
      () =>
        collectionOf(database, sellerDocument).updateOne(
          { _id: shelf.seller._id },
          { $set: { status: 'suspended' } },
        ),
    ],
    ['without a price in the cart’s currency', 'currency', () => setPackage({ prices: [] })],
    ['that is gone', 'gone', () => collectionOf(database, packageDocument).deleteOne({ _id: packageId })],
  ])('%s says so, and nothing is placed until it is removed', async (_, reason, change) => {
    await change()
    const now = await priced()
    expect(now).toMatchObject({ lines: [], unavailable: [{ packageId, reason }], subtotalMinor: 0 })
    expect(isReady(now)).toBe(false)
    await expect(place()).rejects.toMatchObject({ code: 'cart_changed' })
    await transact(database, { actor }, (tx) => setCartQuantity(tx, { holder, packageId, quantity: 0 }))
    expect((await priced()).unavailable).toEqual([])
  })

  it('names the product’s page only while it has one', async () => {
    await setPackage({ active: false })
    expect((await priced()).unavailable[0]?.handle).toBe(shelf.product.handle)
    await collectionOf(database, productDocument).updateOne(
      { _id: shelf.product._id },
      { $set: { status: 'archived' } },
    )
    expect((await priced()).unavailable[0]?.handle).toBeNull()
  })

  it('comes back by itself when its seller does', async () => {
    const sellers = collectionOf(database, sellerDocument)
    await sellers.updateOne({ _id: shelf.seller._id }, { $set: { status: 'suspended' } })
    expect((await priced()).lines).toEqual([])
    await sellers.updateOne({ _id: shelf.seller._id }, { $set: { status: 'active' } })
    expect(isReady(await priced())).toBe(true)
  })

  it('at another price shows both, and is placed at the new one only once that was accepted', async () => {
    await setPackage({ prices: [{ currency: 'usd', amountMinor: 5_900 }] })
    expect((await priced()).lines[0]).toMatchObject({ formerPriceMinor: 4_900, unitPriceMinor: 5_900 })
    await expect(place()).rejects.toMatchObject({ code: 'cart_changed' })
    await transact(database, { actor }, (tx) => acceptPrices(tx, holder))
    expect((await place(shownCart(await priced()))).totalMinor).toBe(5_900)
  })
})

describe('[BUY-1] a currency that is not taken any more', () => {
  it('keeps the cart from being paid, and another one is chosen', async () => {
    await setPackage({
      prices: [
        { currency: 'usd', amountMinor: 4_900 },
        { currency: 'eur', amountMinor: 4_500 },
      ],
    })
    await transact(database, { actor }, (tx) => setCartCurrency(tx, holder, 'eur'))
    expect(isReady(await priced())).toBe(true)
    await setCurrencies(['usd'])
    expect(await priced()).toMatchObject({ currencyOffered: false, currencies: ['usd'] })
    await expect(place()).rejects.toMatchObject({ code: 'cart_changed' })
    await transact(database, { actor }, (tx) => setCartCurrency(tx, holder, 'usd'))
    expect((await place()).currency).toBe('usd')
  })

  it('offers those in which also the line is priced that this one leaves out', async () => {
    const [other] = await makeShelf(database, 1)
    await setPackage({
      prices: [
        { currency: 'usd', amountMinor: 4_900 },
        { currency: 'eur', amountMinor: 4_500 },
      ],
    })
    await transact(database, { actor }, (tx) => setCartCurrency(tx, holder, 'eur'))
    await expect(
      transact(database, { actor }, (tx) =>
        addToCart(tx, { holder, packageId: other?.package._id ?? '', quantity: 1 }),
      ),
    ).rejects.toMatchObject({ code: 'currency_not_offered' })
    await setPackage({ prices: [{ currency: 'usd', amountMinor: 4_900 }] })
    expect(await priced()).toMatchObject({ currencies: ['usd'], unavailable: [{ reason: 'currency' }] })
  })
})

describe('[BUY-1] what a checkout page showed', () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'another quantity from another tab',
      () => transact(database, { actor }, (tx) => setCartQuantity(tx, { holder, packageId, quantity: 3 })),
    ],
    [
      'a price that was accepted in another tab',
      async () => {
        await setPackage({ prices: [{ currency: 'usd', amountMinor: 1_000 }] })
        await transact(database, { actor }, (tx) => acceptPrices(tx, holder))
      },
    ],
    ['other terms of the same package', () => setPackage({ revision: 2 })],
    [
      'something more in the cart',
      async () => {
        const [more] = await makeShelf(database, 1)
        await transact(database, { actor }, (tx) =>
          addToCart(tx, { holder, packageId: more?.package._id ?? '', quantity: 1 }),
        )
      },
    ],
  ])('is not charged after %s', async (_, change) => {
    const shown = shownCart(await priced())
    await change()
    await expect(place(shown)).rejects.toMatchObject({ code: 'cart_changed' })
    expect(await orders()).toBe(0)
    await expect(place(shownCart(await priced()))).resolves.toHaveProperty('orderId')
  })

  it('is what is charged where nothing changed', async () => {
    const now = await priced()
    expect((await place(shownCart(now))).totalMinor).toBe(now.subtotalMinor)
  })
})
