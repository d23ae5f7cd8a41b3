import { afterAll, describe, expect, it } from 'vitest'
import { licenseRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { testDatabase } from '../../../tests/setup/database'
import { startTestEdge } from '../../../tests/setup/edge'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'

process.env.LOG_LEVEL ??= 'silent'
const database = await testDatabase()
const edge = await startTestEdge(database)
afterAll(() => edge.stop())

const product = 'acme/widgets'
/** Nothing is prepared where an address decides. */
const anywhere = ['0.0.0.0/0', '::/0']
const { key } = await issuedLicense(
  database,
  { terms: { features: ['reports'], ipRules: anywhere } },
  { change: { activatedAt: new Date('2026-01-01T00:00:00Z') } },
)
const refunded = await issuedLicense(database)
await collectionOf(database, licenseRecord).updateOne(
  { _id: refunded.license._id },
  { $set: { status: 'revoked', reason: 'refunded' } },
)

interface Told {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

/** A body of unstated length is not for the short way. */
async function ask(body: string, way: 'short' | 'long'): Promise<Told> {
  const stream = () => new Blob([body]).stream()
  const answer = await fetch(`${edge.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'req_of_both_ways' },
    ...(way === 'short' ? { body } : { body: stream(), duplex: 'half' }),
  })
  const {
    date,
    'transfer-encoding': _,
    'content-length': length,
    ...headers
  } = Object.fromEntries(answer.headers)
  const told: unknown = await answer.json()
  if (typeof told !== 'object' || told === null) throw new Error('an answer is an object')
  return { status: answer.status, headers, body: { ...told } }
}

/** Times, and the proof that they lie in, are each time others. */
const withoutTimes = ({ body: { ts, nextCheckAt, token, ...body }, ...told }: Told) => ({
  ...told,
  body: { ...body, hasToken: typeof token === 'string', nextCheckDay: String(nextCheckAt).slice(0, 10) },
})

describe('a validation that finds nothing prepared [LIC-4]', () => {
  it.each<[string, object | string]>([
    ['a place that is bound', { key, product, domain: 'shop.example.com' }],
    ['the license alone', { key, product }],
    ['a nonce', { key, product, nonce: 'n-1' }],
    ['features and a version', { key, product, features: ['reports'], version: '1.0.0' }],
    ['a feature that it has not', { key, product, features: ['export'] }],
    ['a host for development', { key, product, domain: 'localhost', environment: 'development' }],
    ['a host that is none', { key, product, domain: 'https://shop.example.com/x' }],
    ['optional fields that are null', { key, product, domain: null, nonce: null, features: null }],
    ['a product in capitals', { key, product: ' ACME/Widgets ' }],
    ['another product', { key, product: 'acme/gadgets' }],
    ['a key of nobody', { key: 'some-other-system-key-0001', product }],
    ['a text that is no key', { key: 'MINTREU-PACKAGE-NOTHING', product }],
    ['a license that was refunded', { key: refunded.key, product }],
    ['no product', { key }],
    ['a product that is none', { key, product: 'widgets' }],
    ['an unknown field', { key, product, domian: 'shop.example.com' }],
    ['an unknown environment', { key, product, environment: 'moon' }],
    ['an empty version', { key, product, version: '' }],
    ['a feature that is no text', { key, product, features: [1] }],
    ['two credentials', { key, product, token: 'x' }],
    ['a user', { key, product, user: 'ann' }],
    ['letters beyond ASCII', { key, product, fingerprint: 'Größe' }],
    ['a list', []],
    ['broken JSON', '{"key": '],
  ])('is answered alike on both ways, for %s', async (_, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    // The first answer may bind the place.
    await ask(text, 'long')
    const long = withoutTimes(await ask(text, 'long'))
    expect(withoutTimes(await ask(text, 'short'))).toEqual(long)
  })

  it('leaves an attempt and a use behind either way', async () => {
    const fresh = await issuedLicense(database)
    const rows = () =>
      database.db.collection('license-attempts').find({ license: fresh.license._id }).toArray()
    await ask(JSON.stringify({ key: fresh.key, product, domain: 'one.example.com' }), 'short')
    await ask(JSON.stringify({ key: fresh.key, product, domain: 'two.example.com' }), 'long')
    await expect.poll(async () => (await rows()).length, { timeout: 10_000 }).toBe(2)
    const [one, two] = (await rows()).sort((a, b) => a.domain.localeCompare(b.domain))
    expect({ ...one, _id: 0, at: 0, domain: '' }).toEqual({ ...two, _id: 0, at: 0, domain: '' })
    await expect
      .poll(() => collectionOf(database, licenseRecord).findOne({ _id: fresh.license._id }), {
        timeout: 10_000,
      })
      .toMatchObject({ lastUsedAt: expect.any(Date), activatedAt: expect.any(Date) })
  })
})
