import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { licenseAttemptRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge, type TestEdge } from '../../../tests/setup/edge'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'

let database: Database
let edge: TestEdge

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
})
afterEach(async () => {
  await edge.stop()
  await emptyDatabase(database)
})

/** Behind one proxy, so that a test may come from many addresses. */
const start = async (settings: Record<string, string> = {}) => {
  edge = await startTestEdge(database, { TRUSTED_HOPS: '1', ...settings })
}
const post = (path: string, body: object, address: string) =>
  fetch(`${edge.url}/api/v1/license/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify(body),
  })
const validate = (key: string, address: string, product = 'acme/widgets') =>
  post('validate', { key, product }, address)
/** Of another system's form, so that only a look-up tells that it does not exist. */
const unknownKey = () => `imported-${newId('key')}`
const rows = async (code: string) => {
  await edge.stop()
  return collectionOf(database, licenseAttemptRecord).find({ code }).toArray()
}
const [ann, bob] = ['203.0.113.7', '203.0.113.8']

describe('limits of the license endpoints [LIC-8]', () => {
  it('an address has a pace: beyond it 429 with the time to wait, in a form that a browser can read', async () => {
    await start({ LICENSE_ADDRESS_PER_MINUTE: '5' })
    const { key } = await issuedLicense(database)
    for (let n = 0; n < 5; n++) expect((await validate(key, ann)).status).toBe(200)
    const refused = await validate(key, ann)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(12)
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    const problem: unknown = await refused.json()
    expect(problem).toMatchObject({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      code: 'rate_limited',
      requestId: refused.headers.get('x-request-id'),
    })
    expect((await validate(key, bob)).status).toBe(200)
    expect(await rows('RATE_LIMITED')).toMatchObject([{ address: ann, count: 1, license: null }])
  })

  it('the pace holds over all license endpoints together, and for every way to write the path', async () => {
    await start({ LICENSE_ADDRESS_PER_MINUTE: '3' })
    const { key } = await issuedLicense(database)
    const body = { key, product: 'acme/widgets' }
    for (const path of ['validate', 'activate', 'deactivate']) await post(path, body, ann)
    for (const path of ['validate', 'validate?again', 'activate', 'deactivate', 'file'])
      expect([path, (await post(path, body, ann)).status]).toEqual([path, 429])
    for (const path of ['license/activations', 'releases']) {
      const headers = { authorization: `License ${key}`, 'x-forwarded-for': ann }
      expect([path, (await fetch(`${edge.url}/api/v1/${path}`, { headers })).status]).toEqual([path, 429])
    }
  })

  it('a large body is refused without being read, a broken one too', async () => {
    await start({ LICENSE_ADDRESS_PER_MINUTE: '1' })
    await validate(unknownKey(), ann)
    for (const body of ['x'.repeat(3_000_000), '{"key":'])
      expect(
        await fetch(`${edge.url}/api/v1/license/validate`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': ann },
          body,
        }).then(
          ({ status }) => status,
          // Cut while it was still sending: refused as well.
          () => 429,
        ),
      ).toBe(429)
    expect((await validate(unknownKey(), bob)).status).toBe(200)
  })

  it('a key has a pace, from wherever it is asked for', async () => {
    await start({ LICENSE_KEY_PER_MINUTE: '4' })
    const { key } = await issuedLicense(database)
    const other = await issuedLicense(database)
    const statuses: number[] = []
    for (let n = 0; n < 6; n++) statuses.push((await validate(key, `198.51.100.${n}`)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 429, 429])
    expect((await validate(other.key, ann)).status).toBe(200)
  })

  it('who guesses waits longer each time and is reported; a good key from the same address is answered', async () => {
    await start()
    const { key } = await issuedLicense(database)
    for (let n = 0; n < 3; n++) expect((await validate(key, ann)).status).toBe(200)
    const statuses: number[] = []
    for (let n = 0; n < 30; n++) statuses.push((await validate(unknownKey(), ann)).status)
    expect(statuses.slice(0, 11)).toEqual(Array(11).fill(200))
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
    expect(await (await validate(key, ann)).json()).toMatchObject({ valid: true })
    // What a stranger asks of a good key tells nothing either.
    expect((await validate(key, ann, 'acme/other')).status).toBe(429)
    expect((await validate(unknownKey(), bob)).status).toBe(200)
    expect(await rows('RATE_LIMITED')).toMatchObject([{ address: ann }])
  })

  it('a guesser is a row that staff see', async () => {
    await start()
    for (let n = 0; n < 11; n++) await validate(unknownKey(), ann)
    const refused = await validate(unknownKey(), ann)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    await validate(unknownKey(), ann)
    expect(await rows('GUESSING')).toMatchObject([{ address: ann, license: null, valid: false }])
  })

  it('unknown keys and those of another product leave at the same beat, read from memory or not', async () => {
    await start()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    const { key } = await issuedLicense(database)
    await validate(key, ann)
    for (let n = 0; n < 8; n++) {
      for (const asked of [key, unknownKey()]) {
        const begun = performance.now()
        const answer = await validate(asked, `198.51.100.${n}`, 'acme/other')
        expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND', license: null })
        expect(performance.now() - begun).toBeGreaterThan(20)
      }
    }
  })
})
