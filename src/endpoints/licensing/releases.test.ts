import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Product } from '@/domain/catalog/records'
import { createLicensingServices } from '@/domain/licensing/services'
import { log } from '@/platform/logs'
import { addDays } from '@/platform/time'
import { makeFile, makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, type SoldFields } from '../../../tests/setup/licenseFixtures'
import type { EndpointResponse } from '../http'
import { releasesEndpoint } from './releases'

const database = await testDatabase()
const publicUrl = 'http://localhost:3000'
const services = createLicensingServices({ database, publicUrl })
const endpoint = releasesEndpoint(services)
let product: Product

beforeEach(async () => {
  await emptyDatabase(database)
  const seller = await makeSeller(database, { slug: 'acme' })
  product = await makeProduct(database, seller, { slug: 'widgets' })
  const archive = await makeFile(database, seller, { name: 'widgets.zip' })
  const source = await makeFile(database, seller, { name: 'widgets-source.zip' })
  const files = [
    { file: archive._id, kind: 'archive' as const },
    { file: source._id, kind: 'source' as const },
  ]
  const day = (days: number) => addDays(new Date(), days)
  await makeRelease(database, product, { version: '1.9.0', publishedAt: day(-30), files })
  await makeRelease(database, product, { version: '1.10.0', publishedAt: day(-20), files })
  await makeRelease(database, product, { version: '2.0.0', publishedAt: day(-1), files })
  await makeRelease(database, product, { version: '2.1.0-beta.1', channel: 'beta', publishedAt: day(-1) })
  await makeRelease(database, product, { version: '2.0.1', status: 'withdrawn' })
})

const license = (fields: SoldFields = {}, change = {}) =>
  issuedLicense(database, { product: product._id, handle: product.handle, ...fields }, { change })

async function ask(key: string | null, query = ''): Promise<EndpointResponse & { body: Answer }> {
  const headers = new Headers(key === null ? {} : { authorization: `License ${key}` })
  const answer = await endpoint(
    {
      method: 'GET',
      path: '/api/v1/releases',
      params: {},
      query: new URLSearchParams(query),
      headers,
      body: async () => null,
      rawBody: async () => Buffer.alloc(0),
      requestId: 'req-test',
      address: '203.0.113.7',
      userAgent: 'test',
      origin: null,
    },
    { database, log: log('test'), publicUrl },
  )
  return answer as EndpointResponse & { body: Answer }
}
interface Answer {
  code?: string
  data: { version: string; entitled: boolean; reason?: string; files: { name: string; url?: string }[] }[]
  nextCursor: string | null
}
const versions = ({ body }: { body: Answer }) => body.data.map(({ version }) => version)

describe('[DL-2] GET /api/v1/releases', () => {
  it('lists what is published by version, not by text, and nothing withdrawn', async () => {
    const { key } = await license()
    expect(versions(await ask(key))).toEqual(['2.1.0-beta.1', '2.0.0', '1.10.0', '1.9.0'])
  })

  it('only of a channel, only after a version, and in pages', async () => {
    const { key } = await license()
    expect(versions(await ask(key, 'channel=stable&after=v1.9.0'))).toEqual(['2.0.0', '1.10.0'])
    const first = await ask(key, 'channel=stable&limit=2')
    expect(versions(first)).toEqual(['2.0.0', '1.10.0'])
    expect(versions(await ask(key, `channel=stable&limit=2&cursor=${first.body.nextCursor}`))).toEqual([
      '1.9.0',
    ])
  })

  it('gives links to what the update window covers, and the reason for what it does not', async () => {
    const { key } = await license({}, { updatesUntil: addDays(new Date(), -10) })
    const { body } = await ask(key, 'channel=stable&limit=2')
    expect(body.data).toMatchObject([
      { version: '2.0.0', entitled: false, reason: 'VERSION_NOT_ENTITLED', files: [{ name: 'widgets.zip' }] },
      { version: '1.10.0', entitled: true, files: [{ url: expect.stringContaining('/downloads/') }] },
    ])
    expect(body.data[0]?.files[0]).not.toHaveProperty('url')
  })

  it('[DL-5] the source archive is there for licenses that include it and for no other', async () => {
    const regular = await ask((await license()).key, 'limit=2')
    expect(regular.body.data[1]?.files.map(({ name }) => name)).toEqual(['widgets.zip'])
    const developer = await ask((await license({ terms: { sourceIncluded: true } })).key, 'limit=2')
    expect(developer.body.data[1]?.files.map(({ name }) => name)).toEqual([
      'widgets.zip',
      'widgets-source.zip',
    ])
  })

  it('[DL-1] a refunded license gets no link', async () => {
    const { key } = await license({}, { status: 'revoked', reason: 'refunded' })
    const { body } = await ask(key)
    expect(body.data.map(({ reason }) => reason)).toEqual(Array(4).fill('REFUNDED'))
    expect(JSON.stringify(body)).not.toContain('/downloads/')
  })

  it.each([
    ['no key', null, 401, 'key_missing'],
    ['an unknown key', createHash('sha256').update('x').digest('hex'), 401, 'key_invalid'],
  ])('refuses %s', async (_, key, status, code) => {
    expect(await ask(key)).toMatchObject({ status, body: { code } })
  })

  it('another product is not there', async () => {
    const { key } = await license()
    expect((await ask(key, 'product=acme/other')).status).toBe(404)
    expect((await ask(key, `product=${product.handle}`)).status).toBe(200)
  })

  it.each(['channel=nightly', 'after=newest', 'limit=0', 'limit=1000'])('refuses ?%s', async (query) => {
    expect((await ask((await license()).key, query)).status).toBe(422)
  })
})
