import { beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense } from '../../../../tests/setup/licenseFixtures'
import { holdLease } from '../leases/holdLease'
import { type License, licenseHistoryRecord } from '../records'
import { createLicensingServices } from '../services'
import { validateLicense } from '../validateLicense'
import { UsageWatch } from './usageWatch'
import { reached, standingPeriod, type WarnUsage, warnUsage } from './warnUsage'

const database = await testDatabase()
const now = new Date('2026-06-15T12:00:00Z')
beforeEach(() => emptyDatabase(database))

const warn = (license: License, fields: Partial<WarnUsage>) =>
  transact(database, { actor: systemActor('test'), now }, (tx) =>
    warnUsage(tx, { license, metric: 'callsPerMonth', used: 0, limit: 1_000, period: '2026-06', ...fields }),
  )
const told = async () =>
  (
    await collectionOf(database, outboxRow)
      .find({ 'payload.template': 'license-usage' })
      .sort({ createdAt: 1, _id: 1 })
      .toArray()
  ).map(({ payload }) => (payload.data as { threshold: number }).threshold)

describe('[LIC-10] usage warnings', () => {
  it.each([
    [799, 1_000, null],
    [800, 1_000, 80],
    [899, 1_000, 80],
    [900, 1_000, 90],
    [1_000, 1_000, 100],
    [1_500, 1_000, 100],
    [4, 5, 80],
    [2, 3, null],
    [3, 3, 100],
  ])('%i of %i reach %s per cent', (used, limit, threshold) => {
    expect(reached(used, limit)).toBe(threshold)
  })

  it('each threshold is told once in a period, and again in the next', async () => {
    const { license } = await issuedLicense(database, {}, { at: now })
    for (const used of [700, 800, 850, 900, 950, 1_000, 1_100]) await warn(license, { used })
    expect((await told()).sort((a, b) => a - b)).toEqual([80, 90, 100])
    await warn(license, { used: 800, period: '2026-07' })
    expect(await told()).toHaveLength(4)
  })

  it('a leap over several tells the highest only, and nothing below it later', async () => {
    const { license } = await issuedLicense(database, {}, { at: now })
    await warn(license, { used: 1_000 })
    for (const used of [500, 850, 950, 1_000]) await warn(license, { used })
    expect(await told()).toEqual([100])
  })

  it('many counters at once tell it once', async () => {
    const { license } = await issuedLicense(database, {}, { at: now })
    const answers = await Promise.all(Array.from({ length: 20 }, () => warn(license, { used: 900 })))
    expect(answers.filter((answer) => answer === 90)).toHaveLength(1)
    expect(await told()).toEqual([90])
    const passed = { license: license._id, kind: 'limit_passed' as const }
    expect(await collectionOf(database, licenseHistoryRecord).countDocuments(passed)).toBe(1)
  })

  it('a limit of one, and none, are not warned of', async () => {
    const { license } = await issuedLicense(database, {}, { at: now })
    expect(await warn(license, { used: 1, limit: 1 })).toBeNull()
    expect(await warn(license, { used: 1_000_000, limit: null })).toBeNull()
  })

  it('metrics are counted apart', async () => {
    const { license } = await issuedLicense(database, {}, { at: now })
    await warn(license, { used: 900 })
    await warn(license, { used: 900, metric: 'callsPerDay' })
    expect(await told()).toHaveLength(2)
  })

  it('seats are warned of when a place takes one of the last', async () => {
    const { key } = await issuedLicense(
      database,
      { terms: { activations: 5, clonePlaces: 100 } },
      { at: now },
    )
    const services = createLicensingServices({ database, publicUrl: 'https://market.example.com' })
    for (let index = 1; index <= 5; index++) {
      await validateLicense({
        services,
        request: {
          credential: { key },
          product: 'acme/widgets',
          domain: `shop${index}.example.com`,
          fingerprint: null,
          version: null,
          features: [],
          environment: 'production',
          nonce: null,
        },
        caller: { address: '203.0.113.7', userAgent: 'test', requestId: 'req_test' },
        now,
      })
      expect(await told()).toHaveLength(index < 4 ? 0 : index - 3)
    }
    await services.stop()
  })

  it('users are warned of behind the answer, once however many heartbeats come and processes watch', async () => {
    const { license } = await issuedLicense(database, { terms: { users: 5 } }, { at: now })
    const { keyring } = createLicensingServices({ database, publicUrl: 'https://market.example.com' })
    const watches = [new UsageWatch(database), new UsageWatch(database)]
    for (let round = 0; round < 3; round++)
      for (const user of ['a', 'b', 'c', 'd']) {
        const lease = await holdLease({ database, keyring, license, user, now })
        for (const watch of watches)
          watch.note({ license, metric: 'users', used: lease?.inUse ?? 0, limit: lease?.limit ?? 0, at: now })
      }
    await Promise.all(watches.map((watch) => watch.settled()))
    expect(await told()).toEqual([80])
    expect(standingPeriod(now)).toBe('2026-06')
  })
})
