import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { extendLicense } from '@/domain/licensing/acts/extendLicense'
import { changeLicenseStatus } from '@/domain/licensing/changeLicenseStatus'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { revokeOrderLicenses } from '@/domain/licensing/revokeOrderLicenses'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays, addSeconds } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { daysBefore, yearEnd as end, licenseTime, soldAt as sold } from '../../../tests/setup/licenseTime'

const database = await testDatabase()
const time = await licenseTime(database)
const { license, tick, arrived, tickAndRead, act, rows } = time
const licenses = collectionOf(database, licenseRecord)

beforeEach(() => emptyDatabase(database))
afterAll(() => time.close())

describe('[LIC-10] reminders of the end', () => {
  it('come 30, 7 and 1 days before, each once, however often the job runs', async () => {
    await license()
    const told: string[] = []
    for (let day = 40; day > 0; day -= 0.5) told.push(...(await tickAndRead(daysBefore(day))))
    expect(told).toEqual([
      'buyer: Widgets ends in 30 days',
      'buyer: Widgets ends in 7 days',
      'buyer: Widgets ends tomorrow',
    ])
  })

  it('come on the days of the settings', async () => {
    await database.db.collection('globals').insertOne({ globalType: 'settings', reminderDays: [14, 3] })
    await license()
    const told: string[] = []
    for (let day = 31; day > 0; day--) told.push(...(await tickAndRead(daysBefore(day))))
    expect(told).toEqual(['buyer: Widgets ends in 14 days', 'buyer: Widgets ends in 3 days'])
  })

  it('come once when two workers look at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => license()))
    await tick(daysBefore(7), 2)
    const told = await arrived(daysBefore(7), 2)
    expect(told).toEqual(all.map(() => 'buyer: Widgets ends in 7 days'))
  })

  it('a jump of the clock tells the nearest one only', async () => {
    await license()
    expect(await tickAndRead(daysBefore(60))).toEqual([])
    expect(await tickAndRead(daysBefore(0.5))).toEqual(['buyer: Widgets ends tomorrow'])
    expect(await tickAndRead(daysBefore(0.4))).toEqual([])
  })

  it('after a week of sleep it says how many days are left now', async () => {
    await license()
    expect(await tickAndRead(daysBefore(9))).toEqual(['buyer: Widgets ends in 9 days'])
    expect(await tickAndRead(daysBefore(2))).toEqual(['buyer: Widgets ends in 2 days'])
  })

  it('after a sleep beyond the end nothing is reminded of, only the end is told', async () => {
    await license()
    expect(await tickAndRead(addDays(end, 40))).toEqual(['buyer: Widgets has ended'])
  })

  it('licenses of one order share a mail', async () => {
    const order = newId('ord')
    const first = await license({ order, quantity: 3 })
    await licenses.updateMany({ order }, { $set: { customer: first.customer } })
    expect(await tickAndRead(daysBefore(7), 2)).toEqual(['buyer: Widgets ends in 7 days'])
    await tick(end)
    const [mail] = await time.received(end)
    expect(mail?.text).toContain('Your 3 licenses of Widgets ended on January 10, 2027.')
  })

  it('a month’s license is not reminded of on its first day, a trial only in its second half', async () => {
    await license({ terms: { term: 'monthly' } })
    await license({ terms: { term: 'trial' }, trialDays: 14 })
    expect(await tickAndRead(addDays(sold, 1.5))).toEqual([])
    expect(await tickAndRead(addDays(sold, 7.5))).toEqual(['buyer: Widgets ends in 7 days'])
    expect(await tickAndRead(addDays(sold, 25))).toEqual([
      'buyer: Widgets has ended',
      'buyer: Widgets ends in 6 days',
    ])
  })

  it.each<[string, (license: License, at: Date) => Promise<unknown>]>([
    [
      'put off',
      ({ _id }, at) =>
        act(at, (tx) =>
          extendLicense(tx, { licenseId: _id, until: { expiresAt: addDays(end, 365) }, reason: 'asked' }),
        ),
    ],
    [
      'suspended',
      ({ _id }, at) =>
        act(at, (tx) => changeLicenseStatus({ tx, licenseId: _id, event: 'suspend', reason: 'staff' })),
    ],
    [
      'revoked',
      ({ _id }, at) =>
        act(at, (tx) => changeLicenseStatus({ tx, licenseId: _id, event: 'revoke', reason: 'terms' })),
    ],
    [
      'refunded',
      ({ order }, at) =>
        act(at, (tx) => revokeOrderLicenses({ tx, orderId: order ?? '', reason: 'refunded' })),
    ],
  ])('one that waits to be sent is not sent when the end was %s meanwhile', async (_, change) => {
    const held = await license()
    await tick(daysBefore(7))
    expect(await rows('license-ending')).toBe(1)
    await change(held, addSeconds(daysBefore(7), 60))
    const told = await arrived(daysBefore(7))
    expect(told.filter((subject) => subject.includes('ends in'))).toEqual([])
  })

  it('an end that was put off is reminded of anew', async () => {
    const { _id } = await license()
    await tickAndRead(daysBefore(7))
    const later = addDays(end, 365)
    const extended = { licenseId: _id, until: { expiresAt: later }, reason: 'asked' }
    await act(daysBefore(5), (tx) => extendLicense(tx, extended))
    expect(await arrived(daysBefore(5))).toEqual(['buyer: Widgets was extended'])
    expect(await tickAndRead(daysBefore(4))).toEqual(
      expect.not.arrayContaining(['buyer: Widgets ends in 30 days']),
    )
    expect(await tickAndRead(addDays(later, -30))).toContain('buyer: Widgets ends in 30 days')
  })

  it('whoever was told a near end with an extension is not reminded of it at once', async () => {
    const { _id } = await license({ terms: { term: 'monthly' } })
    const soon = addDays(sold, 40)
    await act(addDays(sold, 30), (tx) =>
      extendLicense(tx, { licenseId: _id, until: { expiresAt: soon }, reason: 'asked' }),
    )
    await arrived(addDays(sold, 30))
    expect(await rows('license-ending')).toBe(0)
    await tick(addSeconds(addDays(sold, 30), 3600))
    expect(await rows('license-ending')).toBe(0)
  })
})
