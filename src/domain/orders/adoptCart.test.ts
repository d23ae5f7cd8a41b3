import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { packageDocument } from '@/domain/catalog/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { transact } from '@/platform/transaction'
import { makePackage, makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { makeShelf } from '../../../tests/setup/shop'
import { adoptCart } from './adoptCart'
import { addToCart, type CartHolder, findCart, isKeptForPerson, setCartQuantity, viewCart } from './cart'
import { maxCartLines, maxQuantity } from './cartLine'
import { type Cart, cartRecord } from './records'

let database: Database
const actor = systemActor('test')
const ann = 'usr_ann000000000'
const bob = 'usr_bob000000000'
const nobody: CartHolder = { cartId: null, userId: null }
const of = (userId: string): CartHolder => ({ cartId: null, userId })

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

const add = (holder: CartHolder, packageId: string, quantity = 1): Promise<Cart> =>
  transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity }))
const adopt = (cartId: string, userId = ann) =>
  transact(database, { actor }, (tx) => adoptCart(tx, { cartId, userId }))
const linesOf = (cart: Cart | null) => (cart?.lines ?? []).map((line) => [line.package, line.quantity]).sort()
const carts = () => collectionOf(database, cartRecord)
async function packages(count: number): Promise<string[]> {
  return (await makeShelf(database, count)).map((line) => line.package._id)
}

describe('[BUY-1] a guest’s cart at sign-in', () => {
  it('joins the person’s own: quantities are added, and nothing of either is lost', async () => {
    const [shared = '', theirs = '', guests = ''] = await packages(3)
    await add(of(ann), shared, 2)
    await add(of(ann), theirs)
    const guest = await add(nobody, shared, 3)
    await add({ cartId: guest._id, userId: null }, guests)
    const merged = await adopt(guest._id)
    expect(linesOf(merged)).toEqual(
      [
        [shared, 5],
        [theirs, 1],
        [guests, 1],
      ].sort(),
    )
    expect(linesOf(await findCart(database, of(ann)))).toEqual(linesOf(merged))
    expect(await carts().countDocuments()).toBe(1)
  })

  it('becomes the person’s where they have none', async () => {
    const [only = ''] = await packages(1)
    const guest = await add(nobody, only, 4)
    expect(await adopt(guest._id)).toMatchObject({ _id: guest._id, user: ann, lines: [{ quantity: 4 }] })
  })

  it('changes nothing the second time', async () => {
    const [shared = ''] = await packages(1)
    await add(of(ann), shared)
    const guest = await add(nobody, shared)
    await adopt(guest._id)
    expect(linesOf(await adopt(guest._id))).toEqual([[shared, 2]])
  })

  it('adds up to the limit of a line, and to one of what is sold once', async () => {
    const [many = ''] = await packages(1)
    const product = await makeProduct(database, await makeSeller(database))
    const single = await makePackage(database, product, { quantityMode: 'single' })
    await add(of(ann), many, maxQuantity - 1)
    await add(of(ann), single._id)
    const guest = await add(nobody, many, 7)
    await add({ cartId: guest._id, userId: null }, single._id)
    expect(linesOf(await adopt(guest._id))).toEqual(
      [
        [many, maxQuantity],
        [single._id, 1],
      ].sort(),
    )
  })

  it('keeps every line of two full carts; more can be added only once there is room', async () => {
    const all = await packages(2 * maxCartLines + 1)
    const extra = all.pop() ?? ''
    for (const packageId of all.slice(0, maxCartLines)) await add(of(ann), packageId)
    let guest: Cart | null = null
    for (const packageId of all.slice(maxCartLines))
      guest = await add({ cartId: guest?._id ?? null, userId: null }, packageId)
    const merged = await adopt(guest?._id ?? '')
    expect(merged?.lines).toHaveLength(2 * maxCartLines)
    await expect(add(of(ann), extra)).rejects.toMatchObject({ code: 'cart_full' })
    await expect(add(of(ann), all[0] ?? '')).resolves.toMatchObject({ _id: merged?._id })
  })

  it('shows its prices anew where it was in another currency', async () => {
    const [shared = '', guests = ''] = await packages(2)
    await collectionOf(database, packageDocument).updateMany(
      {},
      {
        $set: {
          prices: [
            { currency: 'usd', amountMinor: 4_900 },
            { currency: 'eur', amountMinor: 4_500 },
          ],
        },
      },
    )
    await add(of(ann), shared)
    const guest = await add(nobody, guests)
    await carts().updateOne(
      { _id: guest._id },
      { $set: { currency: 'eur', 'lines.0.seenPriceMinor': 4_500 } },
    )
    await adopt(guest._id)
    const view = await viewCart(database, of(ann))
    expect(view?.priced).toMatchObject({ currency: 'usd', subtotalMinor: 9_800 })
    expect(view?.priced.lines.map((line) => line.formerPriceMinor)).toEqual([null, null])
  })

  it.each([
    ['with a cart of their own', true],
    ['without one', false],
  ])('is merged once by twenty tabs of one person, %s', async (_, hasOwn) => {
    const [shared = ''] = await packages(1)
    if (hasOwn) await add(of(ann), shared)
    const guest = await add(nobody, shared, 2)
    await Promise.all(Array.from({ length: 20 }, () => adopt(guest._id)))
    expect(linesOf(await findCart(database, of(ann)))).toEqual([[shared, hasOwn ? 3 : 2]])
    expect(await carts().countDocuments()).toBe(1)
  })

  it('and two guest’s carts that come at once, from two browsers, are one', async () => {
    const [first = '', second = ''] = await packages(2)
    const guests = [await add(nobody, first), await add(nobody, second)]
    await Promise.all(guests.map((guest) => adopt(guest._id)))
    expect(linesOf(await findCart(database, of(ann)))).toEqual(
      [
        [first, 1],
        [second, 1],
      ].sort(),
    )
    expect(await carts().countDocuments({ user: ann, order: null })).toBe(1)
  })

  it('that a cut-off sign-in left behind joins at the next thing that the person does', async () => {
    const [theirs = '', guests = ''] = await packages(2)
    await add(of(ann), theirs)
    const guest = await add(nobody, guests)
    const holder = { cartId: guest._id, userId: ann }
    const cart = await transact(database, { actor }, (tx) =>
      setCartQuantity(tx, { holder, packageId: guests, quantity: 3 }),
    )
    expect(linesOf(cart)).toEqual(
      [
        [theirs, 1],
        [guests, 3],
      ].sort(),
    )
  })
})

describe('[BUY-1] two people at one browser', () => {
  it('do not see, change or take over each other’s carts by the cookie that is left', async () => {
    const [anns = ''] = await packages(1)
    const cart = await add(of(ann), anns)
    const left = { cartId: cart._id, userId: bob }
    expect(await findCart(database, left)).toBeNull()
    expect(await viewCart(database, left)).toBeNull()
    expect(await adopt(cart._id, bob)).toBeNull()
    await expect(
      transact(database, { actor }, (tx) =>
        setCartQuantity(tx, { holder: left, packageId: anns, quantity: 0 }),
      ),
    ).rejects.toMatchObject({ code: 'not_found' })
    expect(linesOf(await findCart(database, of(ann)))).toEqual([[anns, 1]])
  })

  it('one who is signed out is told that a cart waits in an account, and not what is in it', async () => {
    const [anns = ''] = await packages(1)
    const cart = await add(of(ann), anns)
    const signedOut = { cartId: cart._id, userId: null }
    expect(await isKeptForPerson(database, signedOut)).toBe(true)
    expect(await viewCart(database, signedOut)).toBeNull()
    expect(await isKeptForPerson(database, { cartId: newId('crt'), userId: null })).toBe(false)
    const own = await add(nobody, anns)
    expect(await isKeptForPerson(database, { cartId: own._id, userId: null })).toBe(false)
  })
})

describe('[BUY-1] a person who begins a cart in two tabs at once', () => {
  it('has one cart with both things', async () => {
    const all = await packages(4)
    await Promise.all(all.map((packageId) => add(of(ann), packageId)))
    expect(await carts().countDocuments()).toBe(1)
    expect((await findCart(database, of(ann)))?.lines).toHaveLength(4)
  })
})
