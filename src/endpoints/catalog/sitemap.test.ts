import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { productDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { publicUrl, startTestEdge, type TestEdge } from '../../../tests/setup/edge'
import type { Endpoint } from '../http'
import { sitemap, sitemapPart } from './sitemap'

let database: Database
let edge: TestEdge
beforeAll(async () => {
  database = await testDatabase()
  edge = await startTestEdge(database)
})
afterAll(() => edge?.stop())
beforeEach(() => emptyDatabase(database))

const ask = async (path: string) => {
  const answer = await fetch(`${edge.url}${path}`)
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}
const located = (text: string): string[] =>
  [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc]) => (loc ?? '').replace(publicUrl, ''))

describe('GET /sitemap.xml [CAT-6]', () => {
  it('names what is on sale and who sells it, and nothing that is not public', async () => {
    const seller = await makeSeller(database, { slug: 'acme-works' })
    await makeProduct(database, seller, { slug: 'kit' })
    await makeProduct(database, seller, { slug: 'secret', status: 'draft' })
    const closed = await makeSeller(database, { slug: 'closed-shop', status: 'suspended' })
    await makeProduct(database, closed, { slug: 'gone' })
    await makeSeller(database, { slug: 'sells-nothing' })
    const { status, type, text } = await ask('/sitemap.xml')
    expect([status, type]).toEqual([200, 'application/xml; charset=utf-8'])
    expect(located(text)).toEqual([
      '/',
      '/browse',
      '/licenses-explained',
      '/s/acme-works',
      '/p/acme-works/kit',
    ])
  })

  it('drops a product in the very request after it was withdrawn', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    expect(located((await ask('/sitemap.xml')).text)).toContain(`/p/${product.handle}`)
    await collectionOf(database, productDocument).updateOne(
      { _id: product._id },
      { $set: { status: 'archived', updatedAt: new Date() } },
    )
    expect(located((await ask('/sitemap.xml')).text)).not.toContain(`/p/${product.handle}`)
  })

  it('dates a product by its newest published release', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    const release = await makeRelease(database, product)
    // Seen before it is made old: what is new is found by its date.
    await ask('/sitemap.xml')
    const age = (collection: string, _id: string, updatedAt: Date) =>
      database.db.collection<{ _id: string }>(collection).updateOne({ _id }, { $set: { updatedAt } })
    await age('products', product._id, new Date('2026-01-01'))
    await age('releases', release._id, new Date('2026-03-04T05:06:07Z'))
    expect((await ask('/sitemap.xml')).text).toContain(
      `${product.handle}</loc><lastmod>2026-03-04T05:06:07.000Z</lastmod>`,
    )
  })

  it('is split where it would name too many, every address once', async () => {
    const seller = await makeSeller(database)
    for (let at = 0; at < 4; at++) await makeProduct(database, seller)
    const textOf = async (endpoint: Endpoint, part = '') => {
      const request = {
        ...{ method: 'GET', path: '/', params: { part }, query: new URLSearchParams() },
        ...{ headers: new Headers(), body: async () => null, rawBody: async () => Buffer.alloc(0) },
        ...{ requestId: 'r', address: null, userAgent: null, origin: null },
      }
      return String((await endpoint(request, { database, log: log(), publicUrl })).body)
    }
    expect(located(await textOf(sitemap(5)))).toEqual(['/sitemap/1', '/sitemap/2'])
    const parts = [await textOf(sitemapPart(5), '1'), await textOf(sitemapPart(5), '2')].map(located)
    expect(parts.map(({ length }) => length)).toEqual([5, 3])
    expect(new Set(parts.flat()).size).toBe(8)
    await expect(textOf(sitemapPart(5), '3')).rejects.toMatchObject({ status: 404 })
  })

  it('names a seller by the present slug only', async () => {
    const seller = await makeSeller(database, { slug: 'new-name', formerSlugs: [{ slug: 'old-name' }] })
    await makeProduct(database, seller)
    const { text } = await ask('/sitemap.xml')
    expect(located(text)).toContain('/s/new-name')
    expect(text).not.toContain('old-name')
  })
})

describe('GET /robots.txt [CAT-6]', () => {
  it('names the sitemap and keeps carts, orders and the panel out', async () => {
    const { text } = await ask('/robots.txt')
    expect(text).toContain(`Sitemap: ${publicUrl}/sitemap.xml`)
    for (const path of ['/cart', '/order/', '/admin', '/account'])
      expect(text.split('\n')).toContain(`Disallow: ${path}`)
  })
})
