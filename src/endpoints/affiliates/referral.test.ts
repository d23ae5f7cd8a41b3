import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { affiliateClickRecord } from '@/domain/affiliates/records'
import { readReferrals } from '@/domain/affiliates/referralCookie'
import { collectionOf, type Database } from '@/platform/database'
import { makeAffiliate } from '../../../tests/setup/affiliates'
import { cuttableDatabase } from '../../../tests/setup/cuttable'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge } from '../../../tests/setup/edge'

let database: Database
let edge: TestEdge

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
})
beforeEach(async () => {
  await emptyDatabase(database)
  edge = await startTestEdge(database)
})
afterEach(() => edge.stop())

/** As a browser's that followed a link of another site. */
const person = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'text/html,application/xhtml+xml',
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-user': '?1',
  referer: 'https://blog.example/best-of',
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  cookie: string | null
  value: string | undefined
}

/** `fetch` says of itself what it is; here the headers are the browser's. */
function follow(
  path: string,
  { method = 'GET', headers = {}, from = edge }: { method?: string; headers?: object; from?: TestEdge } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      `${from.url}${path}`,
      { method, headers: { ...person, ...headers } },
      (response) => {
        response.resume()
        const cookie = response.headers['set-cookie']?.join('\n') ?? null
        const value = cookie?.split(';')[0]?.split('=')[1]
        resolve({ status: response.statusCode ?? 0, headers: response.headers, cookie, value })
      },
    )
    asked.once('error', reject)
    asked.end()
  })
}

const clicks = () => collectionOf(database, affiliateClickRecord).find().sort({ _id: 1 }).toArray()
const remembered = (value: string | undefined) => readReferrals(value).map(({ affiliate }) => affiliate)

describe('[AFF-2] a referral link', () => {
  it('leads on at once, remembers the click for thirty days and records the visit without an address', async () => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    const answer = await follow('/r/Robin?to=/p/acme/kit')
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe('/p/acme/kit')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.cookie).toMatch(
      /^mintreu_referral=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
    )
    expect(remembered(answer.value)).toEqual([affiliate._id])
    const [click] = await vi.waitFor(async () => {
      const rows = await clicks()
      expect(rows).toHaveLength(1)
      return rows
    }, 5_000)
    expect(click).toMatchObject({
      affiliate: affiliate._id,
      path: '/p/acme/kit',
      referrer: 'blog.example',
      verdict: 'landing',
      count: 1,
    })
    expect(readReferrals(answer.value)[0]?.click).toBe(click?._id)
    expect(JSON.stringify(click)).not.toContain('127.0.0.1')
  })

  it.each([
    ['a picture', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }, 'embedded'],
    ['a frame', { 'sec-fetch-dest': 'iframe' }, 'embedded'],
    ['a fetch', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, 'embedded'],
    ['a prefetch', { 'sec-purpose': 'prefetch' }, null],
    ['a crawler', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }, null],
  ])('remembers nothing for %s, which still gets the page', async (_, headers, verdict) => {
    await makeAffiliate(database, { code: 'robin' })
    const answer = await follow('/r/robin?to=/p/acme/kit', { headers })
    expect(answer).toMatchObject({ status: 302, cookie: null })
    expect(answer.headers.location).toBe('/p/acme/kit')
    await edge.stop()
    expect((await clicks()).map((click) => click.verdict)).toEqual(verdict ? [verdict] : [])
  })

  it('takes no post, from whatever site, and a look at the headers leaves nothing', async () => {
    await makeAffiliate(database, { code: 'robin' })
    expect(await follow('/r/robin', { method: 'POST' })).toMatchObject({ status: 405, cookie: null })
    expect(await follow('/r/robin', { method: 'HEAD' })).toMatchObject({ status: 302, cookie: null })
    await edge.stop()
    expect(await clicks()).toEqual([])
  })

  it.each(['applied', 'rejected', 'suspended'] as const)(
    'of an affiliate who is %s leads home and remembers nothing',
    async (status) => {
      await makeAffiliate(database, { code: 'robin', status })
      const answer = await follow('/r/robin?to=/p/acme/kit')
      expect(answer).toMatchObject({ status: 302, cookie: null })
      expect(answer.headers.location).toBe('/')
    },
  )

  it.each(['/r/nobody', '/r/x', '/r/%24where', '/r/%00', '/r/a%2Fb'])(
    'that is nobody’s leads home: %s',
    async (path) => {
      const answer = await follow(path)
      expect(answer).toMatchObject({ status: 302, cookie: null })
      expect(answer.headers.location).toBe('/')
    },
  )

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/%5C%5Celsewhere.example',
    '/%09/elsewhere.example',
    '/api/v1/releases',
    '/r/other',
  ])('leads nowhere but to pages of ours: %s', async (to) => {
    await makeAffiliate(database, { code: 'robin' })
    expect((await follow(`/r/robin?to=${encodeURIComponent(to)}`)).headers.location).toBe('/')
    expect((await follow(`/r/robin?to=${to}`)).headers.location).toBe('/')
  })

  it('remembers several affiliates, the newest in front, and nothing of a forged cookie', async () => {
    const [a, b] = [
      await makeAffiliate(database, { code: 'alpha' }),
      await makeAffiliate(database, { code: 'bravo' }),
    ]
    const first = await follow('/r/alpha')
    const cookie = (value: string | undefined) => ({ cookie: `theme=dark; mintreu_referral=${value}` })
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    const second = await follow('/r/bravo', { headers: cookie(first.value) })
    expect(remembered(second.value)).toEqual([b._id, a._id])
    const forged = await follow('/r/bravo', { headers: cookie(`${first.value?.slice(0, -3)}AAA`) })
    expect(remembered(forged.value)).toEqual([b._id])
  })

  it('counts the same visitor within an hour once, with how often', async () => {
    await makeAffiliate(database, { code: 'robin' })
    const ids = new Set<string | undefined>()
    for (let n = 0; n < 3; n++) ids.add(readReferrals((await follow('/r/robin')).value)[0]?.click)
    await follow('/r/robin', { headers: { 'user-agent': 'Mozilla/5.0 (Macintosh) Safari/605' } })
    await edge.stop()
    expect(ids.size).toBe(1)
    expect((await clicks()).map(({ count }) => count)).toEqual([3, 1])
  })

  it('counts for the days of the settings, and over https is bound to the host', async () => {
    await database.db.collection('globals').insertOne({ globalType: 'settings', affiliateCookieDays: 7 })
    await makeAffiliate(database, { code: 'robin' })
    const safe = await startTestEdge(database, { PUBLIC_URL: 'https://shop.test' })
    const answer = await follow('/r/robin', { from: safe })
    expect(answer.cookie).toMatch(/^__Host-mintreu_referral=.*; Path=\/; Max-Age=604800; .*; Secure$/)
    await safe.stop()
  })

  it('is refused after many within a minute from one address', async () => {
    const answers: number[] = []
    for (let n = 0; n < 125; n++) answers.push((await follow('/r/nobody')).status)
    const last = await follow('/r/nobody')
    expect(answers.slice(0, 120)).toEqual(Array.from({ length: 120 }, () => 302))
    expect(last.status).toBe(429)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('leads on while the database is away, and the visits are written when it is back', async () => {
    const affiliate = await makeAffiliate(database, { code: 'robin' })
    await makeAffiliate(database, { code: 'unseen' })
    const line = await cuttableDatabase(database.db.databaseName)
    const cut = await startTestEdge(line.followed)
    await follow('/r/robin', { from: cut })
    await line.cut()
    await new Promise((resolve) => setTimeout(resolve, 10_500))
    const begun = performance.now()
    const known = await follow('/r/robin?to=/p/acme/kit', { from: cut })
    const unseen = await follow('/r/unseen?to=/p/acme/kit', { from: cut })
    expect(performance.now() - begun).toBeLessThan(2_500)
    expect(known.headers.location).toBe('/p/acme/kit')
    expect(remembered(known.value)).toEqual([affiliate._id])
    expect(unseen).toMatchObject({ status: 302, cookie: null })
    expect(unseen.headers.location).toBe('/p/acme/kit')
    await line.mend()
    await vi.waitFor(
      async () => expect((await clicks()).map(({ path }) => path)).toEqual(['/', '/p/acme/kit']),
      30_000,
    )
    await cut.stop()
    await line.stop()
  }, 90_000)
})
