import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addDays, addSeconds } from '@/platform/time'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, newPlaceOf, type SoldFields } from '../../../../tests/setup/licenseFixtures'
import {
  type License,
  type LicensePlace,
  licenseHistoryRecord,
  licensePlaceRecord,
  licenseRecord,
} from '../records'
import { createLicensingServices, type LicensingServices } from '../services'
import { activate } from './activate'
import { deactivate } from './deactivate'
import { clearSuspicion } from './suspicion'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const held = collectionOf(database, licensePlaceRecord)
const history = collectionOf(database, licenseHistoryRecord)
const publicUrl = 'https://market.example.com'
const now = new Date('2026-06-01T12:00:00Z')
let services: LicensingServices

beforeEach(async () => {
  await emptyDatabase(database)
  services = createLicensingServices({ database, publicUrl })
})
afterEach(() => services.stop())

const caller = (address = '203.0.113.7') => ({ address, userAgent: 'test', requestId: 'req_test' })
const sold = (terms: SoldFields['terms'] = {}, change: Partial<License> = {}) =>
  issuedLicense(database, { terms }, { at: addDays(now, -40), change })
interface Where {
  at?: Date
  environment?: LicensePlace['environment']
  address?: string
}
const bind = (
  key: string,
  domain: string,
  { at = now, environment = 'production', address = '' }: Where = {},
) =>
  activate({
    services,
    request: { key, product: 'acme/widgets', domain, fingerprint: null, environment, label: null },
    caller: caller(address || undefined),
    now: at,
  })
const leave = (key: string, domain: string, at = now) =>
  deactivate({ services, request: { key, what: { domain } }, caller: caller(), now: at })
const stored = async ({ _id }: License): Promise<License> => {
  const license = await licenses.findOne({ _id })
  if (!license) throw new Error('the license is gone')
  return license
}
const linesOf = (license: License, kind: string) =>
  history
    .find({ license: license._id, kind: kind as 'activated' })
    .sort({ _id: 1 })
    .toArray()

describe('[LIC-5] more places than a license record holds', () => {
  /** A license whose record is full. */
  const full = async (terms: SoldFields['terms'], lastSeenAt = now) => {
    const places = Array.from({ length: 50 }, (_, index) =>
      newPlaceOf({ domain: `s${index}.example.com`, lastSeenAt, firstSeenAt: lastSeenAt }),
    )
    return sold(terms, { places, seatsTaken: 50 })
  }

  it('lie beside it, are the same activation again, and take seats all the same', async () => {
    const { license, key } = await full({ activations: 52 })
    const first = await bind(key, 'more0.example.com')
    expect(first).toMatchObject({ activated: true, usage: { activations: 51 } })
    expect((await bind(key, 'more0.example.com')).activation).toEqual(first.activation)
    expect(await bind(key, 'more1.example.com')).toMatchObject({ activated: true })
    expect(await bind(key, 'more2.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
    expect(await stored(license)).toMatchObject({ seatsTaken: 52 })
    expect((await stored(license)).places).toHaveLength(50)
    expect(await held.countDocuments({ license: license._id })).toBe(2)
  })

  it('give their seats back, and the next place finds room in the record again', async () => {
    const { license, key } = await full({ activations: 51 })
    await bind(key, 'more0.example.com')
    expect(await leave(key, 'more0.example.com')).toMatchObject({ deactivated: true })
    expect(await held.countDocuments()).toBe(0)
    await bind(key, 'more1.example.com')
    await leave(key, 's7.example.com')
    expect(await bind(key, 'more1.example.com')).toMatchObject({ activated: true })
    expect(await bind(key, 'more2.example.com')).toMatchObject({ activated: true })
    const after = await stored(license)
    expect([after.seatsTaken, after.places.length, await held.countDocuments()]).toEqual([51, 50, 1])
  })

  it('become production where they are', async () => {
    const { license, key } = await full({ activations: 51 })
    const staging = await bind(key, 'more0.example.com', { environment: 'staging' })
    const live = await bind(key, 'more0.example.com')
    expect(live.activation).toMatchObject({ id: staging.activation?.id, environment: 'production' })
    expect(await stored(license)).toMatchObject({ seatsTaken: 51, freeTaken: 0 })
    expect(await held.findOne()).toMatchObject({ seat: true, environment: 'production' })
  })

  it('are reclaimed when they are the longest dead', async () => {
    const { license, key } = await full({ activations: 51, reclaimDays: 30 })
    await bind(key, 'more0.example.com', { at: addDays(now, -31) })
    expect(await bind(key, 'more1.example.com')).toMatchObject({ activated: true })
    expect((await held.find().toArray()).map(({ domain }) => domain)).toEqual(['more1.example.com'])
    expect(await stored(license)).toMatchObject({ seatsTaken: 51 })
  })

  it('stay while a license file runs for their machine', async () => {
    const { key } = await full({ activations: 51, reclaimDays: 30 })
    await bind(key, 'more0.example.com', { at: addDays(now, -31) })
    await held.updateOne({}, { $set: { fileUntil: addDays(now, 1) } })
    expect(await bind(key, 'more1.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
    expect(await bind(key, 'more1.example.com', { at: addDays(now, 1) })).toMatchObject({ activated: true })
  })

  it('a hundred thousand seats take the place that is asked and the last one is the last', async () => {
    const { license, key } = await full({ activations: 100_000 })
    const rows = Array.from({ length: 99_949 }, (_, index) => {
      const { id, ...place } = newPlaceOf({ fingerprint: `m${index}` })
      return { _id: id, license: license._id, spot: `#m${index}`, ...place }
    })
    await held.insertMany(rows, { ordered: false })
    await licenses.updateOne({ _id: license._id }, { $set: { seatsTaken: 99_999 } })
    expect(await bind(key, 'last.example.com')).toMatchObject({ activated: true })
    expect(await bind(key, 'beyond.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
    expect(await stored(license)).toMatchObject({ seatsTaken: 100_000 })
  }, 60_000)
})

describe('[LIC-5] places without a seat', () => {
  it('staging does not steal the seat of production, however many there are', async () => {
    const { license, key } = await sold({ activations: 1 })
    for (let index = 0; index < 3; index++)
      expect(await bind(key, `staging${index}.example.com`, { environment: 'staging' })).toMatchObject({
        activated: true,
      })
    expect(await bind(key, 'staging3.example.com', { environment: 'staging' })).toMatchObject({
      code: 'ACTIVATION_LIMIT',
    })
    expect(await bind(key, 'shop.example.com')).toMatchObject({ activated: true })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1, freeTaken: 3 })
  })

  it('a production place that calls itself staging later keeps its seat', async () => {
    const { license, key } = await sold({ activations: 1 })
    await bind(key, 'shop.example.com')
    await bind(key, 'shop.example.com', { environment: 'staging' })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1, freeTaken: 0 })
  })

  it('giving one back is no move', async () => {
    const { license, key } = await sold({ activations: 1, moveQuota: 0 })
    await bind(key, 'staging.example.com', { environment: 'staging' })
    await leave(key, 'staging.example.com')
    expect((await stored(license)).freed).toEqual([])
    expect(await bind(key, 'shop.example.com')).toMatchObject({ activated: true })
  })
})

describe('[LIC-5] moves', () => {
  it('a seat given back beyond the quota rests until the window has passed', async () => {
    const { license, key } = await sold({ activations: 1, moveQuota: 1, moveWindowDays: 7 })
    await bind(key, 'a.example.com')
    await leave(key, 'a.example.com')
    await bind(key, 'b.example.com', { at: addDays(now, 1) })
    expect(await leave(key, 'b.example.com', addDays(now, 1))).toMatchObject({ deactivated: true })
    const refused = await bind(key, 'c.example.com', { at: addDays(now, 2) })
    expect(refused).toMatchObject({ code: 'ACTIVATION_COOLDOWN', nextCheckAt: addDays(now, 7).toISOString() })
    expect(await bind(key, 'c.example.com', { at: addDays(now, 7) })).toMatchObject({ activated: true })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1 })
  })

  it('a place is given back under the name that it is listed by, before any other that comes to the same', async () => {
    const { license, key } = await sold({ activations: 3 })
    const domains = async () => (await stored(license)).places.map(({ domain }) => domain)
    await bind(key, 'seat1.example.com')
    await bind(key, 'www.www.seat1.example.com')
    expect(await domains()).toEqual(['seat1.example.com', 'www.seat1.example.com'])
    expect(await leave(key, 'WWW.seat1.example.com')).toMatchObject({ deactivated: true })
    expect(await domains()).toEqual(['seat1.example.com'])
    expect(await leave(key, 'www.seat1.example.com')).toMatchObject({ deactivated: true })
    expect(await domains()).toEqual([])
  })

  it('the list of moves does not grow without end', async () => {
    const { license, key } = await sold({ activations: 1 }, { freed: Array(50).fill(addDays(now, -1)) })
    await bind(key, 'a.example.com')
    await leave(key, 'a.example.com')
    const { freed } = await stored(license)
    expect([freed.length, freed.at(-1)]).toEqual([50, now])
  })
})

describe('[LIC-5] dead seats', () => {
  it('a new place takes the seat that was not seen for longest, in one write and with two lines of history', async () => {
    const { license, key } = await sold({ activations: 2, reclaimDays: 30 })
    await bind(key, 'old.example.com', { at: addDays(now, -33) })
    await bind(key, 'older.example.com', { at: addDays(now, -34) })
    const answer = await bind(key, 'new.example.com')
    expect(answer).toMatchObject({ activated: true, usage: { activations: 2 } })
    const { places, freed } = await stored(license)
    expect(places.map(({ domain }) => domain)).toEqual(['old.example.com', 'new.example.com'])
    expect(freed).toEqual([])
    const [line] = await linesOf(license, 'deactivated')
    expect(line).toMatchObject({
      reason: 'not seen since 2026-04-28',
      data: { domain: 'older.example.com', reclaimedBy: answer.activation?.id },
    })
  })

  it.each([
    ['is not old enough', { reclaimDays: 30 }, 29],
    ['may live on its offline proof', { reclaimDays: 5, tokenOnlineDays: 30 }, 20],
    ['is never reclaimed', { reclaimDays: null }, 39],
  ])('a seat that %s stays', async (_, terms, days) => {
    const { key } = await sold({ activations: 1, ...terms })
    await bind(key, 'old.example.com', { at: addDays(now, -days) })
    expect(await bind(key, 'new.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
  })

  it('a machine with a license file that still runs keeps its seat, and cannot give it back before', async () => {
    const { license, key } = await sold({ activations: 1, reclaimDays: 30 })
    await bind(key, 'plant.example.com', { at: addDays(now, -35) })
    await licenses.updateOne({ _id: license._id }, { $set: { 'places.0.fileUntil': addDays(now, 5) } })
    expect(await bind(key, 'new.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
    expect(await leave(key, 'plant.example.com')).toMatchObject({
      deactivated: false,
      code: 'ACTIVATION_COOLDOWN',
      detail: expect.stringContaining('2026-06-06'),
    })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1, freed: [] })
    expect(await bind(key, 'new.example.com', { at: addDays(now, 5) })).toMatchObject({ activated: true })
  })

  it('a place that is seen is not dead, and is written at most once in six hours', async () => {
    const { license, key } = await sold({ activations: 1, reclaimDays: 30 })
    const start = addDays(now, -35)
    await bind(key, 'shop.example.com', { at: start })
    await bind(key, 'shop.example.com', { at: addSeconds(start, 6 * 3_600 - 1) })
    await services.uses.flush()
    expect((await stored(license)).places[0]?.lastSeenAt).toEqual(start)
    await bind(key, 'shop.example.com', { at: addDays(now, -1) })
    await services.uses.flush()
    expect((await stored(license)).places[0]?.lastSeenAt).toEqual(addDays(now, -1))
    expect(await bind(key, 'new.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
  })

  it('make no seats of a limit that was lowered', async () => {
    const { license, key } = await sold({ activations: 2, reclaimDays: 30 })
    for (const host of ['a', 'b']) await bind(key, `${host}.example.com`, { at: addDays(now, -35) })
    await licenses.updateOne({ _id: license._id }, { $set: { seats: 1 } })
    expect(await bind(key, 'new.example.com')).toMatchObject({ code: 'ACTIVATION_LIMIT' })
  })
})

describe('[LIC-8] one key on more places than can be right', () => {
  const spread = async (key: string, from: number, to: number, at = now) => {
    for (let index = from; index < to; index++)
      await bind(key, `s${index}.example.com`, { at, address: `198.51.100.${index}` })
  }
  const suspectedMails = async () =>
    (await collectionOf(database, outboxRow).find({ 'payload.template': 'license-suspected' }).toArray()).map(
      ({ payload }) => payload.to,
    )

  it('is noted once with its evidence, told to customer, seller and staff, and blocks nothing by itself', async () => {
    const { license, key } = await sold({ activations: 20, clonePlaces: 3 })
    await spread(key, 0, 3)
    expect((await stored(license)).suspicion).toBeNull()
    await spread(key, 3, 6)
    expect((await stored(license)).suspicion).toEqual({ since: now, places: 4, addresses: 4 })
    expect(await linesOf(license, 'suspected')).toHaveLength(1)
    expect((await suspectedMails()).sort()).toEqual(
      [license.customer, license.seller, 'staff:support'].sort(),
    )
    expect(await stored(license)).toMatchObject({ seatsTaken: 6 })
  })

  it('keeps new places out where the seller said so, and known ones in', async () => {
    const { key } = await sold({ activations: 20, clonePlaces: 2, cloneBlocks: true })
    await spread(key, 0, 3)
    expect(await bind(key, 's9.example.com')).toMatchObject({ activated: false, code: 'CLONE_DETECTED' })
    expect(await bind(key, 's0.example.com')).toMatchObject({ activated: true })
  })

  it('is not raised by places over many days', async () => {
    const { license, key } = await sold({ activations: 20, clonePlaces: 2 })
    for (let day = 0; day < 5; day++) await spread(key, day, day + 1, addDays(now, day))
    expect((await stored(license)).suspicion).toBeNull()
  })

  it('once cleared, new places are counted afresh', async () => {
    const { license, key } = await sold({ activations: 20, clonePlaces: 2, cloneBlocks: true })
    await spread(key, 0, 3)
    const clear = () =>
      transact(database, { actor: systemActor('test'), now: addSeconds(now, 1) }, (tx) =>
        clearSuspicion({ tx, licenseId: license._id, note: 'asked the customer' }),
      )
    expect(await clear()).toBe(true)
    expect(await clear()).toBe(false)
    await spread(key, 3, 5, addSeconds(now, 2))
    expect(await stored(license)).toMatchObject({ suspicion: null, seatsTaken: 5 })
    await spread(key, 5, 6, addSeconds(now, 2))
    expect((await stored(license)).suspicion).toMatchObject({ places: 3 })
    expect(await linesOf(license, 'cleared')).toMatchObject([{ reason: 'asked the customer' }])
  })

  it('without a bound of the seller it goes by the seats', async () => {
    const { license, key } = await sold({ activations: 1 })
    for (let index = 0; index < 11; index++) {
      await bind(key, `s${index}.example.com`)
      await leave(key, `s${index}.example.com`)
    }
    expect((await stored(license)).suspicion).toMatchObject({ places: 11, addresses: 1 })
  })

  it('one place from very many addresses within a day is suspicious too', async () => {
    const { license, key } = await sold({ activations: 1 })
    for (let index = 0; index < 62; index++)
      await bind(key, 'shop.example.com', { address: `198.51.100.${index}` })
    await services.addresses.settled()
    expect((await stored(license)).suspicion).toMatchObject({ places: 1, addresses: 61 })
    expect(await linesOf(license, 'suspected')).toHaveLength(1)
  })
})

describe('[LIC-10] the customer hears of new places', () => {
  it('not of the first one, and of those of a quarter of an hour in one mail', async () => {
    const { key } = await sold({ activations: 20 })
    const mails = () =>
      collectionOf(database, outboxRow).countDocuments({ 'payload.template': 'license-activated' })
    await bind(key, 'first.example.com')
    expect(await mails()).toBe(0)
    await bind(key, 'second.example.com')
    await bind(key, 'third.example.com', { at: addSeconds(now, 60) })
    expect(await mails()).toBe(1)
    await bind(key, 'fourth.example.com', { at: addSeconds(now, 1_000) })
    expect(await mails()).toBe(2)
  })
})
