import { beforeEach, describe, expect, it } from 'vitest'
import { licenseWithHistory } from '@/domain/accounts/customerAccount'
import { customerDocument } from '@/domain/accounts/records'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { makeProduct, makeRelease, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, newPlaceOf, type SoldFields } from '../../../tests/setup/licenseFixtures'
import { licensePortal } from './licensePortal'
import {
  type License,
  type LicenseAttempt,
  licenseAttemptRecord,
  licenseHistoryRecord,
  licenseLeaseRecord,
  licensePlaceRecord,
  licenseRecord,
} from './records'

const database = await testDatabase()
beforeEach(() => emptyDatabase(database))
const now = new Date('2026-06-01T12:00:00Z')
const ann = 'usr_ann00000000000'

/** A license of Ann's. */
async function sold(fields: SoldFields = {}, change: Partial<License> = {}): Promise<License> {
  const customer = newId('cus')
  await collectionOf(database, customerDocument).insertOne({
    _id: customer,
    email: 'ann@example.com',
    user: ann,
    createdAt: now,
  })
  return (await issuedLicense(database, fields, { at: addDays(now, -40), change: { customer, ...change } }))
    .license
}
const look = async ({ _id }: License, { after = null as string | null, userId = ann } = {}) => {
  const owned = await licenseWithHistory(database, userId, _id)
  return owned && licensePortal(database, owned, { after, now })
}

const refused = (license: License, fields: Partial<LicenseAttempt>): LicenseAttempt => ({
  _id: newId('evt'),
  license: license._id,
  seller: license.seller,
  product: 'acme/widgets',
  code: 'ACTIVATION_LIMIT',
  valid: false,
  domain: 'shop.example.com',
  address: '203.0.113.9',
  userAgent: null,
  requestId: 'req_1',
  at: addDays(now, -1),
  count: 1,
  ...fields,
})

describe('[LIC-11] the owner’s page of a license', () => {
  it('is nobody else’s', async () => {
    const license = await sold()
    expect(await look(license, { userId: 'usr_bob00000000000' })).toBeNull()
    expect((await look(license))?.license._id).toBe(license._id)
  })

  it('gathers what was refused lately by place and reason', async () => {
    const license = await sold()
    await collectionOf(database, licenseAttemptRecord).insertMany([
      refused(license, { count: 4 }),
      refused(license, { at: addDays(now, -2), count: 2 }),
      refused(license, { code: 'IP_MISMATCH', at: addDays(now, -3) }),
      refused(license, { code: 'VALID', valid: true }),
      refused(license, { at: addDays(now, -31) }),
    ])
    expect((await look(license))?.refusals).toEqual([
      { code: 'ACTIVATION_LIMIT', domain: 'shop.example.com', count: 6, lastAt: addDays(now, -1) },
      { code: 'IP_MISMATCH', domain: 'shop.example.com', count: 1, lastAt: addDays(now, -3) },
    ])
  })

  it('tells a new owner nothing of where the old one tried', async () => {
    const license = await sold()
    const rows = collectionOf(database, licenseHistoryRecord)
    const line = await rows.findOne({ license: license._id })
    if (!line) throw new Error('a license begins with a line of history')
    await rows.insertOne({
      ...line,
      _id: newId('evt'),
      customer: license.customer,
      at: addDays(now, -2),
      kind: 'transferred',
      data: { direction: 'here' },
    })
    await collectionOf(database, licenseAttemptRecord).insertMany([
      refused(license, { at: addDays(now, -3) }),
      refused(license, { domain: 'mine.example.com' }),
    ])
    expect((await look(license))?.refusals.map(({ domain }) => domain)).toEqual(['mine.example.com'])
  })

  it('counts the users that hold a seat now', async () => {
    const license = await sold({ terms: { users: 5 } })
    await collectionOf(database, licenseLeaseRecord).insertMany(
      [60, 60, -60].map((seconds, slot) => ({
        _id: `${license._id}:${slot}`,
        license: license._id,
        slot,
        holder: `holder ${slot}`,
        until: new Date(now.getTime() + seconds * 1_000),
        fence: 1,
      })),
    )
    expect((await look(license))?.leases).toBe(2)
  })

  it('pages through places beyond those in the record', async () => {
    const places = Array.from({ length: 50 }, (_, at) =>
      newPlaceOf({ id: `act_${100 + at}`, domain: `d${at}.example.com` }),
    )
    const license = await sold({ terms: { activations: 60 } }, { places, seatsTaken: 51 })
    const { id: _id, ...last } = newPlaceOf({ id: 'act_200', domain: 'last.example.com' })
    await collectionOf(database, licensePlaceRecord).insertOne({
      _id,
      license: license._id,
      spot: 'last.example.com',
      ...last,
    })
    const first = await look(license)
    expect(first?.places).toHaveLength(50)
    expect((await look(license, { after: first?.morePlaces ?? '' }))?.places).toMatchObject([
      { id: 'act_200' },
    ])
  })

  it('says how far the update window reaches, whatever state the license is in', async () => {
    const product = await makeProduct(database, await makeSeller(database))
    for (const [version, days] of [
      ['1.0.0', -30],
      ['1.1.0', -20],
      ['2.0.0', -5],
    ] as const)
      await makeRelease(database, product, { version, status: 'published', publishedAt: addDays(now, days) })
    const license = await sold(
      { product: product._id },
      { updatesUntil: addDays(now, -10), status: 'suspended', reason: 'disputed' },
    )
    expect(await look(license)).toMatchObject({
      cover: { newest: '1.1.0', beyond: 1 },
      verdict: { code: 'DISPUTED' },
    })
    await collectionOf(database, licenseRecord).updateOne(
      { _id: license._id },
      { $set: { updatesUntil: null } },
    )
    expect((await look(license))?.cover).toEqual({ newest: '2.0.0', beyond: 0 })
  })
})
