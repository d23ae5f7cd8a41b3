import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { testDatabase } from '../../../tests/setup/database'
import { issuedLicense } from '../../../tests/setup/licenseFixtures'
import { type LiveLicenses, liveLicenses } from './liveLicenses'

let database: Database
let licenses: LiveLicenses
let id: string

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  // Before the stream begins, which else would tell of it in the middle.
  id = (await issuedLicense(database)).license._id
  licenses = liveLicenses(database)
  await vi.waitFor(() => expect(licenses.isLive()).toBe(true), 20_000)
})
afterAll(() => licenses.stop())

describe('licenses in memory [LIC-4]', () => {
  // A change that the stream does not tell stands for one that it has not told yet.
  it('one without what its proof names is read again, as it may have been read before that came in', async () => {
    await licenses.findById(id)
    const lastUsedAt = new Date('2026-05-05T05:05:05Z')
    await collectionOf(database, licenseRecord).updateOne({ _id: id }, { $set: { lastUsedAt } })
    expect((await licenses.findById(id))?.lastUsedAt).toBeNull()
    const isWhole = vi.fn((near: { lastUsedAt: Date | null }) => near.lastUsedAt !== null)
    expect((await licenses.findById(id, isWhole))?.lastUsedAt).toEqual(lastUsedAt)
    expect(isWhole).toHaveBeenCalledOnce()
    expect((await licenses.findById(id))?.lastUsedAt).toEqual(lastUsedAt)
  })
})
