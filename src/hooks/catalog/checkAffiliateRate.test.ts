import type { Payload } from 'payload'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { productDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { makeProduct, makeSeller } from '../../../tests/setup/catalogFixtures'
import { emptyDatabase, testDatabase } from '../../../tests/setup/database'
import { testPayload } from '../../../tests/setup/payload'

let database: Database
let payload: Payload

beforeAll(async () => {
  database = await testDatabase()
  payload = await testPayload()
})
beforeEach(() => emptyDatabase(database))

async function set(affiliateBps: number | null, commissionBps: number | null = null) {
  const seller = await makeSeller(database, { commissionBps })
  const { _id } = await makeProduct(database, seller)
  await payload.update({ collection: 'products', id: _id, data: { affiliateBps } })
  return (await collectionOf(database, productDocument).findOne({ _id }))?.affiliateBps
}

describe('[AFF-3] a seller’s rate for affiliates', () => {
  it('is the platform’s or more, or left to the platform', async () => {
    expect(await set(1_000)).toBe(1_000)
    expect(await set(2_500)).toBe(2_500)
    expect(await set(null)).toBeNull()
  })

  it.each([
    ['below the platform’s', 999, null],
    ['no whole number of basis points', 1_000.5, null],
    ['more than half of the price', 5_001, null],
    ['all that the platform leaves', 5_000, 5_000],
  ])('is refused where it is %s', async (_, rate, commission) => {
    await expect(set(rate, commission)).rejects.toMatchObject({ status: 400 })
  })

  it('follows the platform’s present rate, not the one that it began with', async () => {
    await database.db.collection('globals').insertOne({ globalType: 'settings', affiliateBps: 2_000 })
    await expect(set(1_500)).rejects.toMatchObject({ status: 400 })
    expect(await set(2_000)).toBe(2_000)
  })
})
