import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type License,
  licenseHistoryRecord,
  licenseLeaseRecord,
  licenseRecord,
} from '@/domain/licensing/records'
import { restingSeats } from '@/domain/licensing/seats'
import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { testDatabase } from './setup/database'
import { issuedLicense, newPlaceOf, type SoldFields } from './setup/licenseFixtures'
import type { RaceAct, RaceAnswer } from './setup/placeRacer'

/** All of them with `npm run test:deep licenseRaces`; a few are enough to see that nothing is broken. */
const rounds = process.env.DEEP === '1' ? 20 : 2
const ways = 200
const minutes = process.env.DEEP === '1' ? 600_000 : 120_000

let database: Database
const racers: ChildProcess[] = []

beforeAll(async () => {
  database = await testDatabase()
  for (let index = 0; index < 2; index++) {
    const racer = fork('tests/setup/placeRacer.ts', {
      execArgv: ['-C', 'production', '--import', 'tsx'],
      env: { ...process.env, LOG_LEVEL: 'silent' },
    })
    racers.push(racer)
    await once(racer, 'message')
  }
}, 60_000)
afterAll(() => {
  for (const racer of racers) racer.kill('SIGKILL')
})

/** All at once, in two processes by turns. */
async function race(acts: RaceAct[]): Promise<RaceAnswer[]> {
  const answers = await Promise.all(
    racers.map(async (racer, index) => {
      const mine = acts.filter((_, position) => position % racers.length === index)
      const answered: Promise<[RaceAnswer[]]> = once(racer, 'message') as Promise<[RaceAnswer[]]>
      racer.send(mine)
      return (await answered)[0]
    }),
  )
  return answers.flat()
}

function codes(answers: readonly RaceAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { code } of answers) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: ways }, (_, index) => make(index))
const seated = (count: number) =>
  Array.from({ length: count }, (_, index) => newPlaceOf({ domain: `held${index}.example.com` }))
const sold = (terms: SoldFields['terms'], change: Partial<License> = {}) =>
  issuedLicense(database, { terms }, { at: addDays(new Date(), -40), change })
const stored = async ({ _id }: License): Promise<License> => {
  const license = await collectionOf(database, licenseRecord).findOne({ _id })
  if (!license) throw new Error('the license is gone')
  return license
}
const eachRound = async (round: () => Promise<void>) => {
  for (let index = 0; index < rounds; index++) await round()
}

describe(`200 at once in two processes, ${rounds} rounds`, () => {
  it(
    '[LIC-5] the last seat is taken once',
    async () => {
      await eachRound(async () => {
        const { license, key } = await sold({ activations: 3 }, { places: seated(2), seatsTaken: 2 })
        const answers = await race(
          many((index) => ({ act: 'activate', key, domain: `s${index}.example.com` })),
        )
        expect(codes(answers)).toEqual({ VALID: 1, ACTIVATION_LIMIT: ways - 1 })
        const { seatsTaken, places } = await stored(license)
        expect([seatsTaken, places.length]).toEqual([3, 3])
        const lines = collectionOf(database, licenseHistoryRecord)
        expect(await lines.countDocuments({ license: license._id, kind: 'activated' })).toBe(1)
      })
    },
    minutes,
  )

  it(
    '[LIC-5] the last seats beyond the record are taken once',
    async () => {
      await eachRound(async () => {
        const { license, key } = await sold({ activations: 53 }, { places: seated(49), seatsTaken: 49 })
        const answers = await race(
          many((index) => ({ act: 'activate', key, domain: `s${index}.example.com` })),
        )
        expect(codes(answers)).toEqual({ VALID: 4, ACTIVATION_LIMIT: ways - 4 })
        expect(await stored(license)).toMatchObject({ seatsTaken: 53 })
      })
    },
    minutes,
  )

  it(
    '[LIC-5] one place that comes twice a hundred times takes one seat',
    async () => {
      await eachRound(async () => {
        const { license, key } = await sold({ activations: 3 })
        const answers = await race(many(() => ({ act: 'activate', key, domain: 'shop.example.com' })))
        expect(codes(answers)).toEqual({ VALID: ways })
        expect(new Set(answers.map(({ activation }) => activation)).size).toBe(1)
        expect(await stored(license)).toMatchObject({ seatsTaken: 1 })
      })
    },
    minutes,
  )

  it(
    '[LIC-5] staging places that go live at once take the seats that there are',
    async () => {
      await eachRound(async () => {
        const staging = Array.from({ length: 6 }, (_, index) =>
          newPlaceOf({ domain: `s${index}.example.com`, environment: 'staging', seat: false }),
        )
        const { license, key } = await sold({ activations: 2 }, { places: staging, freeTaken: 6 })
        const answers = await race(
          many((index) => ({ act: 'activate', key, domain: `s${index % 6}.example.com` })),
        )
        const live = new Set(answers.flatMap(({ activation }) => activation ?? []))
        expect(live.size).toBe(2)
        expect(await stored(license)).toMatchObject({ seatsTaken: 2, freeTaken: 4 })
      })
    },
    minutes,
  )

  it(
    '[LIC-5] seats that were given back are taken as far as the quota of moves goes',
    async () => {
      await eachRound(async () => {
        const { license, key } = await sold(
          { activations: 5, moveQuota: 2 },
          { places: seated(5), seatsTaken: 5 },
        )
        const leaving: RaceAct[] = seated(5).map(({ domain }) => ({
          act: 'deactivate',
          key,
          domain: domain ?? '',
        }))
        // Some come while the others still leave.
        const early = await race([
          ...leaving,
          ...many((index): RaceAct => ({ act: 'activate', key, domain: `e${index}.example.com` })),
        ])
        const late = await race(many((index) => ({ act: 'activate', key, domain: `l${index}.example.com` })))
        const after = await stored(license)
        const bound = [...early, ...late].filter(({ activation }) => activation !== null)
        expect(bound).toHaveLength(2)
        expect(after.seatsTaken + restingSeats(after, new Date())).toBe(5)
      })
    },
    minutes,
  )

  it(
    '[LIC-5] customers move as often as the quota says',
    async () => {
      await eachRound(async () => {
        const places = seated(5)
        const { license } = await sold({ activations: 5, moveQuota: 3 }, { places, seatsTaken: 5 })
        const answers = await race(
          many((index) => ({
            act: 'move',
            license: license._id,
            placeId: places[index % 5]?.id ?? '',
            domain: `m${index}.example.com`,
          })),
        )
        expect(codes(answers).VALID).toBe(3)
        const after = await stored(license)
        expect([after.seatsTaken, after.places.length, after.freed.length]).toEqual([5, 5, 3])
      })
    },
    minutes,
  )

  it(
    '[LIC-2] the last seat of a user is leased once',
    async () => {
      await eachRound(async () => {
        const { license, key } = await sold({ users: 3, leaseSeconds: 600 })
        await race(['ann', 'bob'].map((user) => ({ act: 'lease', key, user })))
        const answers = await race(many((index) => ({ act: 'lease', key, user: `user${index}` })))
        expect(codes(answers)).toEqual({ VALID: 1, QUOTA_EXCEEDED: ways - 1 })
        const leases = collectionOf(database, licenseLeaseRecord)
        expect(await leases.countDocuments({ license: license._id })).toBe(3)
      })
    },
    minutes,
  )

  it(
    '[LIC-2] one user who comes many times at once has one seat',
    async () => {
      await eachRound(async () => {
        const { license, key } = await sold({ users: 3, leaseSeconds: 600 })
        expect(codes(await race(many(() => ({ act: 'lease', key, user: 'ann' }))))).toEqual({ VALID: ways })
        const leases = collectionOf(database, licenseLeaseRecord)
        expect(await leases.countDocuments({ license: license._id })).toBe(1)
      })
    },
    minutes,
  )
})
