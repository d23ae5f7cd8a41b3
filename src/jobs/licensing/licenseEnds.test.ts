import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { extendLicense } from '@/domain/licensing/acts/extendLicense'
import { replaceKey } from '@/domain/licensing/acts/replaceKey'
import { changeLicenseStatus } from '@/domain/licensing/changeLicenseStatus'
import { licenseRecord } from '@/domain/licensing/records'
import { revokeOrderLicenses } from '@/domain/licensing/revokeOrderLicenses'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { addDays, addSeconds } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { daysBefore, yearEnd as end, licenseTime, soldAt as sold } from '../../../tests/setup/licenseTime'
import { expireLicenses } from './expireLicenses'

const database = await testDatabase()
const time = await licenseTime(database)
const { license, tick, arrived, tickAndRead, act, rows } = time
const licenses = collectionOf(database, licenseRecord)

beforeEach(() => emptyDatabase(database))
afterAll(() => time.close())

describe('[LIC-10] the end, and grace', () => {
  it('grace is told when it begins, the end when it is over, each once', async () => {
    await license({ terms: { graceDays: 10 } })
    const told: string[] = []
    for (let day = -0.5; day < 13; day += 0.5)
      told.push(...(await tickAndRead(addDays(end, day))).filter((line) => line.startsWith('buyer')))
    expect(told).toEqual([
      'buyer: Widgets ends tomorrow',
      'buyer: Widgets has ended and works until January 20, 2027',
      'buyer: Widgets has ended',
    ])
  })

  it('customer and seller are told of the end once, under two workers, and the state changes once', async () => {
    const { _id } = await license()
    await tick(addSeconds(end, 5), 2)
    await tick(addSeconds(end, 305), 2)
    expect(await licenses.findOne({ _id })).toMatchObject({ status: 'expired' })
    expect(await arrived(end, 2)).toEqual(['buyer: Widgets has ended'])
    expect(await arrived(addDays(end, 1), 2)).toEqual([
      'seller: Your licenses on January 10, 2027: one change',
    ])
    expect(await arrived(addDays(end, 9), 2)).toEqual([])
  })

  it('an end that was put off between looking and acting ends nothing', async () => {
    const { _id } = await license()
    await Promise.all([
      expireLicenses(database, addSeconds(end, 1)),
      act(addSeconds(end, 1), (tx) =>
        extendLicense(tx, { licenseId: _id, until: { expiresAt: addDays(end, 30) }, reason: 'asked' }),
      ),
    ])
    await expireLicenses(database, addSeconds(end, 2))
    expect(await licenses.findOne({ _id })).toMatchObject({ status: 'active' })
  })

  it('a license that is renewed before the mail goes out is not told that it ended', async () => {
    const { _id } = await license()
    await tick(addSeconds(end, 5))
    await act(addSeconds(end, 60), (tx) =>
      extendLicense(tx, { licenseId: _id, until: { expiresAt: addDays(end, 30) }, reason: 'paid late' }),
    )
    expect(await arrived(end)).toEqual(['buyer: Widgets was extended'])
  })

  it('one license that cannot be read keeps no other waiting', async () => {
    await license({}, { status: 'active', reason: 'staff', expiresAt: end, customer: 'cus_a' })
    const { _id } = await license()
    await database.db
      .collection('licenses')
      .updateOne({ customer: 'cus_a' }, { $set: { 'terms.graceDays': 'many' } })
    await expireLicenses(database, addSeconds(end, 1))
    expect(await licenses.findOne({ _id })).toMatchObject({ status: 'expired' })
  })
})

describe('[LIC-10] other windows', () => {
  it('an update window that ends before the license is told once', async () => {
    await license({ terms: { term: 'lifetime', updateMonths: 12 } })
    const told: string[] = []
    for (let day = 40; day > -20; day--) told.push(...(await tickAndRead(daysBefore(day), 2)))
    expect(told).toEqual(['buyer: Updates of Widgets end on January 10, 2027'])
  })

  it('slept through, its end is told as past; long past, not at all', async () => {
    await license({ terms: { term: 'lifetime', updateMonths: 12 } })
    expect(await tickAndRead(addDays(end, 5))).toEqual([
      'buyer: Updates of Widgets ended on January 10, 2027',
    ])
    await emptyDatabase(database)
    await license({ terms: { term: 'lifetime', updateMonths: 12 } })
    expect(await tickAndRead(addDays(end, 60))).toEqual([])
  })

  it('[LIC-9] the old key of a replacement is told of a day before it ends, once', async () => {
    const { _id, maskedKey } = await license({ terms: { term: 'lifetime' } })
    await act(sold, (tx) => replaceKey(tx, { licenseId: _id, maskedKey, keepDays: 10, reason: 'leaked' }))
    expect(await arrived(sold)).toEqual(['buyer: Widgets has a new key'])
    const told: string[] = []
    for (let day = 8; day < 12; day += 0.25)
      told.push(...(await tickAndRead(addDays(sold, day), 2)).filter((line) => line.startsWith('buyer')))
    expect(told).toEqual(['buyer: The old key of Widgets ends on January 20, 2026'])
  })

  it('[LIC-9] of a test license the seller is reminded, the customer never', async () => {
    await license({ terms: { term: 'lifetime' } }, { test: true, expiresAt: addDays(sold, 30) })
    const told: string[] = []
    for (let day = 1; day < 33; day++) told.push(...(await tickAndRead(addDays(sold, day))))
    expect(told).toEqual([
      'seller: A test license of Widgets ends in 7 days',
      'seller: A test license of Widgets ends tomorrow',
      'seller: Your licenses on February 9, 2026: one change',
    ])
  })
})

describe('[LIC-10] what is done to a license', () => {
  const change = (licenseId: string, event: 'suspend' | 'resume' | 'revoke', at: Date) =>
    act(at, (tx) => changeLicenseStatus({ tx, licenseId, event, reason: 'staff' }))

  it('suspension and resume are told once, to customer at once and to seller the next morning', async () => {
    const { _id } = await license()
    await change(_id, 'suspend', sold)
    expect(await arrived(sold)).toEqual(['buyer: Your license of Widgets is suspended'])
    await change(_id, 'resume', addSeconds(sold, 3_600))
    expect(await arrived(addSeconds(sold, 3_600))).toEqual(['buyer: Your license of Widgets works again'])
    const [digest, ...more] = await time.received(addDays(sold, 1), 2)
    expect(more).toEqual([])
    expect(digest).toMatchObject({ to: expect.stringMatching(/^seller-/) })
    expect(digest?.text).toContain('Suspended: 1')
    expect(digest?.text).toContain('Resumed: 1')
  })

  it('a suspension that was lifted before its mail went out is not told', async () => {
    const { _id } = await license()
    await change(_id, 'suspend', sold)
    await change(_id, 'resume', addSeconds(sold, 5))
    expect(await arrived(sold)).toEqual(['buyer: Your license of Widgets works again'])
  })

  it('a refund is told by its own mail, a revocation by this one', async () => {
    const refunded = await license()
    await act(sold, (tx) => revokeOrderLicenses({ tx, orderId: refunded.order ?? '', reason: 'refunded' }))
    expect(await arrived(sold)).toEqual([])
    const { _id } = await license()
    await change(_id, 'revoke', sold)
    expect(await arrived(sold)).toEqual(['buyer: Your license of Widgets was revoked'])
  })

  it('a state that could not be written tells nothing', async () => {
    const { _id } = await license()
    await expect(
      transact(database, { actor: systemActor('test'), now: sold }, async (tx) => {
        await changeLicenseStatus({ tx, licenseId: _id, event: 'suspend', reason: 'payment' })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    expect(await rows('license-suspended')).toBe(0)
  })
})
