import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { addDays, addSeconds } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, type SoldFields } from '../../../../tests/setup/licenseFixtures'
import { deactivate } from '../places/deactivate'
import { licenseLeaseRecord, licenseRecord } from '../records'
import { createLicensingServices, type LicensingServices } from '../services'
import { type ValidateRequest, validateLicense } from '../validateLicense'

const database = await testDatabase()
const leases = collectionOf(database, licenseLeaseRecord)
const licenses = collectionOf(database, licenseRecord)
const now = new Date('2026-06-01T12:00:00Z')
const caller = { address: '203.0.113.7', userAgent: 'test', requestId: 'req_test' }
let services: LicensingServices

beforeEach(async () => {
  await emptyDatabase(database)
  services = createLicensingServices({ database, publicUrl: 'https://market.example.com' })
})
afterEach(() => services.stop())

const sold = (terms: SoldFields['terms'] = {}) =>
  issuedLicense(database, { terms: { users: 2, leaseSeconds: 60, ...terms } }, { at: addDays(now, -1) })
const use = (key: string, user: string | null, at = now, fields: Partial<ValidateRequest> = {}) =>
  validateLicense({
    services,
    request: {
      credential: { key },
      product: 'acme/widgets',
      domain: null,
      fingerprint: null,
      version: null,
      features: [],
      environment: 'production',
      nonce: null,
      user,
      ...fields,
    },
    caller,
    now: at,
  })
const leave = (key: string, user: string, at = now) =>
  deactivate({ services, request: { key, what: { user } }, caller, now: at })

describe('[LIC-2] users as leased seats', () => {
  it('as many users as were sold have a seat at the same time, each until its lease ends', async () => {
    const { key } = await sold()
    expect((await use(key, 'ann')).lease).toEqual({
      until: addSeconds(now, 60).toISOString(),
      inUse: 1,
      limit: 2,
    })
    expect((await use(key, 'bob')).lease).toMatchObject({ inUse: 2 })
    expect(await use(key, 'eve')).toMatchObject({
      valid: false,
      code: 'QUOTA_EXCEEDED',
      lease: { until: null, inUse: 2, limit: 2 },
    })
  })

  it('a heartbeat extends the same seat', async () => {
    const { key } = await sold()
    await use(key, 'ann')
    const again = await use(key, 'ann', addSeconds(now, 45))
    expect(again.lease).toEqual({ until: addSeconds(now, 105).toISOString(), inUse: 1, limit: 2 })
    expect(again.nextCheckAt).toBe(addSeconds(now, 75).toISOString())
    expect(await leases.find().toArray()).toMatchObject([{ slot: 0, fence: 1 }])
  })

  it('a heartbeat that comes late and out of order does not shorten it', async () => {
    const { key } = await sold()
    await use(key, 'ann', addSeconds(now, 30))
    expect((await use(key, 'ann')).lease?.until).toBe(addSeconds(now, 90).toISOString())
  })

  it('who stays away has left, and the seat is another sitting', async () => {
    const { key } = await sold({ users: 1 })
    await use(key, 'ann')
    expect((await use(key, 'bob', addSeconds(now, 59))).code).toBe('QUOTA_EXCEEDED')
    expect((await use(key, 'bob', addSeconds(now, 60))).lease).toMatchObject({ inUse: 1 })
    expect((await use(key, 'ann', addSeconds(now, 61))).code).toBe('QUOTA_EXCEEDED')
    expect(await leases.find().toArray()).toMatchObject([{ slot: 0, fence: 2 }])
  })

  it('who leaves gives the seat back at once, and only the own one', async () => {
    const { key } = await sold({ users: 1 })
    await use(key, 'ann')
    expect(await leave(key, 'bob')).toMatchObject({ deactivated: false, code: 'ACTIVATION_REQUIRED' })
    expect(await leave(key, 'ann')).toMatchObject({ deactivated: true, code: 'VALID' })
    expect(await leave(key, 'ann')).toMatchObject({ deactivated: false })
    expect((await use(key, 'bob')).valid).toBe(true)
  })

  it('a proof ends with the lease that it stands on, and is not given to others', async () => {
    const { key } = await sold()
    const plain = decodeJwt((await use(key, null)).token ?? '')
    const claims = decodeJwt((await use(key, 'ann')).token ?? '')
    expect(claims.exp).toBe(addSeconds(now, 60).getTime() / 1_000)
    expect(claims.online_by).toBe(claims.exp)
    expect(decodeJwt((await use(key, null)).token ?? '').exp).toBe(plain.exp)
  })

  it('nobody is counted where users are not, or where none is named', async () => {
    const uncounted = await sold({ users: null })
    expect((await use(uncounted.key, 'ann')).lease).toBeUndefined()
    const { key } = await sold({ users: 0 })
    expect(await use(key, null)).toMatchObject({ valid: true })
    expect((await use(key, 'ann')).code).toBe('QUOTA_EXCEEDED')
    expect(await leases.countDocuments()).toBe(0)
  })

  it('without a seat for the user no place is bound, and without a verdict no seat is leased', async () => {
    const { license, key } = await sold({ users: 1 })
    await use(key, 'ann')
    expect((await use(key, 'bob', now, { domain: 'shop.example.com' })).code).toBe('QUOTA_EXCEEDED')
    expect((await licenses.findOne({ _id: license._id }))?.places).toEqual([])
    expect((await use(key, 'eve', addSeconds(now, 90), { features: ['none'] })).code).toBe('FEATURE_MISSING')
    expect(await leases.countDocuments()).toBe(1)
  })

  it('fewer users than before: seats above the limit end, and their holders need one below', async () => {
    const { license, key } = await sold({ users: 3 })
    for (const user of ['ann', 'bob', 'eve']) await use(key, user)
    await licenses.updateOne({ _id: license._id }, { $set: { 'terms.users': 1 } })
    expect((await use(key, 'eve', addSeconds(now, 1))).code).toBe('QUOTA_EXCEEDED')
    expect((await use(key, 'ann', addSeconds(now, 1))).lease).toMatchObject({ inUse: 1, limit: 1 })
    await leave(key, 'ann', addSeconds(now, 2))
    expect((await use(key, 'eve', addSeconds(now, 3))).lease).toMatchObject({ inUse: 1 })
  })

  it('what a program calls its user is stored nowhere', async () => {
    const { key } = await sold()
    await use(key, 'ann@example.com')
    await services.attempts.flush()
    for (const { name } of await database.db.listCollections().toArray())
      expect(JSON.stringify(await database.db.collection(name).find().toArray())).not.toContain('ann@')
  })
})
