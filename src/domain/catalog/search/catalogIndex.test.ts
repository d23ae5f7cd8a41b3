import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categoryTree, withAncestors } from '../categories'
import type { FilterName, ProductFilters } from '../filters'
import type { ProductQuestion } from '../listProducts'
import { lowestPrice, weightOf } from '../price'
import { priceBands } from '../priceBands'
import { fittingLines } from '../productCard'
import { type Category, productTypes } from '../records'
import type { Shelf, ShelfProduct } from '../shelf'
import { CatalogIndex } from './catalogIndex'
import { findProducts } from './findProducts'

const names = ['Invoice Kit', 'Invoices Pro', 'Ledgerline', 'Café Maps', 'Queue', 'Queue Monitor', 'Paper']
const sellers = [0, 1, 2].map((n) => ({
  id: `sel_${n}`,
  slug: `shop-${n}`,
  name: ['Acme', 'Bolt', 'Café'][n] ?? '',
}))
const categoryOf = (n: number, name: string): Category => ({
  _id: `cat_${n}`,
  slug: `c-${n}`,
  formerSlugs: [],
  name: { en: name },
  // 0 and 1 stand on top, 2 and 3 below 0, 4 below 2.
  parent: n < 2 ? null : n < 4 ? 'cat_0' : 'cat_2',
  position: n,
})

const product: fc.Arbitrary<ShelfProduct> = fc
  .record({
    n: fc.nat(11),
    type: fc.constantFrom(...productTypes),
    name: fc.constantFrom(...names),
    seller: fc.constantFrom(...sellers),
    categories: fc.subarray([0, 1, 2, 3, 4].map((n) => `cat_${n}`)),
    tags: fc.subarray(['pdf', 'laravel', 'queue']),
    php: fc.constantFrom(null, '^8.1', '^8.3', '8.2.*'),
    required: fc.constantFrom(null, '^8.4'),
    price: fc.constantFrom(null, 0, 1, 2_499, 2_500, 4_900, 9_999, 10_000, 25_000),
    sales: fc.nat(3),
    day: fc.nat(3),
  })
  .map(({ n, type, name, seller, categories, tags, php, required, price, sales, day }) => ({
    id: `prd_${n}`,
    handle: `${seller.slug}/p-${n}`,
    type,
    name: { en: name },
    summary: { en: `What ${name} does` },
    categories,
    tags,
    seller,
    compatibility: { php },
    requirements: required ? [[{ name: 'php', range: required }]] : [],
    version: null,
    packages:
      price === null
        ? []
        : [
            {
              _id: `pkg_${n}`,
              pricingModel: price === 0 ? 'free' : 'one-time',
              prices: [{ currency: 'usd', amountMinor: price }],
              license: { term: 'lifetime' },
            },
          ],
    salesCount: sales,
    publishedAt: new Date(Date.UTC(2026, 0, 1 + day)),
  }))

const shelf: fc.Arbitrary<Shelf> = fc
  .record({
    products: fc.uniqueArray(product, { selector: ({ id }) => id, maxLength: 12 }),
    names: fc.array(fc.constantFrom('Web', 'Billing', 'Maps'), { minLength: 5, maxLength: 5 }),
  })
  .map(({ products, names: categoryNames }) => ({
    products,
    byId: new Map(products.map((each) => [each.id, each])),
    categories: categoryNames.map((name, n) => categoryOf(n, name)),
  }))

const filters: fc.Arbitrary<ProductFilters> = fc.record(
  {
    category: fc.constantFrom('cat_0', 'cat_2', 'cat_4', 'cat_9'),
    types: fc.subarray([...productTypes]),
    sellers: fc.subarray(['shop-0', 'shop-1', 'shop-9']),
    priceMinMinor: fc.constantFrom(0, 1, 2_500),
    priceMaxMinor: fc.constantFrom(0, 2_499, 10_000),
    php: fc.constantFrom('8.1', '8.3', '8.4'),
  },
  { requiredKeys: [] },
)
const sort = fc.constantFrom('relevance', 'popular', 'newest', 'price_asc', 'price_desc') as fc.Arbitrary<
  NonNullable<ProductQuestion['sort']>
>

const indexOf = (...shelves: Shelf[]): CatalogIndex => {
  const index = new CatalogIndex()
  for (const each of shelves) index.follow(each)
  return index
}

const ask = (index: CatalogIndex, question: ProductQuestion) =>
  findProducts(index, {
    ...{ filters: {}, query: '', sort: 'relevance', page: 1, pageSize: 100, currency: 'usd', locale: 'en' },
    ...question,
  })

/** Each filter by itself, asked of each product, as its description says. */
function naive({ products, categories }: Shelf, asked: ProductFilters) {
  const { byId } = categoryTree(categories, [], 'en')
  const priceOf = (each: ShelfProduct) => {
    const price = lowestPrice(each.packages, 'usd')
    return price && weightOf(price)
  }
  const passes: Record<FilterName, (each: ShelfProduct) => boolean> = {
    category: (each) =>
      asked.category === undefined || withAncestors(each.categories, byId).has(asked.category),
    types: (each) => !asked.types?.length || asked.types.includes(each.type),
    sellers: (each) => !asked.sellers?.length || asked.sellers.includes(each.seller.slug),
    price: (each) => {
      const { priceMinMinor: min, priceMaxMinor: max } = asked
      if (min === undefined && max === undefined) return true
      const price = priceOf(each)
      return price !== null && price >= (min ?? 0) && price <= (max ?? Number.POSITIVE_INFINITY)
    },
    php: (each) => asked.php === undefined || fittingLines(each, 'php').includes(asked.php),
    laravel: () => true,
  }
  const without = (left?: FilterName) =>
    products.filter((each) => Object.entries(passes).every(([name, pass]) => name === left || pass(each)))
  const counted = (left: FilterName, valuesOf: (each: ShelfProduct) => Iterable<string>) => {
    const counts: Record<string, number> = {}
    for (const each of without(left))
      for (const value of valuesOf(each)) counts[value] = (counts[value] ?? 0) + 1
    return counts
  }
  return {
    ids: without().map(({ id }) => id),
    types: counted('types', ({ type }) => [type]),
    sellers: counted('sellers', ({ seller }) => [seller.slug]),
    php: counted('php', (each) => fittingLines(each, 'php')),
    categories: counted('category', (each) => withAncestors(each.categories, byId)),
    prices: priceBands('usd').map(
      ({ minMinor, maxMinor }) =>
        without('price').filter((each) => {
          const price = priceOf(each)
          return price !== null && price >= minMinor && price <= (maxMinor ?? Number.POSITIVE_INFINITY)
        }).length,
    ),
  }
}

const asRecord = (values: readonly { value: string; count: number }[]) =>
  Object.fromEntries(values.map(({ value, count }) => [value, count]))

describe('the index of the catalog [CAT-6]', () => {
  it('finds and counts what asking each product by itself finds and counts', () => {
    fc.assert(
      fc.property(shelf, filters, sort, (given, asked, order) => {
        const list = ask(indexOf(given), { filters: asked, sort: order })
        const expected = naive(given, asked)
        expect(list.items.map(({ id }) => id).sort()).toEqual([...expected.ids].sort())
        expect(list.total).toBe(expected.ids.length)
        expect(asRecord(list.facets.types)).toEqual(expected.types)
        expect(asRecord(list.facets.sellers)).toEqual(expected.sellers)
        expect(asRecord(list.facets.php)).toEqual(expected.php)
        expect(Object.fromEntries(list.facets.categories)).toEqual(expected.categories)
        expect(list.facets.prices.map(({ count }) => count)).toEqual(expected.prices)
      }),
    )
  })

  it('after any changes answers like one that was built anew', () => {
    const query = fc.constantFrom(
      '',
      'invoice',
      'inv',
      'invoise',
      'queue pdf',
      'cafe',
      'billing',
      'zzzz',
      'acme maps',
    )
    fc.assert(
      fc.property(
        fc.array(shelf, { minLength: 2, maxLength: 4 }),
        query,
        filters,
        sort,
        (shelves, words, asked, order) => {
          const question: ProductQuestion = { query: words, filters: asked, sort: order }
          // Its orders, prices and trees shall have been used before the change, and followed it.
          const followed = new CatalogIndex()
          for (const each of shelves) {
            followed.follow(each)
            ask(followed, question)
          }
          const last = shelves.at(-1)
          expect(ask(followed, question)).toEqual(ask(indexOf(...(last ? [last] : [])), question))
        },
      ),
    )
  })

  it('pages, put together, are the whole list in its order', () => {
    fc.assert(
      fc.property(shelf, sort, fc.constantFrom('', 'invoice', 'queue'), (given, order, query) => {
        const index = indexOf(given)
        const whole = ask(index, { sort: order, query })
        const pages = Array.from(
          { length: Math.ceil(whole.total / 2) },
          (_, at) => ask(index, { sort: order, query, page: at + 1, pageSize: 2 }).items,
        )
        expect(pages.flat().map(({ id }) => id)).toEqual(whole.items.map(({ id }) => id))
      }),
    )
  })
})
