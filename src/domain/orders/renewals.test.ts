import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { customerDocument } from '@/domain/accounts/records'
import { type Package, packageDocument } from '@/domain/catalog/records'
import {
  type License,
  licenseHistoryRecord,
  licenseRecord,
  licenseRenewalRecord,
} from '@/domain/licensing/records'
import { composeMail } from '@/jobs/notifications/composeMail'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { transactDocuments } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { addDays, addMonths } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, type SoldFields, soldTerms } from '../../../tests/setup/licenseFixtures'
import { testPayload } from '../../../tests/setup/payload'
import { guest, makeShelf, openTestCheckout } from '../../../tests/setup/shop'
import { type TestSimulator, testSimulator } from '../../../tests/setup/simulator'
import { addRenewal, offerRenewal } from './addRenewal'
import { adoptCart } from './adoptCart'
import { addToCart, type CartHolder, setCartQuantity, viewCart } from './cart'
import { checkBooks } from './checkBooks'
import { placeOrder } from './placeOrder'
import {
  cartRecord,
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  refundRecord,
} from './records'
import { requestRefund } from './requestRefund'
import { submitRefund } from './submitRefund'
import { syncOrder } from './syncOrder'

let database: Database
let payload: Payload
let simulator: TestSimulator
const actor = systemActor('test')
const ann = 'usr_ann00000000000'
const bob = 'usr_bob00000000000'
const end = addDays(new Date(), 20)

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
  simulator = await testSimulator()
})
beforeEach(() => emptyDatabase(database))

/** The licenses that are renewed here come from no order. */
const problems = async () =>
  (await checkBooks(database)).filter(({ invariant }) => invariant !== 'nothing is orphaned')

async function makeCustomer(user: string): Promise<string> {
  const _id = newId('cus')
  await collectionOf(database, customerDocument).insertOne({
    _id,
    email: `${user}@example.com`,
    user,
    createdAt: new Date(),
  })
  return _id
}

type Shelf = Awaited<ReturnType<typeof makeShelf>>[number]

/** A year's license of Ann, of a package that is for sale for 49 dollars, which ends in twenty days. */
async function sold(change: Partial<License> = {}, fields: SoldFields = {}) {
  const [shelf] = await makeShelf(database, 1)
  if (!shelf) throw new Error('there is a shelf')
  const { license } = await issueOf(shelf, change, fields)
  return { license, shelf }
}

async function issueOf(shelf: Shelf, change: Partial<License> = {}, fields: SoldFields = {}) {
  const customer = change.customer ?? (await makeCustomer(ann))
  const of = { seller: shelf.seller._id, product: shelf.product._id, package: shelf.package._id }
  const terms = { term: 'annual' as const, graceDays: 7, updateMonths: null, supportMonths: null }
  const ends = { expiresAt: end, updatesUntil: end, supportUntil: end }
  return issuedLicense(
    database,
    { ...of, ...fields, terms: { ...terms, ...fields.terms } },
    { change: { ...ends, ...change, customer } },
  )
}

const holderOf = (userId: string | null, cartId: string | null = null): CartHolder => ({ userId, cartId })
const add = (license: License, holder = holderOf(ann)) =>
  transact(database, { actor }, (tx) => addRenewal(tx, { holder, licenseId: license._id }))
const place = (cartId: string, userId: string | null = ann) =>
  transactDocuments(payload, { actor }, (tx) =>
    placeOrder(tx, { cartId, userId, buyer: guest, locale: 'en' }),
  )
const changePackage = ({ package: pkg }: Shelf, change: Partial<Package>) =>
  collectionOf(database, packageDocument).updateOne({ _id: pkg._id }, { $set: change })
const stored = async ({ _id }: License) => {
  const license = await collectionOf(database, licenseRecord).findOne({ _id })
  if (!license) throw new Error('the license is there')
  return license
}
const orderOf = (orderId: string) => collectionOf(database, orderDocument).findOne({ _id: orderId })
const itemOf = async (order: string) => {
  const item = await collectionOf(database, orderItemRecord).findOne({ order })
  if (!item) throw new Error('the order has a line')
  return item
}

/** Ann renews and pays; nobody has settled it yet. */
async function paid(license: License) {
  const cart = await add(license)
  const { orderId } = await place(cart._id)
  await simulator.pay(await openTestCheckout(payload, simulator, orderId))
  return { orderId, cart }
}

async function renewed(license: License) {
  const { orderId, cart } = await paid(license)
  await syncOrder(payload, simulator.stripe, orderId)
  return { orderId, cart }
}

describe('[BUY-11] a renewal in the cart', () => {
  it('is a line of its own beside the same package bought anew, once, and can only be taken out', async () => {
    const { license, shelf } = await sold()
    const holder = holderOf(ann)
    const packageId = shelf.package._id
    await transact(database, { actor }, (tx) => addToCart(tx, { holder, packageId, quantity: 2 }))
    await add(license)
    const cart = await add(license)
    const lines = cart.lines.map(({ renews, quantity }) => [renews ?? null, quantity])
    expect(lines).toEqual([
      [null, 2],
      [license._id, 1],
    ])
    const name = { packageId, renews: license._id }
    const set = (quantity: number) =>
      transact(database, { actor }, (tx) => setCartQuantity(tx, { holder, ...name, quantity }))
    expect((await set(50)).lines.map(({ quantity }) => quantity)).toEqual([2, 1])
    expect((await set(0)).lines).toMatchObject([{ package: packageId, quantity: 2 }])
  })

  it('costs what the package costs now, for as many seats as were bought', async () => {
    const { license, shelf } = await sold({}, { quantityMode: 'seats', quantity: 4 })
    await changePackage(shelf, { prices: [{ currency: 'usd', amountMinor: 5_900 }], quantityMode: 'seats' })
    const cart = await add(license)
    expect(cart.lines).toMatchObject([{ quantity: 4, seenPriceMinor: 5_900 }])
    expect((await place(cart._id)).totalMinor).toBe(23_600)
  })

  it('shows the new end before anything is paid', async () => {
    const { license } = await sold()
    await add(license)
    const view = await viewCart(database, holderOf(ann))
    expect(view?.priced.lines[0]?.renews?.after.expiresAt).toEqual(addMonths(end, 12))
  })

  it('is refused to whoever does not own the license, in the same way as one that is not there', async () => {
    const { license } = await sold()
    await makeCustomer(bob)
    for (const holder of [holderOf(bob), holderOf(null)])
      await expect(add(license, holder)).rejects.toMatchObject({ code: 'not_found' })
    await expect(add({ ...license, _id: newId('lic') })).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each<[string, Partial<License>, SoldFields, string]>([
    ['a revoked license', { status: 'revoked', reason: 'terms' }, {}, 'not_renewable'],
    ['a suspended one', { status: 'suspended', reason: 'terms' }, {}, 'license_suspended'],
    ['a trial', {}, { terms: { term: 'trial' } }, 'not_renewable'],
    ['a test license', { test: true }, {}, 'not_renewable'],
    ['a subscription', { billing: 'subscription' }, {}, 'not_renewable'],
  ])('%s is refused', async (_, change, fields, code) => {
    const { license } = await sold(change, fields)
    await expect(add(license)).rejects.toMatchObject({ code })
    expect(await collectionOf(database, cartRecord).countDocuments()).toBe(0)
  })

  it('of what is not sold any more sends to the seller, and so does the offer on the page', async () => {
    const { license, shelf } = await sold()
    await changePackage(shelf, { active: false })
    await expect(add(license)).rejects.toMatchObject({
      code: 'renewal_not_sold',
      message: expect.stringContaining('Ask the seller for an extension'),
    })
    const offer = await offerRenewal(database, { license, holder: holderOf(ann), now: new Date() })
    expect(offer).toEqual({ refused: 'not_sold' })
  })

  it.each<[string, number, number, string]>([
    ['early', 20, 7, 'early'],
    ['within grace', -3, 7, 'grace'],
    ['after grace', -8, 7, 'late'],
  ])('the offer says that it is %s', async (_, days, graceDays, timing) => {
    const expiresAt = addDays(new Date(), days)
    const { license } = await sold({ expiresAt }, { terms: { graceDays } })
    expect(await offerRenewal(database, { license, holder: holderOf(ann), now: new Date() })).toMatchObject({
      timing,
      priceMinor: 4_900,
      currency: 'usd',
    })
  })
})

describe('[BUY-11] whose renewal it is', () => {
  it('does not slip into the cart of who signs in, whatever a guest’s cart was made to say', async () => {
    const { license, shelf } = await sold()
    await makeCustomer(bob)
    const packageId = shelf.package._id
    const cart = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder: holderOf(null), packageId, quantity: 1 }),
    )
    await collectionOf(database, cartRecord).updateOne(
      { _id: cart._id },
      {
        $push: {
          lines: {
            package: packageId,
            renews: license._id,
            quantity: 1,
            seenPriceMinor: 4_900,
            addedAt: new Date(),
          },
        },
      },
    )
    await expect(place(cart._id, null)).rejects.toMatchObject({ code: 'cart_changed' })
    const adopt = () =>
      transact(database, { actor }, (tx) => adoptCart(tx, { cartId: cart._id, userId: bob }))
    expect((await adopt())?.lines.map(({ renews }) => renews ?? null)).toEqual([null])
    expect((await adopt())?.lines).toHaveLength(1)
  })

  it('makes a guest’s cart the person’s own', async () => {
    const { license, shelf } = await sold()
    const packageId = shelf.package._id
    const cart = await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder: holderOf(null), packageId, quantity: 1 }),
    )
    await add(license, holderOf(ann, cart._id))
    expect(await viewCart(database, holderOf(bob, cart._id))).toBeNull()
    expect((await viewCart(database, holderOf(ann)))?.priced.lines).toHaveLength(2)
  })

  it.each<[string, () => Promise<Partial<License>>]>([
    ['was revoked', async () => ({ status: 'revoked', reason: 'terms' })],
    ['went to somebody else', async () => ({ customer: await makeCustomer(bob) })],
    ['was made to last for ever', async () => ({ expiresAt: null, updatesUntil: null, supportUntil: null })],
  ])('is not placed once the license %s', async (_, change) => {
    const { license } = await sold()
    const cart = await add(license)
    await collectionOf(database, licenseRecord).updateOne({ _id: license._id }, { $set: await change() })
    await expect(place(cart._id)).rejects.toMatchObject({ code: 'cart_changed' })
    const view = await viewCart(database, holderOf(ann))
    expect(view?.priced.unavailable).toMatchObject([{ renews: license._id, reason: 'not_renewable' }])
  })
})

describe('[BUY-2] a cart with a renewal that is sent twice', () => {
  it('is one order; another license of the same package makes it another', async () => {
    const { license, shelf } = await sold()
    const { license: other } = await issueOf(shelf, { customer: license.customer })
    const cart = await add(license)
    const placed = await Promise.all(Array.from({ length: 5 }, () => place(cart._id)))
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(1)
    await transact(database, { actor }, (tx) =>
      setCartQuantity(tx, {
        holder: holderOf(ann),
        packageId: shelf.package._id,
        renews: license._id,
        quantity: 0,
      }),
    )
    await add(other)
    expect((await place(cart._id)).orderId).not.toBe(placed[0]?.orderId)
  })
})

describe('[BUY-11] a renewal that is paid', () => {
  it('prolongs the license with its key and places, issues none, and says so in invoice, mails and history', async () => {
    const { license } = await sold({ status: 'expired', expiresAt: addDays(new Date(), -3) })
    const { orderId, cart } = await renewed(license)
    const now = await stored(license)
    expect(now).toMatchObject({
      status: 'active',
      expiresAt: addMonths(license.expiresAt ?? end, 12),
      keys: license.keys,
      maskedKey: license.maskedKey,
    })
    expect(await collectionOf(database, licenseRecord).countDocuments()).toBe(1)
    expect(await collectionOf(database, licenseHistoryRecord).countDocuments({ kind: 'renewed' })).toBe(1)
    expect(await collectionOf(database, cartRecord).findOne({ _id: cart._id })).toMatchObject({
      order: orderId,
    })
    const text = expect.stringMatching(/^Renewal of .*, Regular, key .*…/)
    expect(await collectionOf(database, invoiceRecord).findOne({ order: orderId })).toMatchObject({
      lines: [{ text }],
    })
    expect(await collectionOf(database, outboxRow).distinct('payload.template')).toContain('license-renewed')
    const mail = await composeMail(
      { database, publicUrl: 'https://market.example.com', locale: 'en' },
      { template: 'order-completed', to: 'cus', data: { order: orderId } },
    )
    expect(mail?.text).toContain(`Renewal of key ${license.maskedKey}`)
    expect(await problems()).toEqual([])
  })

  it('is one term by twenty that settle it at the same time', async () => {
    const { license } = await sold()
    const { orderId } = await paid(license)
    await Promise.all(Array.from({ length: 20 }, () => syncOrder(payload, simulator.stripe, orderId)))
    expect(await orderOf(orderId)).toMatchObject({ status: 'completed' })
    expect((await stored(license)).expiresAt).toEqual(addMonths(end, 12))
    expect(await collectionOf(database, licenseRenewalRecord).countDocuments()).toBe(1)
    expect(await problems()).toEqual([])
  })

  it('leaves the same package, put into the cart meanwhile, in the cart', async () => {
    const { license, shelf } = await sold()
    const { orderId, cart } = await paid(license)
    const packageId = shelf.package._id
    await transact(database, { actor }, (tx) =>
      addToCart(tx, { holder: holderOf(ann), packageId, quantity: 1 }),
    )
    await syncOrder(payload, simulator.stripe, orderId)
    const left = await collectionOf(database, cartRecord).findOne({ _id: cart._id })
    expect(left?.order).toBeNull()
    expect(left?.lines.map(({ package: id, renews }) => [id, renews ?? null])).toEqual([[packageId, null]])
  })
})

describe('[BUY-10] a renewal that is refunded', () => {
  async function refund(orderId: string, amountMinor?: number) {
    const { _id: item } = await itemOf(orderId)
    const lines = amountMinor ? { lines: [{ item, grossMinor: amountMinor }] } : {}
    const made = await transact(database, { actor }, (tx) =>
      requestRefund(tx, { orderId, reason: 'asked for', ...lines }),
    )
    await submitRefund(database, simulator.stripe, made._id)
    await syncOrder(payload, simulator.stripe, orderId)
    await syncOrder(payload, simulator.stripe, orderId)
  }

  it('in full takes its days back, once, and leaves the license', async () => {
    const { license } = await sold()
    const { orderId } = await renewed(license)
    await refund(orderId)
    expect(await stored(license)).toMatchObject({ status: 'active', expiresAt: end, updatesUntil: end })
    expect(await orderOf(orderId)).toMatchObject({ status: 'refunded' })
    expect(await collectionOf(database, invoiceRecord).findOne({ kind: 'credit_note' })).toMatchObject({
      lines: [{ text: expect.stringContaining('Renewal of') }],
    })
    const given = await collectionOf(database, refundRecord).findOne({ order: orderId })
    const mail = await composeMail(
      { database, publicUrl: 'https://market.example.com', locale: 'en' },
      { template: 'refund', to: 'cus', data: { order: orderId, refund: given?._id } },
    )
    expect(mail?.text).toContain('and with it the days that it had added')
    expect(mail?.text).not.toContain('has ended')
    expect(await problems()).toEqual([])
  })

  it('in part leaves its days', async () => {
    const { license } = await sold()
    const { orderId } = await renewed(license)
    await refund(orderId, 1_000)
    expect((await stored(license)).expiresAt).toEqual(addMonths(end, 12))
    expect(await problems()).toEqual([])
  })

  it('is seen by the books when its days are still there', async () => {
    const { license } = await sold()
    const { orderId } = await renewed(license)
    const { _id } = await itemOf(orderId)
    await collectionOf(database, orderItemRecord).updateOne({ _id }, { $set: { status: 'refunded' } })
    expect((await problems()).map(({ detail }) => detail)).toContain('refunded, and its days are still there')
    await collectionOf(database, licenseRenewalRecord).deleteOne({ _id })
    expect((await problems()).map(({ detail }) => detail)).toContain(`no renewal of ${license._id}`)
  })

  it('of a license that was revoked while the payment page was open gives the money back, and nothing was renewed', async () => {
    const { license } = await sold()
    const { orderId } = await paid(license)
    const revoked = { status: 'revoked', reason: 'refunded' } as const
    await collectionOf(database, licenseRecord).updateOne({ _id: license._id }, { $set: revoked })
    await syncOrder(payload, simulator.stripe, orderId)
    const { _id: item } = await itemOf(orderId)
    expect(await orderOf(orderId)).toMatchObject({ status: 'completed' })
    expect(await stored(license)).toMatchObject({ ...revoked, expiresAt: end })
    expect(await collectionOf(database, licenseRenewalRecord).findOne({ _id: item })).toMatchObject({
      refused: 'revoked',
    })
    expect(await collectionOf(database, auditRecord).countDocuments({ act: 'order.renewal_refused' })).toBe(1)
    const data = { order: orderId, item, reason: 'revoked' }
    expect(
      await collectionOf(database, outboxRow).findOne({ _id: `mail:renewal-refused:${item}` }),
    ).toMatchObject({ payload: { to: 'staff:support:finance', data } })
    const source = { database, publicUrl: 'https://market.example.com', locale: 'en' }
    const asked = { template: 'renewal-refused', to: 'staff:support:finance', data }
    expect((await composeMail(source, asked))?.text).toMatch(
      /revoked before the payment arrived[\s\S]*\$49\.00/,
    )
    expect(await problems()).toEqual([])

    await refund(orderId)
    expect(await composeMail(source, asked)).toBeNull()
    expect(await stored(license)).toMatchObject({ ...revoked, expiresAt: end })
    expect(await collectionOf(database, paymentRecord).countDocuments({ status: 'succeeded' })).toBe(1)
    expect(await problems()).toEqual([])
  })
})

describe('[BUY-11] a lifetime license', () => {
  it('has its windows of updates and support renewed and no end', async () => {
    const terms = soldTerms({ updateMonths: 12, supportMonths: 6 })
    const { license } = await sold({ expiresAt: null }, { terms })
    await renewed(license)
    expect(await stored(license)).toMatchObject({
      expiresAt: null,
      updatesUntil: addMonths(end, 12),
      supportUntil: addMonths(end, 6),
    })
  })
})
