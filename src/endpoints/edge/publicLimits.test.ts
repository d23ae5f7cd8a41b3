import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signDownload } from '@/domain/catalog/deliverDownload'
import { downloadRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { diskFileStore } from '@/platform/files'
import { makeFile, makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { type FakeWeb, startFakeWeb, startTestEdge, type TestEdge } from '../../../tests/setup/edge'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { paceOfWeb } from './publicGate'

let database: Database
const webs: FakeWeb[] = []
const edges: TestEdge[] = []
const [ann, bob] = ['203.0.113.7', '203.0.113.8']

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
})
afterEach(async () => {
  await Promise.all(edges.splice(0).map((edge) => edge.stop()))
  await Promise.all(webs.splice(0).map((web) => web.stop()))
  await emptyDatabase(database)
})

/** Behind one proxy, so that a test may come from many addresses. */
async function start(settings: Record<string, string> = {}): Promise<TestEdge> {
  const web = await startFakeWeb((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<p>page</p>')
  })
  webs.push(web)
  const edge = await startTestEdge(database, { TRUSTED_HOPS: '1', webUrl: web.url, ...settings })
  edges.push(edge)
  return edge
}
const ask = (edge: TestEdge, path: string, address: string, init: RequestInit = {}) =>
  fetch(`${edge.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { 'x-forwarded-for': address, ...init.headers },
  })
/** Asked from ever other addresses until web is not asked any more: the cache follows changes a moment after the start. */
async function cached(edge: TestEdge, path: string): Promise<void> {
  for (let n = 0; n < 200; n++) {
    const before = webs[0]?.requests.length
    await ask(edge, path, `10.1.0.${n}`)
    if (webs[0]?.requests.length === before) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const html = { headers: { accept: 'text/html,application/xhtml+xml' } }

describe('paces of the public addresses [LIC-8]', () => {
  it('a person who asks too often reads a sentence, a program a problem; both are told when to come again', async () => {
    const edge = await start({ PAGE_ADDRESS_PER_MINUTE: '2' })
    for (let n = 0; n < 2; n++) expect((await ask(edge, `/account?${n}`, ann)).status).toBe(200)
    const person = await ask(edge, '/account', ann, html)
    expect([person.status, person.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8'])
    expect(Number(person.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await person.text()).toContain('Too many requests')
    const program = await ask(edge, '/account', ann)
    expect(program.headers.get('content-type')).toContain('application/problem+json')
    expect(await program.json()).toMatchObject({ status: 429, code: 'rate_limited' })
    expect((await ask(edge, '/account', bob)).status).toBe(200)
    expect(webs[0]?.requests).toHaveLength(3)
  })

  it('a page that is in the cache costs nothing and is not counted; searches are counted for themselves', async () => {
    const edge = await start({ PAGE_ADDRESS_PER_MINUTE: '1', SEARCH_ADDRESS_PER_MINUTE: '2' })
    const statuses = async (...paths: string[]) => {
      const all: number[] = []
      for (const path of paths) all.push((await ask(edge, path, ann)).status)
      return all
    }
    await cached(edge, '/browse')
    expect(await statuses('/browse', '/browse', '/browse', '/p/a/b', '/p/a/c')).toEqual([
      200, 200, 200, 200, 429,
    ])
    expect(await statuses('/search?q=a', '/search?q=b', '/search?q=c', '/search?q=a')).toEqual([
      200, 200, 429, 200,
    ])
  })

  it.each([
    ['FORM', 'POST', '/cart/add'],
    ['FORM', 'POST', '/'],
    ['FILE', 'GET', '/downloads/none'],
    ['FILE', 'GET', '/order/token/invoice/inv_1'],
    ['UPLOAD', 'POST', '/uploads'],
    ['LIST', 'GET', '/.well-known/jwks.json'],
    ['LIST', 'GET', '/.well-known/license-keys.jwt'],
    ['LIST', 'GET', '/.well-known/license-revocations.jwt'],
    ['LIST', 'GET', '/api/v1/openapi.json'],
    ['PANEL', 'GET', '/admin'],
    ['ASSET', 'GET', '/_next/static/chunk.js'],
  ])('%s: %s %s', async (kind, method, path) => {
    const edge = await start({ [`${kind}_ADDRESS_PER_MINUTE`]: '1' })
    const cookie = { cookie: 'payload-token=something' }
    expect((await ask(edge, path, ann, { method, headers: cookie })).status).not.toBe(429)
    const refused = await ask(edge, path, ann, { method, headers: cookie })
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect((await ask(edge, path, bob, { method, headers: cookie })).status).not.toBe(429)
  })

  it('an address cannot be made up: what stands left of the trusted hop counts for nothing', async () => {
    const edge = await start({ PAGE_ADDRESS_PER_MINUTE: '3' })
    const statuses: number[] = []
    for (let n = 0; n < 5; n++) statuses.push((await ask(edge, '/account', `10.0.0.${n}, ${ann}`)).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
    const direct = await start({ PAGE_ADDRESS_PER_MINUTE: '3', TRUSTED_HOPS: '0' })
    const made: number[] = []
    for (let n = 0; n < 5; n++)
      made.push(
        (await ask(direct, '/account', `10.0.0.${n}`, { headers: { forwarded: `for=10.0.0.${n}` } })).status,
      )
    expect(made).toEqual([200, 200, 200, 429, 429])
  })

  it('the addresses of an IPv6 network share one pace', async () => {
    const edge = await start({ PAGE_ADDRESS_PER_MINUTE: '2' })
    const from = async (address: string) => (await ask(edge, '/account', address)).status
    expect([await from('2001:db8::1'), await from('2001:db8::2'), await from('2001:db8::ffff:3')]).toEqual([
      200, 200, 429,
    ])
    expect(await from('2001:db8:0:1::1')).toBe(200)
  })
})

describe('what a request to web costs', () => {
  it.each([
    ['GET', '/cover/prd_1.svg', 'asset'],
    ['GET', '/account/invoices/inv_1', 'file'],
    ['GET', '/account/invoices', 'page'],
    ['GET', '/account/licenses/l/download/r/f', 'file'],
    ['POST', '/search', 'form'],
    ['GET', '/searching', 'search'],
    ['PATCH', '/api/products/prd_1', 'panel'],
    ['GET', '/api/media/file/a.png', 'asset'],
    ['GET', '/', 'page'],
  ] as const)('%s %s: %s', (method, path, kind) => {
    expect(paceOfWeb(method, path)).toBe(kind)
  })
})

describe('downloads of a license [LIC-8] [DL-1]', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mintreu-files-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** A license of a product with a stored file, and links to that. */
  async function downloadable() {
    const seller = await makeSeller(database)
    const product = await makeProduct(database, seller)
    const stored = await diskFileStore(folder).put(Readable.from(Buffer.from('the file')))
    const file = await makeFile(database, seller, { ...stored, name: 'file.zip' })
    const release = await makeRelease(database, product, { files: [{ file: file._id, kind: 'archive' }] })
    const { license } = await issuedLicense(database, { seller: seller._id, product: product._id })
    const about = { licenseId: license._id, releaseId: release._id, fileId: file._id }
    return () => signDownload({ ...about, customerId: license.customer, via: 'account', now: new Date() }).url
  }

  it('are counted over two edges together; what was begun goes on, another license is not slowed', async () => {
    const settings = { DOWNLOADS_PER_LICENSE_PER_HOUR: '4', FILES_DIR: folder }
    const [one, two] = [await start(settings), await start(settings)]
    const [link, other] = [await downloadable(), await downloadable()]
    const first = link()
    const statuses = [(await ask(one, first, ann)).status]
    for (const edge of [two, one, two, one, two]) statuses.push((await ask(edge, link(), ann)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
    expect((await ask(two, first, bob)).status).toBe(200)
    expect((await ask(one, other(), ann)).status).toBe(200)
    const refused = await ask(one, link(), bob)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ status: 429, code: 'too_many_attempts' })
  })

  it('of two hundred links used at once over two edges, those that are free are served', async () => {
    const settings = { DOWNLOADS_PER_LICENSE_PER_HOUR: '20', FILES_DIR: folder }
    const [one, two] = [await start(settings), await start(settings)]
    const link = await downloadable()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => ask(n % 2 ? one : two, link(), ann)),
    )
    const served = answers.filter(({ status }) => status === 200)
    expect(served).toHaveLength(20)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(180)
    expect(await collectionOf(database, downloadRecord).countDocuments()).toBe(20)
  })
})
