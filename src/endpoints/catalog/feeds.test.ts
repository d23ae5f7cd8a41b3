import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { productDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { startBrowser } from '../../../tests/journeys/browser'
import { makeCategory, makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { publicUrl, startTestEdge, type TestEdge } from '../../../tests/setup/edge'

let database: Database
let edge: TestEdge
let browser: Browser
/** Its parser is the one that is asked whether an Atom feed is XML. */
let reader: Page
beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  edge = await startTestEdge(database)
  browser = await startBrowser()
  reader = await browser.newPage()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await edge?.stop()
})
beforeEach(() => emptyDatabase(database))

const ask = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${edge.url}${path}`, { headers, redirect: 'manual' })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

interface ReadEntry {
  id: string
  title: string
  link: string
  author: string
  content: string
}

/** As a strict XML parser reads it. @throws where it is none. */
const read = (text: string): Promise<{ root: string; self: string; updated: string; entries: ReadEntry[] }> =>
  reader.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'application/xml')
    const fault = document.querySelector('parsererror')
    if (fault) throw new Error(fault.textContent ?? 'not XML')
    const atom = 'http://www.w3.org/2005/Atom'
    const textOf = (parent: Element, name: string) =>
      parent.getElementsByTagNameNS(atom, name)[0]?.textContent ?? ''
    const root = document.documentElement
    const entries = [...root.getElementsByTagNameNS(atom, 'entry')].map((entry) => ({
      id: textOf(entry, 'id'),
      title: textOf(entry, 'title'),
      link: entry.getElementsByTagNameNS(atom, 'link')[0]?.getAttribute('href') ?? '',
      author: textOf(entry, 'name'),
      content: textOf(entry, 'content'),
    }))
    return {
      root: `${root.namespaceURI} ${root.localName}`,
      self: root.querySelector('link[rel=self]')?.getAttribute('href') ?? '',
      updated: textOf(root, 'updated'),
      entries,
    }
  }, text)

const jsonFeed = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: z.url(),
  feed_url: z.url(),
  items: z.array(
    z.object({
      id: z.string().min(1),
      url: z.url(),
      title: z.string(),
      content_text: z.string(),
      date_published: z.iso.datetime(),
      authors: z.array(z.object({ name: z.string() })).length(1),
      tags: z.array(z.string()).optional(),
    }),
  ),
})

describe('GET /feeds/… [CAT-6]', () => {
  it('tells of new products, the newest first, and of nothing that is not on sale', async () => {
    const seller = await makeSeller(database, { slug: 'acme', name: 'Acme' })
    await makeProduct(database, seller, { slug: 'old', publishedAt: new Date('2026-01-01') })
    const fresh = await makeProduct(database, seller, {
      slug: 'fresh',
      publishedAt: new Date('2026-02-01T10:00:00Z'),
    })
    await makeProduct(database, seller, { slug: 'draft', status: 'draft' })
    const { status, headers, text } = await ask('/feeds/new.atom')
    expect([status, headers.get('content-type')]).toEqual([200, 'application/atom+xml; charset=utf-8'])
    const feed = await read(text)
    expect(feed).toMatchObject({
      root: 'http://www.w3.org/2005/Atom feed',
      self: `${publicUrl}/feeds/new.atom`,
      updated: '2026-02-01T10:00:00.000Z',
    })
    expect(feed.entries.map(({ link }) => link)).toEqual([
      `${publicUrl}/p/acme/fresh`,
      `${publicUrl}/p/acme/old`,
    ])
    expect(feed.entries[0]).toMatchObject({ id: `tag:shop.test,2026:${fresh._id}`, author: 'Acme' })
  })

  it.each([
    '</title></feed><script>alert(1)</script>',
    ']]>&amp;&#x41;<!DOCTYPE x>',
    'control \u0000\u0008\u001f \ufffe characters',
    'Łódź 日本語 🎉 “quoted” \'and\' "so"',
  ])('a product called %j is XML all the same, and read as it was written', async (name) => {
    const seller = await makeSeller(database, { name })
    await makeProduct(database, seller, { name: { en: name }, summary: { en: name } })
    const [entry] = (await read((await ask('/feeds/new.atom')).text)).entries
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot say is what is left out
    const written = name.replace(/[\u0000\u0008\u001f\ufffe]/g, '')
    expect(entry).toMatchObject({ title: written, author: written, content: written })
    expect(jsonFeed.parse(JSON.parse((await ask('/feeds/new.json')).text)).items[0]?.title).toBe(name)
  })

  it('a seller, a category with what is below it, and a product’s releases have their own', async () => {
    const [acme, other] = [await makeSeller(database, { slug: 'acme' }), await makeSeller(database)]
    const root = await makeCategory(database, { slug: 'web' })
    const leaf = await makeCategory(database, { slug: 'billing', parent: root._id })
    const kit = await makeProduct(database, acme, {
      slug: 'kit',
      name: { en: 'Kit' },
      categories: [leaf._id],
    })
    await makeProduct(database, other)
    await makeRelease(database, kit, { version: '1.0.0', publishedAt: new Date('2026-01-01') })
    await makeRelease(database, kit, {
      ...{ version: '1.1.0', publishedAt: new Date('2026-02-01') },
      notes: { en: 'Faster & safer' },
    })
    await makeRelease(database, kit, { version: '2.0.0', status: 'withdrawn' })
    for (const path of ['/feeds/s/acme.atom', '/feeds/c/web.atom', '/feeds/c/web/billing.atom']) {
      const { entries } = await read((await ask(path)).text)
      expect(
        entries.map(({ title }) => title),
        path,
      ).toEqual(['Kit'])
    }
    const { entries } = await read((await ask('/feeds/p/acme/kit.atom')).text)
    expect(entries.map(({ title }) => title)).toEqual(['Kit 1.1.0', 'Kit 1.0.0'])
    expect(entries[0]?.content).toBe('Faster & safer')
    for (const path of ['/feeds/s/acme', '/feeds/c/web/billing', '/feeds/p/acme/kit', '/feeds/new'])
      expect(jsonFeed.parse(JSON.parse((await ask(`${path}.json`)).text)).feed_url).toBe(
        `${publicUrl}${path}.json`,
      )
  })

  it('who has it already hears 304, by tag or by date, until something changes', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    for (const path of ['/feeds/new.atom', '/feeds/new.json']) {
      const { headers } = await ask(path)
      const [etag, date] = [headers.get('etag') ?? '', headers.get('last-modified') ?? '']
      expect((await ask(path, { 'if-none-match': `W/${etag}` })).status).toBe(304)
      expect((await ask(path, { 'if-modified-since': date })).status).toBe(304)
      expect((await ask(path, { 'if-modified-since': new Date(0).toUTCString() })).status).toBe(200)
      // The tag decides where there are both.
      expect((await ask(path, { 'if-none-match': '"x"', 'if-modified-since': date })).status).toBe(200)
      await collectionOf(database, productDocument).updateOne(
        { _id: product._id },
        { $set: { 'name.en': `Another name for ${path}`, updatedAt: new Date() } },
      )
      const next = await ask(path, { 'if-none-match': etag })
      expect(next.status).toBe(200)
      expect(next.text).toContain(`Another name for ${path}`)
    }
  })

  it('a withdrawn product is gone for the very next reader', async () => {
    const product = await makeProduct(database, await makeSeller(database), { slug: 'kit' })
    expect((await ask('/feeds/new.atom')).text).toContain(product.handle)
    await collectionOf(database, productDocument).updateOne(
      { _id: product._id },
      { $set: { status: 'archived', updatedAt: new Date() } },
    )
    expect((await ask('/feeds/new.atom')).text).not.toContain(product.handle)
    expect((await ask(`/feeds/p/${product.handle}.atom`)).status).toBe(404)
  })

  it('former names lead to the present feed in one hop, the query kept', async () => {
    const seller = await makeSeller(database, { slug: 'now', formerSlugs: [{ slug: 'then' }] })
    await makeProduct(database, seller, { slug: 'kit', formerHandles: [{ handle: 'then/old-kit' }] })
    await makeCategory(database, { slug: 'today', formerSlugs: [{ slug: 'before' }] })
    for (const [from, to] of [
      ['s/then.atom?a=1', 's/now.atom?a=1'],
      ['p/then/old-kit.json', 'p/now/kit.json'],
      ['p/then/kit.json', 'p/now/kit.json'],
      ['c/before.atom', 'c/today.atom'],
    ]) {
      const { status, headers } = await ask(`/feeds/${from}`)
      expect([status, headers.get('location')], from).toEqual([308, `/feeds/${to}`])
      expect((await ask(`/feeds/${to}`)).status).toBe(200)
    }
  })

  it.each([
    ...[
      'new',
      'new.rss',
      'new/x.atom',
      's/none.atom',
      's/a/b.atom',
      'p/a.atom',
      'p/a/b/c.atom',
      'c/none.atom',
    ],
    ...['.atom', 's/.atom', 'c//.atom', 'P/A/B.atom'],
  ])('/feeds/%s is none', async (path) => {
    expect((await ask(`/feeds/${path}`)).status).toBe(404)
  })

  it('an empty shop has a feed without entries', async () => {
    expect((await read((await ask('/feeds/new.atom')).text)).entries).toEqual([])
  })
})
