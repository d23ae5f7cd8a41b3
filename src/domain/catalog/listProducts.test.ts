import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import {
  makeCategory,
  makePackage,
  makeProduct,
  makeRelease,
  makeSeller,
} from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { type ListProducts, listProducts } from './listProducts'
import { productDocument } from './records'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
})

const list = async (ask: Omit<ListProducts, 'database'> = {}) => listProducts({ database, ...ask })
const names = async (ask: Omit<ListProducts, 'database'> = {}) =>
  (await list(ask)).items.map(({ name }) => name)

/** Two shops: packages at 49 and 79 dollars, and an API. */
async function smallMarket() {
  const acme = await makeSeller(database, { slug: 'acme', name: 'Acme' })
  const bolt = await makeSeller(database, { slug: 'bolt', name: 'Bolt' })
  const web = await makeCategory(database, { slug: 'web' })
  const billing = await makeCategory(database, { slug: 'billing', parent: web._id })
  const invoice = await makeProduct(database, acme, {
    name: { en: 'Invoice Kit' },
    summary: { en: 'Draw, number and send invoices' },
    categories: [billing._id],
    compatibility: { php: '^8.3', laravel: '^12' },
    tags: [{ tag: 'pdf' }],
    salesCount: 5,
    publishedAt: new Date('2026-01-01'),
  })
  const ledger = await makeProduct(database, bolt, {
    name: { en: 'Ledgerline' },
    summary: { en: 'Double-entry books for any model' },
    type: 'plugin',
    categories: [web._id],
    compatibility: { php: '>=8.1 <8.3' },
    salesCount: 9,
    publishedAt: new Date('2026-02-01'),
  })
  const geo = await makeProduct(database, bolt, {
    name: { en: 'Geo Lookup' },
    summary: { en: 'Addresses and places' },
    type: 'api',
    salesCount: 1,
    publishedAt: new Date('2026-03-01'),
  })
  await makePackage(database, invoice)
  await makePackage(database, invoice, { prices: [{ currency: 'usd', amountMinor: 9900 }], position: 1 })
  await makePackage(database, ledger, { prices: [{ currency: 'eur', amountMinor: 7900 }] })
  await makePackage(database, geo, {
    pricingModel: 'usage',
    prices: [],
    usagePrice: { unitPriceMicros: 400_000, per: 1_000, currency: 'usd' },
  })
  return { acme, bolt, web, billing, invoice, ledger, geo }
}

describe('the list of products [CAT-6]', () => {
  it('shows what is published by active sellers, and nothing else', async () => {
    const seller = await makeSeller(database)
    await makeProduct(database, seller, { name: { en: 'Shown' } })
    for (const status of ['draft', 'in_review', 'rejected', 'suspended', 'archived'] as const)
      await makeProduct(database, seller, { status })
    await makeProduct(database, await makeSeller(database, { status: 'suspended' }))
    expect(await names()).toEqual(['Shown'])
  })

  it('is empty, with one page, in an empty shop', async () => {
    expect(await list()).toMatchObject({ items: [], total: 0, page: 1, pages: 1, drops: [] })
  })

  it('carries what a card needs', async () => {
    const { invoice } = await smallMarket()
    await makeRelease(database, invoice, { version: '3.2.0' })
    const { items } = await list({ filters: { sellers: ['acme'] } })
    expect(items).toEqual([
      {
        id: invoice._id,
        handle: invoice.handle,
        type: 'package',
        name: 'Invoice Kit',
        summary: 'Draw, number and send invoices',
        seller: { id: invoice.seller, slug: 'acme', name: 'Acme' },
        php: '8.3+',
        laravel: '12',
        platform: null,
        version: '3.2.0',
        fits: { php: ['8.3', '8.4', '8.5'], laravel: ['12'] },
        price: { kind: 'one_time', amountMinor: 4900, currency: 'usd', from: true },
      },
    ])
  })

  it.each([
    ['popular', ['Ledgerline', 'Invoice Kit', 'Geo Lookup']],
    ['newest', ['Geo Lookup', 'Ledgerline', 'Invoice Kit']],
    ['price_asc', ['Geo Lookup', 'Invoice Kit', 'Ledgerline']],
    ['price_desc', ['Invoice Kit', 'Geo Lookup', 'Ledgerline']],
  ] as const)('sorts by %s, without a price last', async (sort, expected) => {
    await smallMarket()
    expect(await names({ sort })).toEqual(expected)
  })

  it('a category holds what lies below it', async () => {
    const { web, billing } = await smallMarket()
    expect(await names({ filters: { category: web._id } })).toEqual(['Ledgerline', 'Invoice Kit'])
    expect(await names({ filters: { category: billing._id } })).toEqual(['Invoice Kit'])
  })

  it('tells of each category what its list shows under the same filters and words', async () => {
    await smallMarket()
    for (const ask of [
      {},
      { filters: { php: '8.3' } },
      { filters: { types: ['plugin' as const] } },
      { query: 'invoice' },
    ]) {
      const { facets, categories } = await list(ask)
      for (const id of categories.byId.keys())
        expect(facets.categories.get(id) ?? 0).toBe(
          (await list({ ...ask, filters: { ...ask.filters, category: id } })).total,
        )
    }
  })

  it('several types widen the list, another filter narrows it', async () => {
    await smallMarket()
    expect(await names({ filters: { types: ['plugin', 'api'] } })).toEqual(['Ledgerline', 'Geo Lookup'])
    expect(await names({ filters: { types: ['plugin', 'api'], laravel: '11' } })).toEqual([
      'Ledgerline',
      'Geo Lookup',
    ])
    expect(await names({ filters: { types: ['plugin', 'package'], laravel: '11' } })).toEqual(['Ledgerline'])
  })

  it('prices are compared in the currency of the list', async () => {
    await smallMarket()
    expect(await names({ filters: { priceMinMinor: 4000, priceMaxMinor: 5000 } })).toEqual(['Invoice Kit'])
    expect(await names({ filters: { priceMaxMinor: 8000 }, currency: 'eur' })).toEqual(['Ledgerline'])
  })

  it('an older release that fits makes the product fit', async () => {
    const { invoice } = await smallMarket()
    expect(await names({ filters: { php: '8.2', types: ['package'] } })).toEqual([])
    await makeRelease(database, invoice, { requirements: [{ name: 'php', range: '^8.2' }] })
    expect(await names({ filters: { php: '8.2', types: ['package'] } })).toEqual(['Invoice Kit'])
  })

  it('counts each value with the other filters standing and its own lifted', async () => {
    await smallMarket()
    const { facets, total } = await list({ filters: { types: ['plugin'], sellers: ['bolt'] } })
    expect(total).toBe(1)
    expect(facets.types).toEqual([
      { value: 'api', count: 1 },
      { value: 'plugin', count: 1 },
    ])
    expect(facets.sellers).toEqual([{ value: 'bolt', name: 'Bolt', count: 1 }])
  })

  it('says which filter to drop where nothing is left', async () => {
    await smallMarket()
    const { drops } = await list({ filters: { types: ['theme'], php: '8.3' } })
    expect(drops).toEqual([{ filter: 'types', count: 2 }])
  })

  it('gives pages, and the last one for a number behind it', async () => {
    const seller = await makeSeller(database)
    for (let i = 0; i < 5; i++) await makeProduct(database, seller, { salesCount: i })
    const { items, page, pages, total } = await list({ page: 99, pageSize: 2 })
    expect({ length: items.length, page, pages, total }).toEqual({ length: 1, page: 3, pages: 3, total: 5 })
  })

  it('shows a change at once: pages in front of it are cached until the next one', async () => {
    const { invoice } = await smallMarket()
    expect(await names({ sort: 'newest' })).toContain('Invoice Kit')
    await database.db
      .collection<{ _id: string }>(productDocument.name)
      .updateOne({ _id: invoice._id }, { $set: { status: 'archived', updatedAt: new Date() } })
    expect(await names({ sort: 'newest' })).not.toContain('Invoice Kit')
  })

  it('shows a change that began before the newest one was seen, and became visible after it', async () => {
    const { invoice } = await smallMarket()
    const earlier = new Date(Date.now() - 1_000)
    await list()
    await database.db
      .collection<{ _id: string }>(productDocument.name)
      .updateOne({ _id: invoice._id }, { $set: { status: 'archived', updatedAt: earlier } })
    expect(await names()).not.toContain('Invoice Kit')
  })
})

describe('search by words [CAT-6]', () => {
  it.each([
    ['a word of the name', 'ledgerline', 'Ledgerline'],
    ['the beginning of a word', 'invo', 'Invoice Kit'],
    ['a typo', 'ledgrline', 'Ledgerline'],
    ['a tag', 'pdf', 'Invoice Kit'],
    ['the seller', 'acme', 'Invoice Kit'],
    ['a word of the summary', 'places', 'Geo Lookup'],
    ['other letters for the same word', 'ÍNVOICE', 'Invoice Kit'],
  ])('finds by %s', async (_name, query, expected) => {
    await smallMarket()
    expect(await names({ query })).toEqual([expected])
  })

  it('proposes the spelling that finds something', async () => {
    await smallMarket()
    expect((await list({ query: 'invoce kit' })).suggestions).toEqual(['invoice kit'])
    expect((await list({ query: 'invoice kit' })).suggestions).toEqual([])
  })

  it('finds nothing for words that nobody uses, whatever they consist of', async () => {
    await smallMarket()
    for (const query of ['zzzzqqqq', '***', '"\\\\', '\\u0000', 'x'.repeat(5_000)])
      expect(await names({ query })).toEqual([])
  })

  it('filters what it found', async () => {
    await smallMarket()
    expect(await names({ query: 'invoice', filters: { types: ['api'] } })).toEqual([])
  })

  it('knows a product that was published after its first use', async () => {
    const { acme } = await smallMarket()
    expect(await names({ query: 'ratchet' })).toEqual([])
    await makeProduct(database, acme, { name: { en: 'Ratchet' } })
    expect(await names({ query: 'ratchet' })).toEqual(['Ratchet'])
  })
})
