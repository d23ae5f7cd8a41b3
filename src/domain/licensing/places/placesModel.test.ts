import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { addSeconds } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, newPlaceOf } from '../../../../tests/setup/licenseFixtures'
import {
  type License,
  type LicensePlace,
  licensePlaceRecord,
  licenseRecord,
  placesInRecord,
} from '../records'
import { restingSeats } from '../seats'
import { createLicensingServices } from '../services'
import { activate } from './activate'
import { deactivate } from './deactivate'
import { placeOfHeld, spotOf } from './findPlace'
import { movePlace } from './movePlace'
import { undoMove } from './undoMove'

const database = await testDatabase()
const services = createLicensingServices({ database, publicUrl: 'https://market.example.com' })
const start = new Date('2026-06-01T12:00:00Z')
const caller = { address: '203.0.113.7', userAgent: 'test', requestId: 'req_test' }

beforeEach(() => emptyDatabase(database))
afterAll(() => services.stop())

const host = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f').map((name) => `${name}.example.com`)
const step = fc.oneof(
  fc.record({
    act: fc.constant('activate' as const),
    domain: host,
    environment: fc.constantFrom('production' as const, 'production' as const, 'staging' as const),
  }),
  fc.record({ act: fc.constant('deactivate' as const), domain: host }),
  fc.record({ act: fc.constant('move' as const), domain: host, to: host }),
  fc.record({ act: fc.constant('undo' as const) }),
  fc.record({ act: fc.constant('wait' as const), seconds: fc.constantFrom(1, 11, 40_000, 90_000, 200_000) }),
)
const sold = fc.record({
  seats: fc.integer({ min: 0, max: 3 }),
  moveQuota: fc.option(fc.nat(2), { nil: null }),
  reclaimDays: fc.option(fc.constantFrom(1, 2), { nil: null }),
  /** Places that are there from the beginning and never touched: with many, new ones lie beyond the record. */
  settled: fc.constantFrom(0, placesInRecord - 2, placesInRecord),
})

interface Kept {
  license: License
  places: LicensePlace[]
}
const kept = async (id: string): Promise<Kept> => {
  const license = await collectionOf(database, licenseRecord).findOne({ _id: id })
  if (!license) throw new Error('the license is gone')
  const held = await collectionOf(database, licensePlaceRecord).find({ license: id }).toArray()
  return { license, places: [...license.places, ...held.map(placeOfHeld)] }
}

describe('[LIC-5] whatever happens to the places of a license', () => {
  it('the counts are of what is there, no place is twice, and no limit is passed', async () => {
    await fc.assert(
      fc.asyncProperty(sold, fc.array(step, { minLength: 10, maxLength: 40 }), async (terms, steps) => {
        const { moveQuota, reclaimDays, settled } = terms
        const seats = settled + terms.seats
        const { license, key } = await issuedLicense(
          database,
          { terms: { activations: seats, moveQuota, moveWindowDays: 2, reclaimDays, tokenOnlineDays: 1 } },
          {
            at: start,
            change: {
              places: Array.from({ length: settled }, (_, index) =>
                // Seen in a far future: these are never dead.
                newPlaceOf({ domain: `settled${index}.example.com`, lastSeenAt: addSeconds(start, 1e9) }),
              ),
              seatsTaken: settled,
            },
          },
        )
        let now = start
        const act = (work: (tx: Tx) => Promise<unknown>) =>
          transact(database, { actor: systemActor('test'), now }, work).catch((error: unknown) => {
            if (!(error instanceof CodedError)) throw error
          })
        let before = await kept(license._id)
        for (const one of steps) {
          if (one.act === 'wait') now = addSeconds(now, one.seconds)
          if (one.act === 'deactivate')
            await deactivate({ services, request: { key, what: { domain: one.domain } }, caller, now })
          if (one.act === 'undo') await act((tx) => undoMove({ tx, licenseId: license._id }))
          if (one.act === 'move') {
            const from = before.places.find(({ domain }) => domain === one.domain)
            const to = { domain: one.to }
            if (from) await act((tx) => movePlace({ tx, licenseId: license._id, placeId: from.id, to }))
          }
          if (one.act === 'activate') {
            const { domain, environment } = one
            const request = {
              key,
              product: 'acme/widgets',
              domain,
              fingerprint: null,
              label: null,
              environment,
            }
            const answer = await activate({ services, request, caller, now })
            const place = (await kept(license._id)).places.find((known) => known.domain === domain)
            expect(answer.activation?.id).toBe(answer.activated ? place?.id : undefined)
            if (answer.activated && environment === 'production') expect(place?.seat).toBe(true)
          }
          const after = await kept(license._id)
          const { seatsTaken, freeTaken, places, freed } = after.license
          expect(after.places.filter(({ seat }) => seat)).toHaveLength(seatsTaken)
          expect(after.places.filter(({ seat }) => !seat)).toHaveLength(freeTaken)
          expect(new Set(after.places.map(spotOf)).size).toBe(after.places.length)
          expect(places.length).toBeLessThanOrEqual(placesInRecord)
          expect(seatsTaken + restingSeats(after.license, now)).toBeLessThanOrEqual(seats)
          expect(freeTaken).toBeLessThanOrEqual(seats * 3)
          expect(freed.length - before.license.freed.length).toBeLessThanOrEqual(1)
          before = after
        }
      }),
      {
        numRuns: process.env.DEEP === '1' ? 150 : 8,
        seed: Number(process.env.TEST_SEED ?? 1),
        endOnFailure: process.env.DEEP !== '1',
      },
    )
  }, 600_000)
})
