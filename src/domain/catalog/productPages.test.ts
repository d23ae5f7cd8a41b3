import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import {
  makeCategory,
  makeCuration,
  makeFile,
  makePackage,
  makeProduct,
  makeRelease,
  makeSeller,
} from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { findProductPage } from './findProductPage'
import { findSellerPage } from './findSellerPage'
import { findCuration, homePage } from './homePage'
import { listCategories } from './listCategories'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
})

describe('the page of a product [CAT-6]', () => {
  const published = async (handle: string) => {
    const page = await findProductPage({ database, handle })
    if (page?.state !== 'published') throw new Error(`expected a published page, got ${page?.state}`)
    return page
  }

  it('shows active packages in the order of the seller', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    await makePackage(database, product, { name: { en: 'Second' }, position: 2 })
    await makePackage(database, product, { name: { en: 'First' }, position: 1 })
    await makePackage(database, product, { name: { en: 'Retired' }, active: false })
    const { packages } = await published(product.handle)
    expect(packages.map(({ name }) => name.en)).toEqual(['First', 'Second'])
  })

  it('shows published releases, newest first, with size and checksum of their files [CAT-4]', async () => {
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const file = await makeFile(database, seller, {
      name: 'kit-2.0.0.zip',
      bytes: 42,
      sha256: 'ab'.repeat(32),
    })
    const unfinished = await makeFile(database, seller, { state: 'uploading' })
    await makeRelease(database, product, { version: '1.0.0', publishedAt: new Date('2026-01-01') })
    await makeRelease(database, product, {
      version: '2.0.0',
      publishedAt: new Date('2026-02-01'),
      files: [
        { file: file._id, kind: 'archive' },
        { file: unfinished._id, kind: 'source' },
      ],
    })
    await makeRelease(database, product, { version: '3.0.0', status: 'staged' })
    await makeRelease(database, product, { version: '1.5.0', status: 'withdrawn' })
    const { releases, listing } = await published(product.handle)
    expect(releases.map(({ version }) => version)).toEqual(['2.0.0', '1.0.0'])
    expect(releases[0]?.files).toEqual([
      { name: 'kit-2.0.0.zip', kind: 'archive', bytes: 42, sha256: 'ab'.repeat(32) },
    ])
    expect(listing.version).toBe('2.0.0')
  })

  it('names the seller with the number of products on sale, and the way from the root category', async () => {
    const seller = await makeSeller(database, { name: 'Acme' })
    const root = await makeCategory(database, { name: { en: 'Web' } })
    const leaf = await makeCategory(database, { name: { en: 'Billing' }, parent: root._id })
    const product = await makeProduct(database, seller, { categories: [leaf._id] })
    await makeProduct(database, seller)
    await makeProduct(database, seller, { status: 'draft' })
    const page = await published(product.handle)
    expect(page.seller).toMatchObject({ name: 'Acme', productCount: 2 })
    expect(page.breadcrumb.map(({ name }) => name)).toEqual(['Web', 'Billing'])
  })

  it('a former handle leads to the present one', async () => {
    const product = await makeProduct(database, await makeSeller(database), {
      formerHandles: [{ handle: 'old-shop/old-name' }],
    })
    expect(await findProductPage({ database, handle: 'old-shop/old-name' })).toEqual({
      state: 'moved',
      handle: product.handle,
    })
  })

  it('a former name of the seller leads to the present handle', async () => {
    const seller = await makeSeller(database, { formerSlugs: [{ slug: 'before' }] })
    const product = await makeProduct(database, seller, { slug: 'kit' })
    expect(await findProductPage({ database, handle: 'before/kit' })).toEqual({
      state: 'moved',
      handle: product.handle,
    })
    expect(await findProductPage({ database, handle: 'before/nothing' })).toBeNull()
  })

  it.each([
    ['archived', 'withdrawn'],
    ['suspended', 'suspended'],
  ] as const)(
    'one that was sold and is now %s is answered as %s, with others of its kind',
    async (status, state) => {
      const seller = await makeSeller(database)
      const product = await makeProduct(database, seller, { status, name: { en: 'Gone' } })
      const other = await makeProduct(database, seller)
      const page = await findProductPage({ database, handle: product.handle })
      expect(page).toMatchObject({ state, name: 'Gone', alternatives: [{ id: other._id }] })
    },
  )

  it('products of a suspended seller are not on sale', async () => {
    const product = await makeProduct(database, await makeSeller(database, { status: 'suspended' }))
    expect(await findProductPage({ database, handle: product.handle })).toMatchObject({ state: 'suspended' })
  })

  it('a draft that was never published is unknown, as is any other word', async () => {
    const draft = await makeProduct(database, await makeSeller(database), {
      status: 'draft',
      publishedAt: null,
    })
    for (const handle of [draft.handle, 'nobody/nothing', '', '/', '$where/x'])
      expect(await findProductPage({ database, handle })).toBeNull()
  })
})

describe('the page of a seller [CAT-6]', () => {
  it('shows what is on sale, newest first', async () => {
    const seller = await makeSeller(database, { slug: 'acme' })
    await makeProduct(database, seller, { name: { en: 'Old' }, publishedAt: new Date('2025-01-01') })
    await makeProduct(database, seller, { name: { en: 'New' }, publishedAt: new Date('2026-01-01') })
    await makeProduct(database, await makeSeller(database))
    const page = await findSellerPage({ database, slug: 'acme' })
    expect(page).toMatchObject({ state: 'open', products: [{ name: 'New' }, { name: 'Old' }] })
  })

  it('a former name leads to the present one, a closed shop says so, an unknown one is unknown', async () => {
    await makeSeller(database, { slug: 'now', formerSlugs: [{ slug: 'then' }] })
    await makeSeller(database, { slug: 'shut', name: 'Shut', status: 'terminated' })
    expect(await findSellerPage({ database, slug: 'then' })).toEqual({ state: 'moved', slug: 'now' })
    expect(await findSellerPage({ database, slug: 'shut' })).toEqual({
      ...{ state: 'closed', name: 'Shut', isFinal: true },
    })
    expect(await findSellerPage({ database, slug: 'never' })).toBeNull()
  })
})

describe('the home page [CAT-6]', () => {
  it('has new ones, what sold best, and curations in the order of the editors', async () => {
    const seller = await makeSeller(database)
    const quiet = await makeProduct(database, seller, { publishedAt: new Date('2026-02-01') })
    const loved = await makeProduct(database, seller, { publishedAt: new Date('2026-01-01'), salesCount: 3 })
    const gone = await makeProduct(database, seller, { status: 'archived' })
    await makeCuration(database, {
      title: { en: 'Second' },
      homePosition: 2,
      products: [quiet._id, gone._id],
    })
    await makeCuration(database, { title: { en: 'First' }, homePosition: 1, products: [loved._id] })
    await makeCuration(database, { title: { en: 'All gone' }, homePosition: 0, products: [gone._id] })
    await makeCuration(database, { title: { en: 'Elsewhere' }, products: [loved._id] })
    const home = await homePage({ database })
    expect(home.newest.map(({ id }) => id)).toEqual([quiet._id, loved._id])
    expect(home.popular.map(({ id }) => id)).toEqual([loved._id])
    expect(home.curated.map(({ title, items }) => [title, items.map(({ id }) => id)])).toEqual([
      ['First', [loved._id]],
      ['Second', [quiet._id]],
    ])
    expect(home).toMatchObject({ productCount: 2, sellerCount: 1 })
  })

  it('stands in an empty shop too', async () => {
    expect(await homePage({ database })).toMatchObject({
      newest: [],
      popular: [],
      curated: [],
      categories: [],
    })
  })
})

describe('curations and categories by address [CAT-6]', () => {
  it('a curation keeps the order of its editors and leaves out what is gone', async () => {
    const seller = await makeSeller(database)
    const [a, b] = [await makeProduct(database, seller), await makeProduct(database, seller)]
    await makeCuration(database, { slug: 'picks', products: [b._id, 'prd_gone', a._id] })
    const curation = await findCuration({ database, slug: 'picks' })
    expect(curation?.items.map(({ id }) => id)).toEqual([b._id, a._id])
    expect(await findCuration({ database, slug: 'none' })).toBeNull()
  })

  it('categories count what is published in and below them [CAT-1]', async () => {
    const seller = await makeSeller(database)
    const root = await makeCategory(database)
    const leaf = await makeCategory(database, { parent: root._id })
    await makeProduct(database, seller, { categories: [leaf._id] })
    await makeProduct(database, seller, { categories: [leaf._id], status: 'draft' })
    const tree = await listCategories({ database })
    expect([tree.byId.get(root._id)?.count, tree.byId.get(leaf._id)?.count]).toEqual([1, 1])
  })
})
