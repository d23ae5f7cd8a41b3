import { beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { addDays, addSeconds } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, newPlaceOf, type SoldFields } from '../../../../tests/setup/licenseFixtures'
import { type License, licenseHistoryRecord, licensePlaceRecord, licenseRecord } from '../records'
import { movePlace } from './movePlace'
import { releasePlace } from './releasePlace'
import { undoMove } from './undoMove'

const database = await testDatabase()
const licenses = collectionOf(database, licenseRecord)
const now = new Date('2026-06-01T12:00:00Z')
const owner = { kind: 'person' as const, id: 'usr_1', address: '203.0.113.7', requestId: 'req_1' }

beforeEach(() => emptyDatabase(database))

const act = <T>(work: (tx: Tx) => Promise<T>, at = now) => transact(database, { actor: owner, now: at }, work)
const shop = newPlaceOf({ domain: 'shop.example.com', firstSeenAt: now, lastSeenAt: now })
const sold = async (terms: SoldFields['terms'] = {}, change: Partial<License> = {}) =>
  (
    await issuedLicense(
      database,
      { terms: { activations: 1, ...terms } },
      { at: addDays(now, -40), change: { places: [shop], seatsTaken: 1, ...change } },
    )
  ).license
const move = ({ _id }: License, domain: string, { at = now, placeId = shop.id } = {}) =>
  act((tx) => movePlace({ tx, licenseId: _id, placeId, to: { domain } }), at)
const release = ({ _id }: License, at = now) =>
  act((tx) => releasePlace({ tx, licenseId: _id, name: { id: shop.id } }), at)
const undo = ({ _id }: License, at = addSeconds(now, 9)) => act((tx) => undoMove({ tx, licenseId: _id }), at)
const stored = async ({ _id }: License): Promise<License> => {
  const license = await licenses.findOne({ _id })
  if (!license) throw new Error('the license is gone')
  return license
}

describe('[LIC-5] a customer moves an activation', () => {
  it('the seat goes with it, and it counts as a move', async () => {
    const license = await sold()
    const { place } = await move(license, 'WWW.New.example.com')
    expect(place).toMatchObject({ domain: 'new.example.com', seat: true, environment: 'production' })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1, places: [{ id: place.id }], freed: [now] })
    const lines = await collectionOf(database, licenseHistoryRecord).find({ kind: 'moved' }).toArray()
    expect(lines).toMatchObject([
      { actor: owner, data: { domain: 'new.example.com', from: { domain: 'shop.example.com' } } },
    ])
  })

  it('so often as the quota says within the window, and the refusal names the day', async () => {
    const license = await sold({ moveQuota: 1, moveWindowDays: 30 })
    const { place } = await move(license, 'b.example.com')
    const again = { at: addDays(now, 29), placeId: place.id }
    await expect(move(license, 'c.example.com', again)).rejects.toMatchObject({
      status: 409,
      code: 'activation_cooldown',
      message: expect.stringContaining('2026-07-01'),
    })
    expect(await stored(license)).toMatchObject({ places: [{ id: place.id }], freed: [now] })
    await move(license, 'c.example.com', { ...again, at: addDays(now, 30) })
    expect(await stored(license)).toMatchObject({ places: [{ domain: 'c.example.com' }], seatsTaken: 1 })
  })

  it.each([
    ['a domain outside the rules', { domains: ['*.example.com'] }, {}, 'a.net', 'domain_mismatch'],
    ['a public address', {}, {}, '8.8.8.8', 'place_refused'],
    ['a development host', {}, {}, 'shop.test', 'place_refused'],
    ['a development host of the seller', { developmentHosts: ['dev.io'] }, {}, 'a.dev.io', 'place_refused'],
    [
      'while a license file runs where it is',
      {},
      { places: [{ ...shop, fileUntil: addDays(now, 1) }] },
      'b.example.com',
      'file_runs',
    ],
    ['where it is already', {}, {}, 'shop.example.com', 'place_known'],
    ['with a revoked license', {}, { status: 'revoked', reason: 'refunded' }, 'b.example.com', 'refunded'],
    ['with a license that has ended', {}, { expiresAt: now }, 'b.example.com', 'expired'],
    [
      'with a suspicion that blocks',
      { cloneBlocks: true },
      { suspicion: { since: now, places: 9, addresses: 9 } },
      'b.example.com',
      'clone_detected',
    ],
  ] as const)('not to %s', async (_, terms, change, domain, code) => {
    const license = await sold({ ...terms } as SoldFields['terms'], change as Partial<License>)
    await expect(move(license, domain)).rejects.toMatchObject({ code })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1, places: [{ id: shop.id }], freed: [] })
  })

  it('rules on addresses are not asked of the person who moves', async () => {
    const license = await sold({ ipRules: ['198.51.100.0/24'] })
    expect((await move(license, 'b.example.com')).place.domain).toBe('b.example.com')
  })

  it('a place without a seat moves without counting', async () => {
    const staging = newPlaceOf({ domain: 's.example.com', environment: 'staging', seat: false })
    const license = await sold({ moveQuota: 0 }, { places: [shop, staging], freeTaken: 1 })
    await move(license, 't.example.com', { placeId: staging.id })
    expect(await stored(license)).toMatchObject({ seatsTaken: 1, freeTaken: 1, freed: [] })
  })

  it('an activation that is not there is not found', async () => {
    const license = await sold()
    await expect(move(license, 'b.example.com', { placeId: 'act_none' })).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('[LIC-5] taking a move back', () => {
  it('within ten seconds everything is as it was, and the move does not count', async () => {
    const license = await sold({ moveQuota: 1 })
    await move(license, 'b.example.com')
    await undo(license)
    expect(await stored(license)).toMatchObject({ places: [shop], seatsTaken: 1, freed: [], undo: null })
    await expect(undo(license)).rejects.toMatchObject({ code: 'undo_over' })
    expect((await move(license, 'c.example.com')).place.domain).toBe('c.example.com')
  })

  it('a place that was given back comes back too', async () => {
    const license = await sold({ moveQuota: 0 })
    await release(license)
    expect(await stored(license)).toMatchObject({ seatsTaken: 0, freed: [now] })
    await undo(license)
    expect(await stored(license)).toMatchObject({ places: [shop], seatsTaken: 1, freed: [] })
  })

  it('after ten seconds it is too late', async () => {
    const license = await sold()
    await move(license, 'b.example.com')
    await expect(undo(license, addSeconds(now, 10))).rejects.toMatchObject({ status: 409, code: 'undo_over' })
    expect(await stored(license)).toMatchObject({ places: [{ domain: 'b.example.com' }], freed: [now] })
  })

  it('a seat that somebody took since is not taken from them', async () => {
    const license = await sold()
    await release(license)
    const other = newPlaceOf({ domain: 'other.example.com' })
    await licenses.updateOne({ _id: license._id }, { $set: { places: [other], seatsTaken: 1 } })
    await expect(undo(license)).rejects.toMatchObject({ code: 'undo_taken' })
    expect(await stored(license)).toMatchObject({ places: [{ id: other.id }], seatsTaken: 1 })
  })

  it('a place that came back by itself is not there twice', async () => {
    const license = await sold({ activations: 2 })
    await release(license)
    const again = newPlaceOf({ domain: 'shop.example.com' })
    await licenses.updateOne({ _id: license._id }, { $set: { places: [again], seatsTaken: 1 } })
    await expect(undo(license)).rejects.toMatchObject({ code: 'undo_taken' })
  })

  it('a revoked license gets no place back', async () => {
    const license = await sold()
    await release(license)
    await licenses.updateOne({ _id: license._id }, { $set: { status: 'revoked', reason: 'refunded' } })
    await expect(undo(license)).rejects.toMatchObject({ code: 'undo_over' })
  })

  it('places beyond the record move and come back as well', async () => {
    const places = Array.from({ length: 50 }, (_, index) => newPlaceOf({ domain: `s${index}.example.com` }))
    const license = await sold({ activations: 51 }, { places, seatsTaken: 51 })
    const { id, ...beyond } = newPlaceOf({ domain: 'beyond.example.com' })
    const held = collectionOf(database, licensePlaceRecord)
    await held.insertOne({ _id: id, license: license._id, spot: 'beyond.example.com', ...beyond })
    const { place } = await move(license, 'moved.example.com', { placeId: id })
    expect(await held.find().toArray()).toMatchObject([{ _id: place.id, spot: 'moved.example.com' }])
    await undo(license)
    expect(await held.find().toArray()).toMatchObject([{ _id: id, spot: 'beyond.example.com' }])
    expect(await stored(license)).toMatchObject({ seatsTaken: 51 })
  })

  it('of two who take it back at once one is told that it is done', async () => {
    const license = await sold()
    await move(license, 'b.example.com')
    const results = await Promise.allSettled([undo(license), undo(license), undo(license)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await stored(license)).toMatchObject({ places: [{ id: shop.id }], seatsTaken: 1 })
  })
})
