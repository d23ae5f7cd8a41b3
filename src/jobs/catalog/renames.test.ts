import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sellerDocument } from '@/domain/accounts/records'
import { findProductPage } from '@/domain/catalog/findProductPage'
import { type Product, productDocument } from '@/domain/catalog/records'
import { renameProducts } from '@/domain/catalog/renameProducts'
import { lastLookSeconds, productRenamedKind, sellerRenamedKind } from '@/domain/catalog/renames'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { renameLicensed } from '@/domain/licensing/renameLicensed'
import { createLicensingServices } from '@/domain/licensing/services'
import { validateLicense } from '@/domain/licensing/validateLicense'
import { collectionOf, type Database } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { newId } from '@/platform/ids'
import { outboxRow } from '@/platform/outbox'
import { makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase } from '../../../tests/setup/database'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { testPayload } from '../../../tests/setup/payload'

let payload: Payload
let database: Database
beforeAll(async () => {
  payload = await testPayload()
  database = databaseOf(payload)
})
beforeEach(() => emptyDatabase(database))

const seller = (slug: string) => makeSeller(database, { slug })
/** As the panel does: in Payload's own transaction. */
const nameProduct = (id: string, slug: string) =>
  payload.update({ collection: 'products', id, data: { slug } })
const nameSeller = (id: string, slug: string) => payload.update({ collection: 'sellers', id, data: { slug } })

const sold = async (product: Product): Promise<{ id: string; key: string }> => {
  const { license, key } = await issuedLicense(database, {
    product: product._id,
    seller: product.seller,
    handle: product.handle,
  })
  return { id: license._id, key }
}
const handlesOf = async (id: string) =>
  (await collectionOf(database, licenseRecord).findOne({ _id: id }))?.handles
const rows = () => collectionOf(database, outboxRow).find().sort({ createdAt: 1, _id: 1 }).toArray()

/** What the worker does with the rows that are there: each once, the later ones of its own making too. */
async function work(order: 'as written' | 'backwards' = 'as written'): Promise<void> {
  const done = new Set<string>()
  for (;;) {
    const open = (await rows()).filter(({ _id }) => !done.has(_id))
    const row = order === 'backwards' ? open.at(-1) : open[0]
    if (!row) return
    done.add(row._id)
    if (row.kind === productRenamedKind) await renameLicensed(database, String(row.payload.product))
    if (row.kind === sellerRenamedKind) await renameProducts(payload, String(row.payload.seller))
  }
}

describe('a renamed product [ID-3] [CAT-1]', () => {
  it('its licenses go by the new handle, and the old one stays valid', async () => {
    const product = await makeProduct(database, await seller('acme'), { slug: 'kit' })
    const { id, key } = await sold(product)
    await nameProduct(product._id, 'toolkit')
    await work()
    expect(await handlesOf(id)).toEqual(['acme/toolkit', 'acme/kit'])
    const services = createLicensingServices({ database, publicUrl: 'https://market.example.com' })
    for (const asked of ['acme/toolkit', 'acme/kit']) {
      const answer = await validateLicense({
        services,
        request: {
          ...{ credential: { key }, product: asked, domain: null, fingerprint: null, version: null },
          ...{ features: [], environment: 'production', nonce: null },
        },
        caller: { address: null, userAgent: null, requestId: 'req_test' },
        now: new Date(),
      })
      expect(answer, asked).toMatchObject({ valid: true, license: { product: 'acme/toolkit' } })
    }
    await services.stop()
  })

  it('is told in the transaction that renames it, and once more when the last sale of before is stored', async () => {
    const product = await makeProduct(database, await seller('acme'), { slug: 'kit' })
    await nameProduct(product._id, 'toolkit')
    const [first, second] = await rows()
    expect(first).toMatchObject({ kind: productRenamedKind, state: 'due', payload: { product: product._id } })
    expect(second?._id).toBe(`${first?._id}:again`)
    expect((second?.nextAt.getTime() ?? 0) - (second?.createdAt.getTime() ?? 0)).toBeGreaterThanOrEqual(
      lastLookSeconds * 1_000,
    )
  })

  it('an edit without a new name tells nobody', async () => {
    const product = await makeProduct(database, await seller('acme'))
    await payload.update({ collection: 'products', id: product._id, data: { summary: 'Another one' } })
    expect(await rows()).toEqual([])
  })

  it.each(['as written', 'backwards'] as const)(
    'from a to b to c and back to a, told %s: ends at a, all names valid',
    async (order) => {
      const product = await makeProduct(database, await seller('acme'), { slug: 'aaa' })
      const { id } = await sold(product)
      for (const slug of ['bbb', 'ccc', 'aaa']) await nameProduct(product._id, slug)
      await work(order)
      const handles = (await handlesOf(id)) ?? []
      expect(handles[0]).toBe('acme/aaa')
      expect(handles.toSorted()).toEqual(['acme/aaa', 'acme/bbb', 'acme/ccc'])
    },
  )

  it('told twice, the second time changes nothing', async () => {
    const product = await makeProduct(database, await seller('acme'), { slug: 'kit' })
    await sold(product)
    await nameProduct(product._id, 'toolkit')
    expect(await renameLicensed(database, product._id)).toBe(1)
    expect(await renameLicensed(database, product._id)).toBe(0)
  })

  it('more licenses than one write takes are all renamed, those of other products are not', async () => {
    const acme = await seller('acme')
    const product = await makeProduct(database, acme, { slug: 'kit' })
    const other = await sold(await makeProduct(database, acme, { slug: 'other' }))
    const { id } = await sold(product)
    const pattern = await collectionOf(database, licenseRecord).findOne({ _id: id })
    if (!pattern) throw new Error('the license is there')
    const copies = Array.from({ length: 1_203 }, (): License => {
      const [key] = pattern.keys
      const copy = { ...pattern, _id: newId('lic'), orderItem: newId('itm') }
      return { ...copy, keys: key ? [{ ...key, hash: newId('key') }] : [] }
    })
    await collectionOf(database, licenseRecord).insertMany(copies)
    await nameProduct(product._id, 'toolkit')
    await work()
    const renamed = await collectionOf(database, licenseRecord).countDocuments({
      product: product._id,
      handles: ['acme/toolkit', 'acme/kit'],
    })
    expect(renamed).toBe(1_204)
    expect(await handlesOf(other.id)).toEqual(['acme/other'])
  })

  it('renamed while its licenses are being renamed, it ends at the newest name', async () => {
    const product = await makeProduct(database, await seller('acme'), { slug: 'kit' })
    const all = await Promise.all(Array.from({ length: 40 }, () => sold(product)))
    await nameProduct(product._id, 'first')
    await Promise.all([
      ...Array.from({ length: 4 }, () => renameLicensed(database, product._id)),
      nameProduct(product._id, 'second'),
    ])
    await work()
    const handles = await Promise.all(all.map(({ id }) => handlesOf(id)))
    for (const each of handles) {
      expect(each?.[0]).toBe('acme/second')
      expect(each?.toSorted()).toEqual(['acme/first', 'acme/kit', 'acme/second'])
    }
  })

  it('ordered under the old name and paid under the new one, a license has both', async () => {
    const product = await makeProduct(database, await seller('acme'), { slug: 'kit' })
    await nameProduct(product._id, 'toolkit')
    // The order line is a snapshot of before.
    const { id } = await sold(product)
    expect(await handlesOf(id)).toEqual(['acme/toolkit', 'acme/kit'])
  })
})

describe('a renamed seller [ID-3]', () => {
  it('all its products and what was sold of them go by the new name, the old one leads there', async () => {
    const acme = await seller('acme')
    const [kit, theme] = [
      await makeProduct(database, acme, { slug: 'kit' }),
      await makeProduct(database, acme, { slug: 'theme', status: 'archived' }),
    ]
    const [one, two] = [await sold(kit), await sold(theme)]
    await nameSeller(acme._id, 'zenith')
    await work()
    expect(await handlesOf(one.id)).toEqual(['zenith/kit', 'acme/kit'])
    expect(await handlesOf(two.id)).toEqual(['zenith/theme', 'acme/theme'])
    const stored = await collectionOf(database, productDocument).findOne({ _id: kit._id })
    expect(stored).toMatchObject({ handle: 'zenith/kit', formerHandles: [{ handle: 'acme/kit' }] })
    expect(await findProductPage({ database, handle: 'acme/kit' })).toEqual({
      state: 'moved',
      handle: 'zenith/kit',
    })
  })

  it('before the worker came the page stands at the new name already', async () => {
    const acme = await seller('acme')
    await makeProduct(database, acme, { slug: 'kit' })
    await nameSeller(acme._id, 'zenith')
    expect(await findProductPage({ database, handle: 'zenith/kit' })).toMatchObject({ state: 'published' })
    expect(await findProductPage({ database, handle: 'acme/kit' })).toEqual({
      state: 'moved',
      handle: 'zenith/kit',
    })
  })

  it('seller and product renamed at once, there and back, every name leads to the product in one hop', async () => {
    const acme = await seller('acme')
    const product = await makeProduct(database, acme, { slug: 'kit' })
    const { id } = await sold(product)
    await nameSeller(acme._id, 'zenith')
    await nameProduct(product._id, 'toolkit')
    await nameSeller(acme._id, 'acme')
    await work('backwards')
    expect((await handlesOf(id))?.[0]).toBe('acme/toolkit')
    for (const handle of ['acme/kit', 'zenith/toolkit', 'zenith/kit'])
      expect(await findProductPage({ database, handle }), handle).toEqual({
        state: 'moved',
        handle: 'acme/toolkit',
      })
    expect(await findProductPage({ database, handle: 'acme/toolkit' })).toMatchObject({ state: 'published' })
    expect(
      (await collectionOf(database, sellerDocument).findOne({ _id: acme._id }))?.formerSlugs,
    ).toMatchObject([{ slug: 'zenith' }])
  })
})

describe('names that were given are not given to others [ID-3]', () => {
  it('a slug that another product of the seller has or had is refused', async () => {
    const acme = await seller('acme')
    const one = await makeProduct(database, acme, { slug: 'kit' })
    const other = await makeProduct(database, acme, { slug: 'other' })
    await expect(nameProduct(other._id, 'kit')).rejects.toMatchObject({ status: 409 })
    await nameProduct(one._id, 'toolkit')
    await expect(nameProduct(other._id, 'kit')).rejects.toMatchObject({ status: 409 })
    await nameSeller(acme._id, 'zenith')
    await expect(nameProduct(other._id, 'kit')).rejects.toMatchObject({ status: 409 })
  })

  it('a product takes its own former slug back', async () => {
    const product = await makeProduct(database, await seller('acme'), { slug: 'kit' })
    await nameProduct(product._id, 'toolkit')
    await nameProduct(product._id, 'kit')
    const stored = await collectionOf(database, productDocument).findOne({ _id: product._id })
    expect(stored).toMatchObject({ handle: 'acme/kit', formerHandles: [{ handle: 'acme/toolkit' }] })
  })

  it('a slug that another seller has or had is refused', async () => {
    const [acme, other] = [await seller('acme'), await seller('other')]
    await expect(nameSeller(other._id, 'acme')).rejects.toMatchObject({ status: 409 })
    await nameSeller(acme._id, 'zenith')
    await expect(nameSeller(other._id, 'acme')).rejects.toMatchObject({ status: 409 })
    expect((await nameSeller(acme._id, 'acme')).slug).toBe('acme')
  })

  it('two products that ask for the same free slug at once: one has it', async () => {
    const acme = await seller('acme')
    const products = await Promise.all(['one', 'two'].map((slug) => makeProduct(database, acme, { slug })))
    await Promise.allSettled(products.map(({ _id }) => nameProduct(_id, 'wanted')))
    expect(await collectionOf(database, productDocument).countDocuments({ handle: 'acme/wanted' })).toBe(1)
  })
})
