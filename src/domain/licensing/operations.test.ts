import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import { addMonths } from '@/platform/time'
import { isDuplicateKey, type Tx, transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { issuedLicense, keyOf, soldItem } from '../../../tests/setup/licenseFixtures'
import { changeLicenseStatus } from './changeLicenseStatus'
import { issueLicenses } from './issueLicenses'
import { hashesOfKey, parseLicenseKey } from './key'
import { type License, licenseHistoryRecord, licenseRecord } from './records'
import { revealKey } from './revealKey'
import { resumeOrderLicenses, revokeOrderLicenses, suspendOrderLicenses } from './revokeOrderLicenses'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const staff = { kind: 'staff' as const, id: 'usr_1', address: null, requestId: null }
const act = <T>(work: (tx: Tx) => Promise<T>, actor = systemActor('test')) =>
  transact(database, { actor }, work)
const historyOf = (license: License) =>
  collectionOf(database, licenseHistoryRecord).find({ license: license._id }).sort({ _id: 1 }).toArray()
const stored = async (license: License) => licenses.findOne({ _id: license._id })

beforeEach(() => emptyDatabase(database))

describe('[BUY-5] issuing licenses', () => {
  it.each([
    ['licenses', 3, [3, 3, 3]],
    ['seats', 3, [9]],
    ['single', 3, [3]],
  ] as const)(
    'a quantity of %s gives the right number of licenses and seats',
    async (quantityMode, quantity, seats) => {
      const item = soldItem({ quantityMode, quantity })
      const issued = await act((tx) => issueLicenses({ tx, item, customerId: 'cus_1' }))
      expect(issued.map((license) => license.seats)).toEqual(seats)
      expect(new Set(issued.map(keyOf)).size).toBe(seats.length)
      expect(await licenses.countDocuments({ orderItem: item._id, customer: 'cus_1' })).toBe(seats.length)
    },
  )

  it('unlimited seats stay unlimited however many are bought', async () => {
    const { license } = await issuedLicense(database, {
      quantity: 5,
      quantityMode: 'seats',
      terms: { activations: null },
    })
    expect(license.seats).toBeNull()
  })

  it('[LIC-1] the key lies hashed and sealed, never in clear', async () => {
    const { license, key } = await issuedLicense(database)
    expect(parseLicenseKey(key, keyring()).kind).toBe('ours')
    expect(license.keys[0]?.hash).toBe(hashesOfKey(key, keyring())[0])
    const raw = JSON.stringify([await stored(license), await historyOf(license)])
    expect(raw).not.toContain(key)
    expect(raw).not.toContain(key.split('-')[4])
  })

  it('terms are copied and windows start at the sale', async () => {
    const at = new Date('2026-03-01T12:00:00Z')
    const { license } = await issuedLicense(
      database,
      { terms: { term: 'annual', features: ['reports'] } },
      { at },
    )
    expect(license).toMatchObject({ status: 'active', startsAt: at, expiresAt: addMonths(at, 12) })
    expect(license.supportUntil).toEqual(addMonths(at, 6))
    expect(license.terms.features).toEqual(['reports'])
    expect(await historyOf(license)).toMatchObject([{ kind: 'created', customer: license.customer }])
  })

  it('a line can never issue twice', async () => {
    const item = soldItem()
    const issue = () => act((tx) => issueLicenses({ tx, item, customerId: 'cus_1' }))
    await issue()
    await expect(issue()).rejects.toSatisfy(isDuplicateKey)
    expect(await licenses.countDocuments({ orderItem: item._id })).toBe(1)
  })
})

describe('[LIC-3] changing the state', () => {
  it('a step is kept in the history with actor and reason, and in the audit for staff', async () => {
    const { license } = await issuedLicense(database)
    await act(
      (tx) =>
        changeLicenseStatus({ tx, licenseId: license._id, event: 'suspend', reason: 'staff', note: 'asked' }),
      staff,
    )
    expect(await stored(license)).toMatchObject({ status: 'suspended', reason: 'staff' })
    expect((await historyOf(license)).at(-1)).toMatchObject({
      kind: 'state',
      reason: 'asked',
      actor: staff,
      data: { from: 'active', to: 'suspended', reason: 'staff' },
    })
    const audited = await collectionOf(database, auditRecord).findOne({ 'target.id': license._id })
    expect(audited).toMatchObject({ act: 'license.suspend', reason: 'asked' })
  })

  it('revoked is final', async () => {
    const { license } = await issuedLicense(database, {}, { change: { status: 'revoked', reason: 'terms' } })
    const resume = act((tx) =>
      changeLicenseStatus({ tx, licenseId: license._id, event: 'resume', reason: 'staff' }),
    )
    await expect(resume).rejects.toMatchObject({ status: 409, code: 'license_state' })
    expect(await stored(license)).toMatchObject({ status: 'revoked', reason: 'terms' })
  })

  it('of two people who race for a step one loses and is told', async () => {
    const { license } = await issuedLicense(database)
    const suspend = () =>
      act((tx) => changeLicenseStatus({ tx, licenseId: license._id, event: 'suspend', reason: 'staff' }))
    const results = await Promise.allSettled([suspend(), suspend(), suspend()])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect((await historyOf(license)).filter((row) => row.kind === 'state')).toHaveLength(1)
  })

  it('a license that does not exist is not found', async () => {
    const change = act((tx) => changeLicenseStatus({ tx, licenseId: newId('lic'), event: 'expire' }))
    await expect(change).rejects.toMatchObject({ status: 404 })
  })

  it('a dispute is no reason to revoke', async () => {
    const { license } = await issuedLicense(database)
    const revoke = act((tx) =>
      changeLicenseStatus({ tx, licenseId: license._id, event: 'revoke', reason: 'disputed' }),
    )
    await expect(revoke).rejects.toThrow('not a reason')
  })
})

describe('[BUY-10] licenses of an order', () => {
  it('a refund revokes the licenses of its lines and no others', async () => {
    const order = newId('ord')
    const { license: refunded } = await issuedLicense(database, { order })
    const { license: kept } = await issuedLicense(database, { order })
    const itemIds = [refunded.orderItem ?? '']
    const revoke = () => act((tx) => revokeOrderLicenses({ tx, orderId: order, itemIds, reason: 'refunded' }))
    expect(await revoke()).toHaveLength(1)
    expect(await revoke()).toHaveLength(0)
    expect(await stored(refunded)).toMatchObject({ status: 'revoked', reason: 'refunded' })
    expect(await stored(kept)).toMatchObject({ status: 'active' })
  })

  it('a won dispute gives back what it suspended, and only that', async () => {
    const order = newId('ord')
    const { license: free } = await issuedLicense(database, { order })
    const { license: held } = await issuedLicense(
      database,
      { order },
      { change: { status: 'suspended', reason: 'staff' } },
    )
    await act((tx) => suspendOrderLicenses({ tx, orderId: order }))
    expect(await stored(free)).toMatchObject({ status: 'suspended', reason: 'disputed' })
    await act((tx) => resumeOrderLicenses({ tx, orderId: order }))
    expect(await stored(free)).toMatchObject({ status: 'active', reason: null })
    expect(await stored(held)).toMatchObject({ status: 'suspended', reason: 'staff' })
  })
})

describe('[LIC-11] showing a key', () => {
  it('gives the key in clear and writes down who saw it', async () => {
    const { license, key } = await issuedLicense(database)
    const person = { kind: 'person' as const, id: 'usr_2', address: '203.0.113.7', requestId: 'req_1' }
    expect(
      await transact(database, { actor: person }, (tx) => revealKey({ tx, licenseId: license._id })),
    ).toBe(key)
    expect((await historyOf(license)).at(-1)).toMatchObject({ kind: 'key_shown', actor: person })
  })
})
