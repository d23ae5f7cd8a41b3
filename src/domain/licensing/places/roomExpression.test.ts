import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { newId } from '@/platform/ids'
import { addDays } from '@/platform/time'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense } from '../../../../tests/setup/licenseFixtures'
import { environments, type License, licenseRecord } from '../records'
import { mayReclaim } from '../seats'
import { roomRefusal } from '../verdict'
import { reclaimRoom, roomExpression } from './roomExpression'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const now = new Date('2026-06-01T12:00:00Z')

const seats = fc.option(fc.nat(4), { nil: null })
const fields = fc.record({
  seats,
  seatsTaken: fc.nat(5),
  freeTaken: fc.nat(14),
  freed: fc.array(
    fc.oneof(
      fc.integer({ min: -10, max: 1 }).map((days) => addDays(now, days)),
      // Exactly at the edge of a window.
      fc.constantFrom(1, 3, 7).map((days) => addDays(now, -days)),
    ),
    { maxLength: 6 },
  ),
  moveQuota: fc.option(fc.nat(3), { nil: null }),
  moveWindowDays: fc.constantFrom(1, 3, 7),
  freeEnvironments: fc.subarray<'staging' | 'development'>(['staging', 'development']),
})

beforeEach(() => emptyDatabase(database))

describe('[LIC-5] the rule of seats as it is judged and as it is written', () => {
  it('MongoDB and the rule agree for every license on whether there is room', async () => {
    const { license } = await issuedLicense(database, {}, { at: addDays(now, -20) })
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 60, maxLength: 60 }), async (drawn) => {
        const made = drawn.map(
          ({ moveQuota, moveWindowDays, freeEnvironments, ...rest }): License => ({
            ...license,
            ...rest,
            _id: newId('lic'),
            orderItem: null,
            keys: [{ hash: newId('key'), sealed: '', masked: '', state: 'current', until: null }],
            terms: { ...license.terms, moveQuota, moveWindowDays, freeEnvironments },
          }),
        )
        await licenses.deleteMany({})
        await licenses.insertMany(made)
        const idsWhere = async (condition: object) =>
          new Set((await licenses.find({ $expr: condition }).toArray()).map(({ _id }) => _id))
        for (const environment of environments) {
          const byRule = made.filter((one) => roomRefusal(one, environment, now) === null)
          expect(await idsWhere(roomExpression(environment, now))).toEqual(
            new Set(byRule.map(({ _id }) => _id)),
          )
        }
        const reclaimable = made.filter(mayReclaim)
        expect(await idsWhere(reclaimRoom)).toEqual(new Set(reclaimable.map(({ _id }) => _id)))
      }),
      { numRuns: process.env.DEEP === '1' ? 200 : 10, seed: Number(process.env.TEST_SEED ?? 1) },
    )
  })
})
