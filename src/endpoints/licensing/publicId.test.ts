import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { licensePlaceRecord, licenseRecord } from '@/domain/licensing/records'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { startTestEdge } from '../../../tests/setup/edge'
import { issuedLicense, type SoldFields } from '../../../tests/setup/licenseFixtures'

process.env.LOG_LEVEL ??= 'silent'
const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const edge = await startTestEdge(database)
afterAll(() => edge.stop())
beforeEach(() => emptyDatabase(database))

const answerSchema = z.looseObject({
  valid: z.boolean(),
  code: z.string(),
  license: z.looseObject({ id: z.string() }).nullable(),
  token: z.string().nullable(),
  limits: z.unknown(),
  usage: z.unknown(),
  remaining: z.unknown(),
})

async function ask(body: object, origin?: string) {
  const response = await fetch(`${edge.url}/api/v1/license/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(origin ? { origin } : {}) },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
  return answerSchema.parse(await response.json())
}

/** A license in use on shop.example.com, and the public id of that place. */
async function onShop(fields: SoldFields = {}) {
  const { license, key } = await issuedLicense(database, fields)
  await ask({ key, product: 'acme/widgets', domain: 'shop.example.com' })
  const stored = await licenses.findOne({ _id: license._id })
  return { license, key, publicId: stored?.places[0]?.publicId ?? '' }
}
const home = 'https://shop.example.com'

describe('[LIC-12] a public id', () => {
  it.each([home, 'https://www.shop.example.com', 'https://SHOP.example.com:8443', 'http://shop.example.com'])(
    'is valid on a page of its domain (%s)',
    async (origin) => {
      const { license, publicId } = await onShop()
      const answer = await ask({ publicId }, origin)
      expect(answer).toMatchObject({
        valid: true,
        code: 'VALID',
        license: { id: license._id },
        activation: { domain: 'shop.example.com' },
      })
    },
  )

  it('tells neither limits nor usage', async () => {
    const { publicId } = await onShop()
    expect(await ask({ publicId }, home)).toMatchObject({ limits: null, usage: null, remaining: null })
  })

  it('unknown, on another page, on no page and of another product is the same answer', async () => {
    const { publicId } = await onShop()
    const timeless = { ts: '', nextCheckAt: '' }
    const answers = [
      await ask({ publicId: newId('pub') }, home),
      await ask({ publicId }, 'https://evil.example.net'),
      await ask({ publicId }, 'https://shop.example.com.evil.net'),
      await ask({ publicId }, 'null'),
      await ask({ publicId }, 'file://shop.example.com'),
      await ask({ publicId }),
      await ask({ publicId: 'pub_' }, home),
      await ask({ publicId: '{"$ne":null}' }, home),
      await ask({ publicId, product: 'acme/other' }, home),
    ].map((answer) => ({ ...answer, ...timeless }))
    expect(answers[0]).toMatchObject({ valid: false, code: 'NOT_FOUND', license: null, token: null })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('takes no seat and moves none, whatever else is said', async () => {
    const { license, publicId } = await onShop({ terms: { activations: 3 } })
    await ask({ publicId, domain: 'other.example.com', fingerprint: 'm', environment: 'staging' }, home)
    await ask({ publicId, domain: 'other.example.com' }, 'https://other.example.com')
    const stored = await licenses.findOne({ _id: license._id })
    expect(stored).toMatchObject({ seatsTaken: 1 })
    expect(stored?.places.map(({ domain }) => domain)).toEqual(['shop.example.com'])
  })

  it('its proof is no credential, and another text than the proof by the key', async () => {
    const { publicId, key } = await onShop()
    const shown = await ask({ publicId }, home)
    const own = await ask({ key, product: 'acme/widgets', domain: 'shop.example.com' })
    expect(shown.token).not.toBe(own.token)
    expect(await ask({ token: shown.token })).toMatchObject({ valid: false, code: 'MALFORMED' })
    expect(await ask({ token: own.token })).toMatchObject({ valid: true, usage: { activations: 1 } })
  })

  it('falls with its place and with its license', async () => {
    const { license, publicId } = await onShop()
    expect((await ask({ publicId }, home)).valid).toBe(true)
    await licenses.updateOne({ _id: license._id }, { $set: { status: 'suspended', reason: 'payment' } })
    await expect.poll(async () => (await ask({ publicId }, home)).code, { timeout: 3_000 }).toBe('SUSPENDED')
    await licenses.updateOne({ _id: license._id }, { $set: { places: [], seatsTaken: 0 } })
    await expect.poll(async () => (await ask({ publicId }, home)).code, { timeout: 3_000 }).toBe('NOT_FOUND')
  })

  it('of a place beyond the license record is as good', async () => {
    const { license } = await onShop({ terms: { activations: null } })
    const publicId = newId('pub')
    const at = new Date()
    await collectionOf(database, licensePlaceRecord).insertOne({
      _id: newId('act'),
      ...{ license: license._id, publicId, spot: 'far.example.com', domain: 'far.example.com' },
      ...{ fingerprint: null, environment: 'production', seat: true, label: null },
      ...{ firstSeenAt: at, lastSeenAt: at },
    })
    await licenses.updateOne({ _id: license._id }, { $set: { seatsTaken: 60 } })
    expect((await ask({ publicId }, 'https://far.example.com')).code).toBe('VALID')
    expect((await ask({ publicId }, home)).code).toBe('NOT_FOUND')
  })
})
