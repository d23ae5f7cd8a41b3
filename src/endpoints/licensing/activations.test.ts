import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { licensePlaceRecord, licenseRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { addDays } from '@/platform/time'
import { testDatabase } from '../../../tests/setup/database'
import { startTestEdge } from '../../../tests/setup/edge'
import { issuedLicense, newPlaceOf } from '../../../tests/setup/licenseFixtures'

process.env.LOG_LEVEL ??= 'silent'
const database = await testDatabase()
const edge = await startTestEdge(database)
afterAll(() => edge.stop())

const page = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.string(),
      publicId: z.string(),
      domain: z.string().nullable(),
      fingerprint: z.string().nullable(),
      environment: z.string(),
      takesSeat: z.boolean(),
      label: z.string().nullable(),
      firstSeenAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
    }),
  ),
  nextCursor: z.string().nullable(),
})
const ask = (query: string, authorization?: string) =>
  fetch(`${edge.url}/api/v1/license/activations${query}`, {
    headers: authorization === undefined ? {} : { authorization },
  })
const list = async (key: string, query = '') => {
  const response = await ask(query, `License ${key}`)
  expect(response.status).toBe(200)
  return page.parse(await response.json())
}

describe('[LIC-5] the list of activations', () => {
  it('a license without places has an empty page', async () => {
    const { key } = await issuedLicense(database)
    expect(await list(key)).toEqual({ data: [], nextCursor: null })
  })

  it('pages hold every place once, in the record or beyond it', async () => {
    const { license, key } = await issuedLicense(database, { terms: { activations: null } })
    const places = Array.from({ length: 62 }, (_, index) => newPlaceOf({ domain: `s${index}.example.com` }))
    await collectionOf(database, licenseRecord).updateOne(
      { _id: license._id },
      { $set: { places: places.slice(0, 50), seatsTaken: places.length } },
    )
    await collectionOf(database, licensePlaceRecord).insertMany(
      places.slice(50).map(({ id, ...place }) => ({
        _id: id,
        license: license._id,
        spot: place.domain ?? '',
        ...place,
      })),
    )
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { data, nextCursor }: z.infer<typeof page> = await list(
        key,
        `?limit=20${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...data.map(({ id }) => id))
      cursor = nextCursor
    }
    expect(seen).toEqual(places.map(({ id }) => id).sort())
  })

  it.each([
    ['no credential', '', undefined, 401, 'key_missing'],
    ['another scheme', '', 'Bearer abc', 401, 'key_missing'],
    ['an unknown key', '', 'License key-of-another-system-0003', 401, 'key_invalid'],
    ['a malformed key', '', 'License MINTREU-PACKAGE-', 401, 'key_invalid'],
  ])('%s is refused', async (_, query, authorization, status, code) => {
    const response = await ask(query, authorization)
    expect([response.status, await response.json()]).toMatchObject([status, { code }])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it.each(['?limit=0', '?limit=101', '?limit=x', '?cursor=', '?cursor=%24gt'])(
    '%s is refused',
    async (query) => {
      const { key } = await issuedLicense(database)
      const response = await ask(query, `License ${key}`)
      expect([response.status, await response.json()]).toMatchObject([422, { code: 'invalid_input' }])
    },
  )

  it('[LIC-9] a replaced key lists nothing', async () => {
    const { license, key } = await issuedLicense(database)
    await collectionOf(database, licenseRecord).updateOne(
      { _id: license._id },
      { $set: { 'keys.0.state': 'retiring', 'keys.0.until': addDays(new Date(), 3) } },
    )
    expect((await ask('', `License ${key}`)).status).toBe(401)
  })
})
