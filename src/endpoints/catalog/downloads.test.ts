import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import { releaseDocument } from '@/domain/catalog/records'
import { downloadRecord, type License, licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { diskFileStore } from '@/platform/files'
import { addDays } from '@/platform/time'
import { makeFile, makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge } from '../../../tests/setup/edge'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { contentDisposition } from './downloads'

let database: Database
let edge: TestEdge
const content = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256))

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  edge = await startTestEdge(database)
})
afterAll(() => edge.stop())
beforeEach(() => emptyDatabase(database))

/** A buyer's license, a published release of its product with one stored file, and a link to it. */
async function sold(change: Partial<License> = {}, publishedAt = new Date()) {
  const seller = await makeSeller(database)
  const product = await makeProduct(database, seller)
  const stored = await diskFileStore(edge.env.FILES_DIR).put(Readable.from(content))
  const file = await makeFile(database, seller, { ...stored, name: 'wïdgets "1".zip' })
  const release = await makeRelease(database, product, {
    files: [{ file: file._id, kind: 'archive' }],
    publishedAt,
  })
  const { license } = await issuedLicense(database, { seller: seller._id, product: product._id })
  const link = () =>
    createDownloadLink({
      database,
      licenseId: license._id,
      releaseId: release._id,
      fileId: file._id,
      customerId: license.customer,
      via: 'order',
      now: new Date(),
    })
  const { url } = await link()
  await setLicense(license, change)
  return { license, release, file, link, url: `${edge.url}${url}` }
}

const setLicense = async (license: License, change: Partial<License>) => {
  if (Object.keys(change).length === 0) return
  await collectionOf(database, licenseRecord).updateOne({ _id: license._id }, { $set: change })
}
const counted = () => collectionOf(database, downloadRecord).find().toArray()

describe('a download link [DL-1]', () => {
  it('delivers the file as an attachment that no page can run', async () => {
    const { url, file } = await sold()
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
    const { headers } = answer
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="w_dgets _1_\.zip"; filename\*=UTF-8''w%C3%AF/,
    )
    expect(headers.get('content-security-policy')).toBe('sandbox')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('etag')).toBe(`"${createHash('sha256').update(content).digest('hex')}"`)
    expect(headers.get('content-length')).toBe(String(file.bytes))
  })

  it('resumes where a client stopped, and is counted once', async () => {
    const { url, license } = await sold()
    const first = await fetch(url, { headers: { range: 'bytes=0-999' } })
    const rest = await fetch(url, {
      headers: { range: 'bytes=1000-', 'if-range': String(first.headers.get('etag')) },
    })
    expect([first.status, rest.status]).toEqual([206, 206])
    expect(rest.headers.get('content-range')).toBe('bytes 1000-4999/5000')
    const whole = Buffer.concat([
      Buffer.from(await first.arrayBuffer()),
      Buffer.from(await rest.arrayBuffer()),
    ])
    expect(whole.equals(content)).toBe(true)
    expect(await counted()).toMatchObject([
      { license: license._id, customer: license.customer, bytes: 5_000, via: 'order' },
    ])
  })

  it('HEAD tells the size and counts nothing', async () => {
    const { url } = await sold()
    const answer = await fetch(url, { method: 'HEAD' })
    expect(answer.headers.get('content-length')).toBe('5000')
    expect(await counted()).toEqual([])
  })

  it('a range past the end is 416, another file than the one begun comes whole', async () => {
    const { url } = await sold()
    expect((await fetch(url, { headers: { range: 'bytes=9000-' } })).status).toBe(416)
    expect((await fetch(url, { headers: { range: 'bytes=10-', 'if-range': '"other"' } })).status).toBe(200)
    const tail = await fetch(url, { headers: { range: 'bytes=-5' } })
    expect(Buffer.from(await tail.arrayBuffer()).equals(content.subarray(-5))).toBe(true)
  })

  const lost: [string, Partial<License>, string][] = [
    ['revoked', { status: 'revoked', reason: 'staff' }, 'REVOKED'],
    ['refunded', { status: 'revoked', reason: 'refunded' }, 'REFUNDED'],
    ['disputed', { status: 'suspended', reason: 'disputed' }, 'DISPUTED'],
    ['suspended', { status: 'suspended', reason: 'terms' }, 'SUSPENDED'],
    ['pending', { status: 'pending' }, 'PENDING'],
    [
      'whose updates ended before the release',
      { updatesUntil: addDays(new Date(), -30) },
      'VERSION_NOT_ENTITLED',
    ],
  ]
  it.each(lost)(
    'of a license that is %s downloads nothing, though it was made before',
    async (_, change, code) => {
      const { url, link } = await sold(change)
      const answer = await fetch(url)
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({
        code: 'license_inactive',
        errors: [{ path: 'license', code }],
      })
      await expect(link()).rejects.toMatchObject({ code: 'license_inactive' })
      expect(await counted()).toEqual([])
    },
  )

  it('releases of the term stay downloadable after it [DL-2]', async () => {
    const ended = addDays(new Date(), -40)
    const { url } = await sold(
      { status: 'expired', expiresAt: ended, updatesUntil: ended },
      addDays(ended, -10),
    )
    expect((await fetch(url)).status).toBe(200)
  })

  it('a trial leaves nothing behind', async () => {
    const ended = addDays(new Date(), -1)
    const { license, url } = await sold({}, addDays(ended, -10))
    await setLicense(license, { expiresAt: ended, terms: { ...license.terms, term: 'trial' } })
    expect(await (await fetch(url)).json()).toMatchObject({ errors: [{ code: 'TRIAL_EXPIRED' }] })
  })

  it('a withdrawn release, a removed file and another buyer find nothing', async () => {
    const { url, release, file, license } = await sold()
    const other = createDownloadLink({
      database,
      licenseId: license._id,
      releaseId: release._id,
      fileId: file._id,
      customerId: 'cus_of_somebody_else',
      via: 'account',
      now: new Date(),
    })
    await expect(other).rejects.toMatchObject({ status: 404 })
    await diskFileStore(edge.env.FILES_DIR).remove(file.storageKey)
    expect((await fetch(url)).status).toBe(404)
    await collectionOf(database, releaseDocument).updateOne(
      { _id: release._id },
      { $set: { status: 'withdrawn' } },
    )
    expect((await fetch(url)).status).toBe(404)
  })
})

describe('the name that a file is saved under', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['a\r\nset-cookie: x.zip', 'aset-cookie_ x.zip'],
    ['.htaccess', 'htaccess'],
    ['', 'download'],
  ])('%j becomes %s', (name, saved) => {
    expect(contentDisposition(name)).toContain(`filename="${saved}"`)
  })
})
