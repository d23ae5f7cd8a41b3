import { beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '@/platform/database'
import { makeCategory, makePackage, makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { findProductPage } from './findProductPage'
import { listData, productData, scriptJson } from './structuredData'

let database: Database
beforeEach(async () => {
  database = await testDatabase()
  await emptyDatabase(database)
})

async function dataOf(handle: string, currency = 'usd') {
  const page = await findProductPage({ database, handle, currency })
  if (page?.state !== 'published') throw new Error('not published')
  const [product, trail] = productData(page, currency, 'https://shop.test', 'All')['@graph']
  return { product, trail }
}

describe('structured data of a product [CAT-6]', () => {
  it('has an offer for each package with a price in the currency, and the way to it', async () => {
    const category = await makeCategory(database, { slug: 'billing', name: { en: 'Billing' } })
    const seller = await makeSeller(database, { slug: 'acme-works' })
    const product = await makeProduct(database, seller, { slug: 'kit', categories: [category._id] })
    await makePackage(database, product, {
      prices: [
        { currency: 'usd', amountMinor: 4950 },
        { currency: 'eur', amountMinor: 4500 },
      ],
    })
    await makePackage(database, product, { prices: [{ currency: 'usd', amountMinor: 9900 }] })
    const { product: data, trail } = await dataOf(product.handle, 'eur')
    expect(data).toMatchObject({ '@type': 'Product', offers: [{ price: '45.00', priceCurrency: 'EUR' }] })
    expect(data).toHaveProperty('offers.length', 1)
    expect(trail).toMatchObject({
      itemListElement: [
        { position: 1, item: 'https://shop.test/browse' },
        { position: 2, item: 'https://shop.test/c/billing', name: 'Billing' },
        { position: 3, item: 'https://shop.test/p/acme-works/kit' },
      ],
    })
  })

  it('says no offers where nothing is sold in the currency', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    await makePackage(database, product)
    expect((await dataOf(product.handle, 'gbp')).product).not.toHaveProperty('offers')
  })

  it.each(['</script><script>alert(1)</script>', '<!--<script>', '</SCRIPT >'])(
    'the name %s does not end its script and is read as it was',
    (name) => {
      const text = scriptJson({ name })
      expect(text).not.toContain('<')
      expect(JSON.parse(text)).toEqual({ name })
    },
  )
})

describe('structured data of a page that lists products [CAT-6]', () => {
  const page = {
    description: 'All of it',
    steps: [
      { name: 'Browse', path: '/browse' },
      { name: 'Acme', path: '/s/acme' },
    ],
    listings: [
      { name: 'Kit', handle: 'acme/kit' },
      { name: 'Tool', handle: 'acme/tool' },
    ],
  }

  it('has what stands on it in its order, and the way to it', () => {
    const [list, trail] = listData(page, 'https://shop.test')['@graph']
    expect(list).toMatchObject({
      ...{ '@type': 'CollectionPage', name: 'Acme', url: 'https://shop.test/s/acme' },
      mainEntity: {
        itemListElement: [
          { position: 1, name: 'Kit', url: 'https://shop.test/p/acme/kit' },
          { position: 2, name: 'Tool', url: 'https://shop.test/p/acme/tool' },
        ],
      },
    })
    expect(list).not.toHaveProperty('about')
    expect(trail).toMatchObject({
      '@type': 'BreadcrumbList',
      itemListElement: [{ item: 'https://shop.test/browse' }, { item: 'https://shop.test/s/acme' }],
    })
  })

  it('of a seller says whose products they are', () => {
    const [list] = listData({ ...page, seller: 'Acme' }, 'https://shop.test')['@graph']
    expect(list).toMatchObject({ about: { '@type': 'Organization', name: 'Acme' } })
  })
})
