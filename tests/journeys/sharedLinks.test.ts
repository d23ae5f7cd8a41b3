import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { categoryDocument, productDocument } from '@/domain/catalog/records'
import { collectionOf } from '@/platform/database'
import { issuedLicense } from '../setup/licenseFixtures'
import { until } from '../setup/process'
import { startBrowser, visit } from './browser'
import { register } from './people'
import { stockShelf } from './shelf'
import { type Stack, startStack } from './stack'

let stack: Stack
let browser: Browser
let shelf: Awaited<ReturnType<typeof stockShelf>>
/** Signed in as an admin; arrives in the first test that needs one. */
let staff: Page
let key: string

beforeAll(async () => {
  stack = await startStack('shared_links')
  shelf = await stockShelf(stack)
  const { invoices } = shelf
  key = (
    await issuedLicense(stack.database, {
      ...{ product: invoices._id, seller: invoices.seller, handle: invoices.handle },
    })
  ).key
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
}, 60_000)

async function arriveAsStaff(): Promise<Page> {
  const { page } = await visit(browser, [stack.url])
  await register(stack, page, { name: 'Ada Staff', email: 'ada@example.com' })
  await stack.database.db
    .collection('users')
    .updateOne({ email: 'ada@example.com' }, { $set: { roles: ['customer', 'admin'] } })
  return page
}

const ask = (path: string) =>
  fetch(path.startsWith('http') ? path : `${stack.url}${path}`, { redirect: 'manual' })

/** As the panel's form does. */
const edit = (path: string, data: object): Promise<number> =>
  staff.evaluate(
    async ([url, body]) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(url, { method: 'PATCH', headers, body, credentials: 'include' })).status
    },
    [`/api/${path}`, JSON.stringify(data)] as const,
  )

const verdict = z.object({ valid: z.boolean(), license: z.object({ product: z.string() }).nullable() })
const validate = async (product: string) => {
  const answer = await fetch(`${stack.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key, product }),
  })
  return verdict.parse(await answer.json())
}

interface Head {
  metas: Record<string, string>
  feeds: { type: string; href: string }[]
}
const headOf = async (path: string): Promise<Head> => {
  const { page, context } = await visit(browser, [stack.url], { javaScript: false })
  await page.goto(`${stack.url}${path}`)
  const head = await page.evaluate(() => ({
    metas: Object.fromEntries(
      [...document.querySelectorAll('meta')].map((meta) => [
        meta.getAttribute('property') ?? meta.name,
        meta.content,
      ]),
    ),
    feeds: [...document.querySelectorAll('link[rel=alternate]')].map((link) => ({
      type: link.getAttribute('type') ?? '',
      href: link.getAttribute('href') ?? '',
    })),
  }))
  await context.close()
  return head
}

describe('a link that is shared [CAT-6]', () => {
  it.each(['/', '/p/acme-works/invoice-kit', '/s/acme-works', '/c/billing'])(
    '%s names its picture, drawn by us, and its feeds, which are there',
    async (path) => {
      const { metas, feeds } = await headOf(path)
      const picture = metas['og:image'] ?? ''
      expect(picture.startsWith(`${stack.url}/social/`)).toBe(true)
      expect(metas).toMatchObject({
        'og:image:width': '1200',
        'og:image:height': '630',
        'twitter:card': 'summary_large_image',
        'twitter:image': picture,
      })
      expect(metas['og:image:alt']).toBeTruthy()
      const answer = await ask(picture)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
      const image = sharp(Buffer.from(await answer.arrayBuffer()))
      expect(await image.metadata()).toMatchObject({ width: 1_200, height: 630 })
      expect(feeds.map(({ type }) => type)).toEqual(['application/atom+xml', 'application/feed+json'])
      for (const { type, href } of feeds) {
        const feed = await ask(href)
        expect([feed.status, feed.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`])
      }
    },
  )
})

describe('names that change [ID-3] [CAT-6]', () => {
  it('a product renamed in the panel is found, checked and linked by both names within seconds', async () => {
    staff = await arriveAsStaff()
    expect((await validate('acme-works/invoice-kit')).license?.product).toBe('acme-works/invoice-kit')
    expect(await edit(`products/${shelf.invoices._id}`, { slug: 'billing-kit' })).toBe(200)
    await until(async () => (await validate('acme-works/billing-kit')).valid, 60)
    const old = await validate('acme-works/invoice-kit')
    expect(old).toMatchObject({ valid: true, license: { product: 'acme-works/billing-kit' } })
    const moved = await ask('/p/acme-works/invoice-kit?currency=usd&utm_source=mail')
    expect([moved.status, moved.headers.get('location'), moved.headers.get('cache-control')]).toEqual([
      308,
      '/p/acme-works/billing-kit?currency=usd&utm_source=mail',
      'no-store',
    ])
    expect((await ask('/p/acme-works/billing-kit?currency=usd&utm_source=mail')).status).toBe(200)
  })

  it('a renamed seller takes all its products along, each old address one hop away', async () => {
    expect(await edit(`sellers/${shelf.acme._id}`, { slug: 'acme-labs' })).toBe(200)
    await until(async () => (await validate('acme-labs/billing-kit')).valid, 60)
    for (const [from, to] of [
      ['/s/acme-works', '/s/acme-labs'],
      ['/p/acme-works/billing-kit', '/p/acme-labs/billing-kit'],
      ['/p/acme-works/invoice-kit', '/p/acme-labs/billing-kit'],
      ['/feeds/p/acme-works/invoice-kit.atom', '/feeds/p/acme-labs/billing-kit.atom'],
    ] as const) {
      const answer = await ask(from)
      expect([answer.status, answer.headers.get('location')], from).toEqual([308, to])
      expect((await ask(to)).status, to).toBe(200)
    }
  })

  it('a renamed category leads on too', async () => {
    const category = await collectionOf(stack.database, categoryDocument).findOne({ slug: 'billing' })
    expect(await edit(`categories/${category?._id}`, { slug: 'invoicing' })).toBe(200)
    const answer = await ask('/c/billing?sort=newest')
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/c/invoicing?sort=newest'])
    expect((await ask('/c/invoicing?sort=newest')).status).toBe(200)
  })
})

describe('a product that is not sold any more [CAT-6]', () => {
  it('answers 410 with what it was, what to look at instead, and that licenses go on', async () => {
    await collectionOf(stack.database, productDocument).updateOne(
      { _id: shelf.invoices._id },
      { $set: { status: 'archived', updatedAt: new Date() } },
    )
    const { page, context } = await visit(browser, [stack.url], { javaScript: false })
    const answer = await page.goto(`${stack.url}/p/acme-labs/billing-kit`)
    expect(answer?.status()).toBe(410)
    await page.getByRole('heading', { name: 'Invoice Kit' }).waitFor()
    await page.getByText('Draw, number and send invoices from Laravel').waitFor()
    await page.getByText(/your license goes on/).waitFor()
    await page.getByRole('link', { name: 'Fieldnotes' }).waitFor()
    await context.close()
    expect((await ask('/p/acme-works/invoice-kit')).headers.get('location')).toBe('/p/acme-labs/billing-kit')
    expect((await validate('acme-labs/billing-kit')).valid).toBe(true)
  })
})
