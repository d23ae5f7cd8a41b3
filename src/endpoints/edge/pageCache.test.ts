import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { productDocument } from '@/domain/catalog/records'
import { bootScript } from '@/platform/bootScript'
import { collectionOf, type Database } from '@/platform/database'
import { makePackage, makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { type FakeWeb, startFakeWeb, startTestEdge, type TestEdge } from '../../../tests/setup/edge'

let database: Database
let web: FakeWeb
let edge: TestEdge
let tags = 'list'

const html = (extra = '') =>
  `<!doctype html><html><head><meta name="mintreu:tags" content="${tags}"/><script>${bootScript}</script></head>` +
  `<body>${'<p>goods</p>'.repeat(200)}<script src="/_next/a.js"></script>` +
  `<script>self.__next_f.push([1,"flight"])</script>${extra}</body></html>`

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  web = await startFakeWeb((_, response) => response.end())
  edge = await startTestEdge(database, { webUrl: web.url })
  // Nothing is kept before the change stream has begun.
  web.answer = (_, response) => response.setHeader('content-type', 'text/html').end(html())
  await vi.waitFor(async () => expect((await ask('/c/warm')).headers['x-mintreu-page']).toBe('hit'), 10_000)
})
afterAll(async () => {
  await edge.stop()
  await web.stop()
})
beforeEach(async () => {
  tags = 'list'
  await emptyDatabase(database)
  web.requests.length = 0
  web.answer = (_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html())
})

/** Like fetch, but as it came: nothing decompressed, nothing followed. */
function ask(path: string, headers: Record<string, string> = {}) {
  return new Promise<{
    status: number
    headers: Record<string, string | string[] | undefined>
    body: Buffer
  }>((resolve, reject) => {
    const asked = httpRequest(`${edge.url}${path}`, { headers }, async (response) => {
      const chunks: Buffer[] = []
      for await (const chunk of response) chunks.push(chunk)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('shared pages', () => {
  it('are asked of web once, without anybody’s cookies, and served from memory after that', async () => {
    const path = '/c/once?sort=new'
    const first = await ask(path, { cookie: 'payload-token=secret; mintreu_name=Ann' })
    const second = await ask(`${path}&utm_source=mail`)
    expect(first.headers['x-mintreu-page']).toBe('miss')
    expect(second.headers['x-mintreu-page']).toBe('hit')
    expect(second.body.equals(first.body)).toBe(true)
    expect(web.requests).toHaveLength(1)
    expect(web.requests[0]?.url).toBe('/c/once?sort=new')
    expect(web.requests[0]?.headers).not.toHaveProperty('cookie')
    expect(web.requests[0]?.headers['x-mintreu-page']).toBe('shared')
  })

  it('concurrent misses are one question to web', async () => {
    web.answer = (_, response) => {
      response.setHeader('content-type', 'text/html')
      setTimeout(() => response.end(html()), 100)
    }
    await Promise.all(Array.from({ length: 20 }, () => ask('/c/stampede')))
    expect(web.requests).toHaveLength(1)
  })

  it('differ by locale and currency, and only by those that exist', async () => {
    await ask('/c/words')
    await ask('/c/words', { cookie: 'mintreu_locale=de' })
    await ask('/c/words', { cookie: 'mintreu_locale=xx; mintreu_currency=zzz' })
    expect(web.requests.map(({ headers }) => headers['x-mintreu-locale'])).toEqual(['en', 'de'])
  })

  it('come compressed as the caller takes it, with an ETag that answers 304', async () => {
    const plain = await ask('/c/packed')
    const br = await ask('/c/packed', { 'accept-encoding': 'gzip, br' })
    const gzip = await ask('/c/packed', { 'accept-encoding': 'gzip, br;q=0' })
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect(String(br.headers.vary)).toContain('Accept-Encoding')
    const known = await ask('/c/packed', { 'if-none-match': String(plain.headers.etag) })
    expect(known.status).toBe(304)
    expect(known.body).toHaveLength(0)
    expect(Number(known.headers.age)).toBeGreaterThanOrEqual(0)
  })

  it('name their inline scripts by hash, and none that we did not write', async () => {
    web.answer = (_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(html('<script>self.__next_f.push([1,"x"]);alert(1)</script><script>alert(2)</script>'))
    }
    const { headers } = await ask('/c/policy')
    const policy = String(headers['content-security-policy'])
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    expect(policy).toContain(hash(bootScript))
    expect(policy).toContain(hash('self.__next_f.push([1,"flight"])'))
    expect(policy).not.toContain(hash('alert(2)'))
    expect(policy).not.toContain(hash('self.__next_f.push([1,"x"]);alert(1)'))
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self' https://checkout.stripe.com")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  })

  it('let the bundler list the parts of a page, as long as the list is data', async () => {
    const list = '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["a.js"]});'
    const forged = '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({}),alert({});'
    web.answer = (_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(html(`<script>${list}</script><script>${forged}</script>`))
    }
    const { headers } = await ask('/c/bundle')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain(createHash('sha256').update(list).digest('base64'))
    expect(policy).not.toContain(createHash('sha256').update(forged).digest('base64'))
  })

  it.each(['404', '410'])('a page that is marked with %s has that status', async (status) => {
    web.answer = (_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(html(`<meta name="mintreu:status" content="${status}"/>`))
    }
    expect((await ask(`/p/gone/${status}`)).status).toBe(Number(status))
  })

  it('a redirect keeps the whole query, what web was not told of too, and no browser keeps it', async () => {
    web.answer = (request, response) => {
      const query = request.url?.split('?')[1]
      response.writeHead(308, { location: `/p/new/name${query ? `?${query}` : ''}` }).end()
    }
    const moved = await ask('/p/old/name?currency=eur&utm_source=mail')
    expect([moved.status, moved.headers.location]).toEqual([308, '/p/new/name?currency=eur&utm_source=mail'])
    expect(moved.headers['cache-control']).toBe('no-store')
    expect((await ask('/p/old/name?utm_source=mail')).headers.location).toBe('/p/new/name?utm_source=mail')
    expect((await ask('/p/old/name')).headers.location).toBe('/p/new/name')
  })

  it('a picture is drawn once for all, whatever query, language or currency asks, and is not packed twice', async () => {
    const bytes = Buffer.alloc(4_000, 7)
    web.answer = (_, response) =>
      response
        .writeHead(200, {
          'content-type': 'image/png',
          'cache-control': 'public, max-age=31536000, immutable',
        })
        .end(bytes)
    const path = '/social/prd_0123456789.AAAAAAAAAAAAAAAA.png'
    for (const query of ['', '?a=1', '?b=2']) {
      const answer = await ask(`${path}${query}`, {
        cookie: `mintreu_locale=de; mintreu_currency=eur`,
        'accept-encoding': 'br',
      })
      expect(answer.body.equals(bytes)).toBe(true)
      expect(answer.headers['content-encoding']).toBeUndefined()
      expect(answer.headers['cache-control']).toContain('immutable')
    }
    expect(web.requests).toHaveLength(1)
  })

  it('take the status that a page is marked with, and keep no page of nothing', async () => {
    web.answer = (_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(html('<meta name="mintreu:status" content="404"/>'))
    }
    expect((await ask('/c/nothing')).status).toBe(404)
    expect((await ask('/c/nothing')).headers['x-mintreu-page']).toBe('miss')
  })

  it('never hand a cookie of web to everybody, and keep no page that is not whole and found', async () => {
    web.answer = (_, response) => {
      response.writeHead(404, { 'content-type': 'text/html', 'set-cookie': 'a=1' }).end('<p>no</p>')
    }
    expect((await ask('/p/no/such')).headers['set-cookie']).toBeUndefined()
    expect((await ask('/p/no/such')).headers['x-mintreu-page']).toBe('miss')
    expect(web.requests).toHaveLength(2)
  })

  it('covers are drawn once, compressed, and kept by browsers as long as web says', async () => {
    web.answer = (_, response) =>
      response
        .writeHead(200, {
          'content-type': 'image/svg+xml',
          'cache-control': 'public, max-age=31536000, immutable',
        })
        .end(`<svg>${'<path/>'.repeat(500)}</svg>`)
    await ask('/cover/prd_1.package.light.svg')
    const cover = await ask('/cover/prd_1.package.light.svg', { 'accept-encoding': 'gzip' })
    expect(cover.headers).toMatchObject({
      'x-mintreu-page': 'hit',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
    })
  })

  it('parts of pages and drafts pass by the cache', async () => {
    await ask('/c/parts', { rsc: '1', cookie: 'payload-token=x' })
    await ask('/c/parts', { cookie: '__prerender_bypass=1' })
    await ask('/c/parts?_rsc=abc')
    expect(web.requests.every(({ headers }) => headers['x-mintreu-page'] === undefined)).toBe(true)
    expect(web.requests).toHaveLength(3)
  })
})

describe('changes', () => {
  const isHit = async (path: string) => (await ask(path)).headers['x-mintreu-page'] === 'hit'

  it('a product drops its own page and every list, and leaves other products alone', async () => {
    const seller = await makeSeller(database)
    const [mine, other] = [await makeProduct(database, seller), await makeProduct(database, seller)]
    await new Promise((resolve) => setTimeout(resolve, 300))
    tags = `${mine._id} ${seller._id}`
    await ask('/p/a/mine')
    tags = other._id
    await ask('/p/a/other')
    tags = 'list'
    await ask('/c/lists')
    expect(await isHit('/p/a/mine')).toBe(true)
    expect(await isHit('/c/lists')).toBe(true)
    await collectionOf(database, productDocument).updateOne({ _id: mine._id }, { $set: { 'name.en': 'New' } })
    await expect.poll(() => isHit('/p/a/mine'), { interval: 20 }).toBe(false)
    expect(await isHit('/p/a/other')).toBe(true)
  })

  it('a package drops the page of its product', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    await new Promise((resolve) => setTimeout(resolve, 300))
    tags = product._id
    await ask('/p/a/priced')
    expect(await isHit('/p/a/priced')).toBe(true)
    await makePackage(database, product)
    await expect.poll(() => isHit('/p/a/priced'), { interval: 20 }).toBe(false)
  })

  it('the settings drop everything', async () => {
    tags = 'cat_0123456789'
    await ask('/c/settings')
    expect(await isHit('/c/settings')).toBe(true)
    await database.db.collection('globals').insertOne({ globalType: 'settings' })
    await expect.poll(() => isHit('/c/settings'), { interval: 20 }).toBe(false)
  })

  it('a page that was rendered before a change and arrives after it is not kept', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    await new Promise((resolve) => setTimeout(resolve, 300))
    tags = product._id
    web.answer = async (_, response) => {
      const rendered = html()
      await collectionOf(database, productDocument).updateOne(
        { _id: product._id },
        { $inc: { salesCount: 1 } },
      )
      await new Promise((resolve) => setTimeout(resolve, 300))
      response.setHeader('content-type', 'text/html')
      response.end(rendered)
    }
    expect((await ask('/p/a/overtaken')).status).toBe(200)
    web.answer = (_, response) => {
      response.setHeader('content-type', 'text/html')
      response.end(html())
    }
    expect(await isHit('/p/a/overtaken')).toBe(false)
  })
})
