import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sellerDocument } from '@/domain/accounts/records'
import type { Database } from '@/platform/database'
import { WorkThread } from '@/platform/workThread/workThread'
import {
  makeCategory,
  makeCuration,
  makePackage,
  makeProduct,
  makeSeller,
} from '../../../tests/setup/catalogFixtures'
import { cuttableDatabase } from '../../../tests/setup/cuttable'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import type { CatalogReads } from './catalogReads'
import { listProducts } from './listProducts'
import { quickSearch } from './quickSearch'
import { packageDocument, productDocument } from './records'

let database: Database
let thread: WorkThread<CatalogReads>
beforeAll(async () => {
  database = await testDatabase()
  thread = startThread(process.env.MONGODB_URI)
})

const startThread = (mongodbUri: string | undefined) =>
  new WorkThread<CatalogReads>({
    name: 'catalog',
    module: path.resolve(import.meta.dirname, 'catalogThread.ts'),
    data: { mongodbUri },
    patienceMs: 60_000,
    silenceMs: 120_000,
  })

afterAll(() => thread.stop())
beforeEach(() => emptyDatabase(database))

const set = (name: string, _id: string, fields: object) =>
  database.db
    .collection<{ _id: string }>(name)
    .updateOne({ _id }, { $set: { ...fields, updatedAt: new Date() } })

async function market() {
  const acme = await makeSeller(database, { slug: 'acme', name: 'Acme' })
  const category = await makeCategory(database, { name: { en: 'Invoicing' } })
  const kit = await makeProduct(database, acme, { name: { en: 'Invoice Kit' }, categories: [category._id] })
  const draft = await makeProduct(database, acme, { name: { en: 'Ratchet' }, status: 'draft' })
  await makeProduct(database, acme, { name: { en: 'Queue Monitor' }, type: 'plugin' })
  await makeCuration(database, { slug: 'invoices', title: { en: 'Good invoices' } })
  return { acme, category, kit, draft, pkg: await makePackage(database, kit) }
}

const list = (ask: Parameters<CatalogReads['listProducts']>[0] = {}) => thread.ask('listProducts', ask)

describe('the catalog in its thread [CAT-6]', () => {
  it.each([
    {},
    { query: 'invoise' },
    { filters: { types: ['plugin' as const] } },
    { query: 'zzzz', filters: { php: '8.3' } },
  ])('answers %j as it is answered here, maps and dates included', async (ask) => {
    await market()
    expect(await list(ask)).toEqual(await listProducts({ database, ...ask }))
  })

  it('says in the same words what a few letters may mean, ready for JSON', async () => {
    const { kit, category } = await market()
    const found = await thread.ask('quickSearch', { query: 'inv' })
    expect(found).toEqual(await quickSearch({ database, query: 'inv' }))
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
    expect(found).toMatchObject({
      products: [{ id: kit._id, name: 'Invoice Kit', type: 'package', seller: { slug: 'acme' } }],
      categories: [{ id: category._id, count: 1 }],
      sellers: [],
      collections: [{ slug: 'invoices' }],
    })
    expect((await thread.ask('quickSearch', { query: 'acme' })).sellers).toMatchObject([
      { slug: 'acme', count: 2 },
    ])
  })

  it('the next question sees a price, a publication, a withdrawal, a name of the seller and a category', async () => {
    const { acme, category, kit, draft, pkg } = await market()
    await list()
    await set(packageDocument.name, pkg._id, { prices: [{ currency: 'usd', amountMinor: 1_900 }] })
    expect((await list({ query: 'invoice' })).items[0]?.price).toMatchObject({ amountMinor: 1_900 })
    await set(productDocument.name, draft._id, { status: 'published' })
    expect((await list({ query: 'ratchet' })).total).toBe(1)
    await set(sellerDocument.name, acme._id, { name: 'Zenith' })
    expect((await list({ query: 'zenith' })).total).toBe(3)
    expect((await list({ query: 'acme' })).total).toBe(0)
    await set(productDocument.name, draft._id, { categories: [category._id] })
    expect((await list({ filters: { category: category._id } })).total).toBe(2)
    await set(productDocument.name, kit._id, { status: 'archived' })
    expect((await list({ query: 'kit' })).total).toBe(0)
  })

  it('names what a card is drawn of, as it is on sale now: a product, its seller, its category, nothing else', async () => {
    const { acme, category, kit, draft } = await market()
    const subject = (id: string) => thread.ask('findCardSubject', { id })
    expect(await subject(kit._id)).toMatchObject({ kind: 'product', name: 'Invoice Kit', seller: 'Acme' })
    expect(await subject(acme._id)).toMatchObject({ kind: 'seller', name: 'Acme', count: 2 })
    expect(await subject(category._id)).toMatchObject({ kind: 'category', name: 'Invoicing', count: 1 })
    expect([await subject(draft._id), await subject('cat_none')]).toEqual([null, null])
  })

  it('has read the catalog before the first question', async () => {
    await market()
    const warm = startThread(process.env.MONGODB_URI)
    expect(await warm.warm(60_000)).toBe(true)
    await vi.waitFor(() => expect(warm.figures.own).toMatchObject({ products: 2 }), { timeout: 20_000 })
    await warm.stop()
  }, 90_000)

  it('begins while the database is away, refuses meanwhile, and reads it by itself when it is back', async () => {
    await market()
    const line = await cuttableDatabase(database.db.databaseName)
    await line.cut()
    const early = startThread(line.uri)
    expect(await early.warm(60_000)).toBe(true)
    await expect(early.ask('listProducts', {})).rejects.toMatchObject({ status: 503, code: 'unavailable' })
    expect(early.figures.own).toMatchObject({ products: 0 })
    await line.mend()
    await vi.waitFor(() => expect(early.figures.own).toMatchObject({ products: 2 }), { timeout: 60_000 })
    expect((await early.ask('listProducts', {})).total).toBe(2)
    await early.stop()
    await line.stop()
  }, 180_000)

  it('tells how large its index is', async () => {
    await market()
    await list()
    await vi.waitFor(() => expect(thread.figures.own).toMatchObject({ products: 2 }), { timeout: 20_000 })
  })
})
