import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sellerDocument } from '@/domain/accounts/records'
import type { ChangeFeed } from '@/platform/changeFeed'
import type { Database } from '@/platform/database'
import {
  makeCategory,
  makePackage,
  makeProduct,
  makeRelease,
  makeSeller,
} from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { categoryDocument, packageDocument, productDocument, releaseDocument } from './records'
import { followShelf, type Shelf, shelfOf } from './shelf'
import { ShelfKeeper } from './shelfKeeper'
import { ShelfMirror } from './shelfMirror'

let database: Database
let keeper: ShelfKeeper
beforeEach(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
  keeper = new ShelfKeeper(database)
})

const plain = ({ products, categories }: Shelf) => ({
  products: [...products].sort((a, b) => (a.id < b.id ? -1 : 1)),
  categories: [...categories].sort((a, b) => (a._id < b._id ? -1 : 1)),
})

const set = (name: string, _id: string, fields: object) =>
  database.db
    .collection<{ _id: string }>(name)
    .updateOne({ _id }, { $set: { ...fields, updatedAt: new Date() } })
const remove = (name: string, _id: string) => database.db.collection<{ _id: string }>(name).deleteOne({ _id })

async function market() {
  const acme = await makeSeller(database, { slug: 'acme', name: 'Acme' })
  const bolt = await makeSeller(database, { slug: 'bolt', name: 'Bolt' })
  const category = await makeCategory(database)
  const kit = await makeProduct(database, acme, { categories: [category._id] })
  const draft = await makeProduct(database, bolt, { status: 'draft' })
  const other = await makeProduct(database, bolt)
  const pkg = await makePackage(database, kit)
  const release = await makeRelease(database, kit, { requirements: [{ name: 'php', range: '^8.2' }] })
  return { acme, bolt, category, kit, draft, other, pkg, release }
}
type Market = Awaited<ReturnType<typeof market>>

const changes: readonly [string, (market: Market) => Promise<unknown>][] = [
  [
    'a price',
    ({ pkg }) => set(packageDocument.name, pkg._id, { prices: [{ currency: 'usd', amountMinor: 100 }] }),
  ],
  ['a publication', ({ draft }) => set(productDocument.name, draft._id, { status: 'published' })],
  ['a withdrawal', ({ kit }) => set(productDocument.name, kit._id, { status: 'archived' })],
  ['a new name of a seller', ({ bolt }) => set(sellerDocument.name, bolt._id, { name: 'Bolt & Nut' })],
  ['a suspended seller', ({ acme }) => set(sellerDocument.name, acme._id, { status: 'suspended' })],
  [
    'another category',
    ({ other, category }) => set(productDocument.name, other._id, { categories: [category._id] }),
  ],
  [
    'a new name of a category',
    ({ category }) => set(categoryDocument.name, category._id, { 'name.en': 'New' }),
  ],
  ['a package that is sold no more', ({ pkg }) => set(packageDocument.name, pkg._id, { active: false })],
  ['a package that moved', ({ pkg, other }) => set(packageDocument.name, pkg._id, { product: other._id })],
  ['a withdrawn release', ({ release }) => set(releaseDocument.name, release._id, { status: 'withdrawn' })],
  ['a new release', ({ other }) => makeRelease(database, other, { version: '2.0.0' })],
  ['a removed product', ({ other }) => remove(productDocument.name, other._id)],
  ['a removed package', ({ pkg }) => remove(packageDocument.name, pkg._id)],
  ['a removed category', ({ category }) => remove(categoryDocument.name, category._id)],
  [
    'one removed and another made',
    async ({ other, acme }) => {
      await remove(productDocument.name, other._id)
      await makeProduct(database, acme)
    },
  ],
  ['one made with a change long ago', ({ acme }) => makeProduct(database, acme, { updatedAt: new Date(0) })],
  ['everything gone', () => emptyDatabase(database)],
]

describe('the shelf that follows the database [CAT-6]', () => {
  it.each(changes)('is after %s what a whole reading gives, at the next call', async (_name, change) => {
    const made = await market()
    await keeper.current()
    await change(made)
    expect(plain(await keeper.current())).toEqual(plain((await ShelfMirror.read(database)).shelf))
  })

  it('is after many changes in any order what a whole reading gives', async () => {
    const made = await market()
    // From both ends towards the middle: neither order is the one of the list.
    const order = changes.slice(0, -1).sort((a, b) => a[0].localeCompare(b[0]))
    for (const [name, change] of order) {
      await change(made)
      expect(plain(await keeper.current()), name).toEqual(plain((await ShelfMirror.read(database)).shelf))
    }
  })

  it('stays the same object while nothing changes, and keeps what did not change', async () => {
    const { kit, other } = await market()
    const first = await keeper.current()
    expect(await keeper.current()).toBe(first)
    await set(productDocument.name, kit._id, { salesCount: 7 })
    const second = await keeper.current()
    expect(second.byId.get(kit._id)?.salesCount).toBe(7)
    expect(second.byId.get(other._id)).toBe(first.byId.get(other._id))
  })

  it.each([15, 65])(
    'sees a change that comes %i s late, by a slow transaction or a slow clock',
    async (late) => {
      const { kit, pkg, draft } = await market()
      const change = (name: string, _id: string, fields: object, updatedAt: Date) =>
        database.db.collection<{ _id: string }>(name).updateOne({ _id }, { $set: { ...fields, updatedAt } })
      await keeper.current()
      const then = new Date(Date.now() - late * 1_000)
      await change(packageDocument.name, pkg._id, { prices: [{ currency: 'usd', amountMinor: 100 }] }, then)
      await change(productDocument.name, draft._id, { status: 'published' }, then)
      const { byId } = await keeper.current()
      expect(byId.get(kit._id)?.packages[0]?.prices).toMatchObject([{ amountMinor: 100 }])
      expect(byId.has(draft._id)).toBe(true)
    },
  )

  it('takes in once what was written, however long it lies in the window', async () => {
    const { kit, pkg } = await market()
    await keeper.current()
    const price = (amountMinor: number, fields: object) =>
      database.db
        .collection<{ _id: string }>(packageDocument.name)
        .updateOne({ _id: pkg._id }, { $set: { prices: [{ currency: 'usd', amountMinor }], ...fields } })
    const shown = async () => (await keeper.current()).byId.get(kit._id)?.packages[0]?.prices[0]?.amountMinor
    await price(100, { updatedAt: new Date() })
    expect(await shown()).toBe(100)
    // Under the version that was taken in nothing is read again; another one is, older or newer.
    await price(200, {})
    expect(await shown()).toBe(100)
    for (const seconds of [-20, 20]) {
      await price(300 + seconds, { updatedAt: new Date(Date.now() + seconds * 1_000) })
      expect(await shown()).toBe(300 + seconds)
    }
  })

  it('sees what a transaction removed that was open while it looked', async () => {
    const { other } = await market()
    await database.db
      .collection(productDocument.name)
      .updateMany({}, { $set: { updatedAt: new Date(Date.now() - 3_600_000) } })
    const session = database.client.startSession()
    try {
      session.startTransaction()
      await database.db
        .collection<{ _id: string }>(productDocument.name)
        .deleteOne({ _id: other._id }, { session })
      expect((await keeper.current()).byId.has(other._id)).toBe(true)
      await session.commitTransaction()
    } finally {
      await session.endSession()
    }
    expect((await keeper.current()).byId.has(other._id)).toBe(false)
  })

  describe('that hears of changes', () => {
    let feed: ChangeFeed
    const ids = async () => [...(await shelfOf(database)).byId.keys()]
    const begin = async () => {
      await ids()
      feed = followShelf(database)
      await vi.waitFor(() => expect(feed.isLive()).toBe(true), { timeout: 20_000 })
      await ids()
    }
    afterEach(() => feed.stop())

    it('loses what was removed while an insertion that hides it is open', async () => {
      const { kit, other } = await market()
      await begin()
      const session = database.client.startSession()
      try {
        session.startTransaction()
        const products = database.db.collection<{ _id: string }>(productDocument.name)
        const copy = {
          ...kit,
          _id: 'prd_committed_late',
          slug: 'committed-late',
          handle: 'acme/committed-late',
        }
        await products.insertOne(copy, { session })
        await remove(productDocument.name, other._id)
        await vi.waitFor(async () => expect(await ids()).not.toContain(other._id), { timeout: 20_000 })
        expect(await ids()).toContain(kit._id)
        // It was open all the time: one that has ended meanwhile cannot be committed.
        await session.commitTransaction()
      } finally {
        await session.endSession()
      }
      expect((await ids()).sort()).toEqual([kit._id, 'prd_committed_late'].sort())
    })

    it('takes in more changes than can be named in one question', async () => {
      const { acme, other } = await market()
      await keeper.current()
      for (let n = 0; n < 600_000; n++)
        keeper.hear(productDocument.name, `prd_${String(n).padStart(24, '0')}`)
      await remove(productDocument.name, other._id)
      const made = await makeProduct(database, acme)
      const { byId } = await keeper.current()
      expect([byId.has(made._id), byId.has(other._id)]).toEqual([true, false])
      feed = followShelf(database)
    })

    it('sees a change of a machine whose clock is a day behind', async () => {
      const { draft } = await market()
      await begin()
      await database.db
        .collection<{ _id: string }>(productDocument.name)
        .updateOne(
          { _id: draft._id },
          { $set: { status: 'published', updatedAt: new Date(Date.now() - 86_400_000) } },
        )
      await vi.waitFor(async () => expect(await ids()).toContain(draft._id), { timeout: 20_000 })
    })
  })

  it('shows every caller what was written before the call, however many call', async () => {
    const { acme } = await market()
    const seen = Array.from({ length: 20 }, async () => {
      const made = await makeProduct(database, acme)
      return (await keeper.current()).byId.has(made._id)
    })
    expect(await Promise.all(seen)).toEqual(Array.from({ length: 20 }, () => true))
  })
})
