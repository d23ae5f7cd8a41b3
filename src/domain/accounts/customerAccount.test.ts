import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type License, licenseHistoryRecord, licenseRecord } from '@/domain/licensing/records'
import { purchaseOf } from '@/domain/orders/readPurchase'
import { invoiceRecord, orderDocument } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { makeFile, makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { soldTerms } from '../../../tests/setup/licenseFixtures'
import {
  customersOf,
  invoiceOf,
  invoicesOf,
  licenseOf,
  licensesOf,
  licenseWithHistory,
  ordersOf,
  tasksOf,
} from './customerAccount'
import { customerDocument } from './records'

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(() => emptyDatabase(database))

const ann = 'usr_ann00000000000'
const bob = 'usr_bob00000000000'
const day = new Date('2026-05-04T10:00:00Z')

async function makeCustomer(user: string | null): Promise<string> {
  const id = newId('cus')
  await collectionOf(database, customerDocument).insertOne({
    _id: id,
    email: 'someone@example.com',
    user,
    createdAt: day,
  })
  return id
}

async function makeOrder(customer: string, createdAt = day, status: 'completed' | 'pending' = 'completed') {
  const id = newId('ord')
  const totals = { subtotalMinor: 4900, discountMinor: 0, netMinor: 4900, taxMinor: 0 }
  await collectionOf(database, orderDocument).insertOne({
    _id: id,
    customer,
    status,
    disputed: false,
    currency: 'usd',
    totals: { ...totals, totalMinor: 4900, refundedMinor: 0 },
    itemCount: 1,
    locale: 'en',
    createdAt,
    updatedAt: createdAt,
  })
  return id
}

async function makeLicense(customer: string, fields: Partial<License> = {}): Promise<License> {
  const id = newId('lic')
  const license: License = {
    _id: id,
    customer,
    seller: newId('sel'),
    product: newId('prd'),
    package: newId('pkg'),
    order: null,
    orderItem: null,
    ordinal: 0,
    type: 'package',
    handles: ['acme/widgets'],
    productName: 'Widgets',
    packageName: 'Team',
    billing: 'one-time',
    status: 'active',
    reason: null,
    statusChangedAt: day,
    test: false,
    keys: [{ hash: `hash of ${id}`, sealed: 'sealed', masked: '…ABCD', state: 'current', until: null }],
    maskedKey: '…ABCD',
    terms: soldTerms({ term: 'annual' }),
    sold: { terms: soldTerms({ term: 'annual' }), seats: 3 },
    seats: 3,
    places: [],
    seatsTaken: 0,
    freeTaken: 0,
    freed: [],
    undo: null,
    suspicion: null,
    reminded: null,
    startsAt: day,
    expiresAt: null,
    updatesUntil: null,
    supportUntil: null,
    activatedAt: null,
    lastUsedAt: null,
    createdAt: day,
    updatedAt: day,
    ...fields,
  }
  await collectionOf(database, licenseRecord).insertOne(license)
  return license
}

async function makeInvoice(customer: string, number: string | null): Promise<string> {
  const id = newId('inv')
  const nobody = { name: null, company: null, email: null, country: null, taxId: null, address: [] }
  await collectionOf(database, invoiceRecord).insertOne({
    _id: id,
    kind: 'invoice',
    order: newId('ord'),
    customer,
    refund: null,
    corrects: null,
    number,
    status: 'paid',
    currency: 'usd',
    lines: [],
    netMinor: 0,
    taxMinor: 0,
    totalMinor: 0,
    issuer: nobody,
    buyer: nobody,
    paidWith: null,
    issuedAt: day,
    numberedAt: number ? day : null,
  })
  return id
}

describe("a person's own purchases [BUY-12, BUY-2]", () => {
  it('gathers what every buyer of the person bought, newest first', async () => {
    const first = await makeCustomer(ann)
    const claimed = await makeCustomer(ann)
    const older = await makeOrder(first, day)
    const newer = await makeOrder(claimed, addDays(day, 1))
    expect((await customersOf(database, ann)).sort()).toEqual([first, claimed].sort())
    const { rows, total } = await ordersOf(database, ann)
    expect(rows.map(({ order }) => order._id)).toEqual([newer, older])
    expect(total).toBe(2)
  })

  it('shows no order, license or invoice of another person, of a guest, or of nobody', async () => {
    await makeCustomer(ann)
    for (const owner of [bob, null]) {
      const customer = await makeCustomer(owner)
      const order = await makeOrder(customer)
      const license = await makeLicense(customer, { status: 'suspended' })
      const invoice = await makeInvoice(customer, `2026-${owner ?? 'guest'}`)
      for (const who of [ann, 'usr_nobody']) {
        expect(await purchaseOf(database, who, order)).toBeNull()
        expect(await licenseOf(database, who, license._id)).toBeNull()
        expect(await licenseWithHistory(database, who, license._id)).toBeNull()
        expect(await invoiceOf(database, who, invoice)).toBeNull()
      }
    }
    expect(await purchaseOf(database, ann, 'ord_doesnotexist')).toBeNull()
    expect((await ordersOf(database, ann)).rows).toEqual([])
    expect((await licensesOf(database, ann)).rows).toEqual([])
    expect((await invoicesOf(database, ann)).rows).toEqual([])
    expect(await tasksOf(database, ann, day)).toEqual([])
  })

  it('shows an own order with its licenses and documents', async () => {
    const customer = await makeCustomer(ann)
    const order = await makeOrder(customer)
    const license = await makeLicense(customer, { order })
    const found = await purchaseOf(database, ann, order)
    expect(found?.order._id).toBe(order)
    expect(found?.licenses.map(({ _id }) => _id)).toEqual([license._id])
  })

  it('lists invoices once they have their number', async () => {
    const customer = await makeCustomer(ann)
    const waiting = await makeInvoice(customer, null)
    const numbered = await makeInvoice(customer, '2026-000001')
    expect(await invoiceOf(database, ann, waiting)).toBeNull()
    expect(await invoiceOf(database, ann, numbered)).toMatchObject({ number: '2026-000001' })
    expect((await invoicesOf(database, ann)).rows.map(({ _id }) => _id)).toEqual([numbered])
  })

  it('pages, and takes a page that is not there as the last one', async () => {
    const customer = await makeCustomer(ann)
    for (let n = 0; n < 3; n++) await makeOrder(customer, addDays(day, n))
    const page = await ordersOf(database, ann, { page: 99, size: 2 })
    expect(page).toMatchObject({ page: 2, pages: 2, total: 3 })
    expect(page.rows).toHaveLength(1)
  })

  it('offers the releases that the license covers, and says why not for the others [DL-1]', async () => {
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const file = await makeFile(database, seller)
    const files = [{ file: file._id, kind: 'archive' as const }]
    await makeRelease(database, product, { version: '1.0.0', publishedAt: day, files })
    await makeRelease(database, product, { version: '2.0.0', publishedAt: addDays(day, 40), files })
    await makeRelease(database, product, { version: '3.0.0', status: 'staged', publishedAt: null, files })
    const customer = await makeCustomer(ann)
    const license = await makeLicense(customer, { product: product._id, updatesUntil: addDays(day, 30) })
    const owned = await licenseWithHistory(database, ann, license._id)
    expect(owned?.releases.map(({ release, refusal }) => [release.version, refusal !== null])).toEqual([
      ['2.0.0', true],
      ['1.0.0', false],
    ])
    expect(owned?.releases[1]?.files).toEqual([
      { id: file._id, name: file.name, bytes: file.bytes, sha256: file.sha256 },
    ])
  })

  it('shows the history of the license, but not what happened under another owner', async () => {
    const customer = await makeCustomer(ann)
    const license = await makeLicense(customer)
    const row = (owner: string, at: Date) => ({
      _id: newId('evt'),
      license: license._id,
      seller: license.seller,
      customer: owner,
      at,
      kind: 'created' as const,
      actor: { kind: 'system' as const, id: 'test', address: null, requestId: null },
      reason: null,
      data: {},
    })
    const own = row(customer, day)
    await collectionOf(database, licenseHistoryRecord).insertMany([own, row(newId('cus'), day)])
    const owned = await licenseWithHistory(database, ann, license._id)
    expect(owned?.history.map(({ _id }) => _id)).toEqual([own._id])
  })

  it('says what needs the person: unpaid orders, licenses that end soon, ended or are suspended', async () => {
    const customer = await makeCustomer(ann)
    const unpaid = await makeOrder(customer, day, 'pending')
    await makeOrder(customer, addDays(day, -5), 'pending')
    const suspended = await makeLicense(customer, { status: 'suspended' })
    const soon = await makeLicense(customer, { expiresAt: addDays(day, 10) })
    const ended = await makeLicense(customer, { status: 'expired', expiresAt: addDays(day, -3) })
    await makeLicense(customer, { expiresAt: addDays(day, 200) })
    await makeLicense(customer)
    const tasks = await tasksOf(database, ann, day)
    expect(tasks.map(({ kind, id }) => [kind, id]).sort()).toEqual(
      [
        ['order_unpaid', unpaid],
        ['license_suspended', suspended._id],
        ['license_ending', soon._id],
        ['license_ended', ended._id],
      ].sort(),
    )
  })
})
