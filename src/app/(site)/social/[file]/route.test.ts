import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pagesCatalog } from '@/app/_catalog'
import { findCard } from '@/app/(site)/social/cards'
import { productDocument } from '@/domain/catalog/records'
import { socialPath } from '@/domain/catalog/social/socialCard'
import { collectionOf, type Database } from '@/platform/database'
import {
  makeCategory,
  makePackage,
  makeProduct,
  makeSeller,
} from '../../../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../../../tests/setup/database'
import { GET } from './route'

/** What web needs to begin; the catalog is answered in this thread. */
const settings = {
  CATALOG_THREAD: 'off',
  PUBLIC_URL: 'http://site.test',
  FILES_DIR: '.data/files',
  STRIPE_SECRET_KEY: 'sk_test_simulated',
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'shop@site.test',
}

let database: Database
beforeAll(async () => {
  for (const [name, value] of Object.entries(settings)) process.env[name] ??= value
  database = await testDatabase()
  globalThis.mintreuPagesDatabase = Promise.resolve(database)
})
beforeEach(() => emptyDatabase(database))

const ask = (path: string) =>
  GET(new Request(`http://site.test${path}`), {
    params: Promise.resolve({ file: path.replace('/social/', '') }),
  })
const pathOf = async (id: string): Promise<string> => {
  const card = await findCard(pagesCatalog(), id, 'usd')
  return card ? socialPath(card) : ''
}

describe('GET /social/{file} [CAT-6]', () => {
  it('is a PNG of 1200 × 630 that is kept for ever, of a product, a seller, a category and the shop', async () => {
    const category = await makeCategory(database)
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller, { categories: [category._id] })
    await makePackage(database, product)
    for (const id of [product._id, seller._id, category._id, 'home']) {
      const answer = await ask(await pathOf(id))
      expect(answer.status, id).toBe(200)
      expect(answer.headers.get('content-type')).toBe('image/png')
      expect(answer.headers.get('cache-control')).toContain('immutable')
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 1_200, height: 630 })
      expect(bytes.length).toBeLessThan(200_000)
      // Drawn, not blank: ink on the paper side and on the engraved one.
      const { channels } = await sharp(bytes).stats()
      expect(channels[0]?.min).toBeLessThan(80)
    }
  })

  it('the same card is the same picture, byte for byte', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    const path = await pathOf(product._id)
    const [one, two] = await Promise.all([ask(path), ask(path)])
    expect(Buffer.from(await one.arrayBuffer()).equals(Buffer.from(await two.arrayBuffer()))).toBe(true)
  })

  it('the address of a former name or price leads to the present one, and nothing is drawn for it', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    const before = await pathOf(product._id)
    await collectionOf(database, productDocument).updateOne(
      { _id: product._id },
      { $set: { 'name.en': 'Another', updatedAt: new Date() } },
    )
    const answer = await ask(before)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([307, 'no-store'])
    expect(answer.headers.get('location')).toBe(await pathOf(product._id))
    expect(answer.headers.get('location')).not.toBe(before)
  })

  it('there is none of what is not on sale, and none of a made-up name', async () => {
    const draft = await makeProduct(database, await makeSeller(database), { status: 'draft' })
    const mark = 'A'.repeat(16)
    for (const file of [
      `${draft._id}.${mark}.png`,
      `prd_0123456789abcdef.${mark}.png`,
      'home.png',
      `../x.${mark}.png`,
    ])
      expect((await ask(`/social/${file}`)).status, file).toBe(404)
  })
})
