import { beforeEach, describe, expect, it } from 'vitest'
import { collectionOf } from '@/platform/database'
import { transact } from '@/platform/transaction'
import { emptyDatabase, testDatabase } from '../../../../tests/setup/database'
import { issuedLicense, newPlaceOf } from '../../../../tests/setup/licenseFixtures'
import { type License, licensePlaceRecord, licenseRecord } from '../records'
import { labelPlace } from './labelPlace'

const database = await testDatabase()
const owner = { kind: 'person' as const, id: 'usr_1', address: '203.0.113.7', requestId: 'req_1' }
beforeEach(() => emptyDatabase(database))

const machine = newPlaceOf({ fingerprint: 'build-server-7', label: 'old' })
const sold = async () =>
  (await issuedLicense(database, {}, { change: { places: [machine], seatsTaken: 1 } })).license
const label = ({ _id }: License, text: string, placeId = machine.id) =>
  transact(database, { actor: owner }, (tx) => labelPlace(tx, { licenseId: _id, placeId, label: text }))
const labelOf = async ({ _id }: License) =>
  (await collectionOf(database, licenseRecord).findOne({ _id }))?.places[0]?.label

describe('[LIC-11] the name of a place', () => {
  it('is what its owner writes, on one line', async () => {
    const license = await sold()
    await label(license, '  The  build\n server ')
    expect(await labelOf(license)).toBe('The build server')
    await label(license, ' ')
    expect(await labelOf(license)).toBeNull()
  })

  it('is refused at the field when it is too long', async () => {
    const license = await sold()
    await expect(label(license, 'x'.repeat(61))).rejects.toMatchObject({ errors: [{ path: 'label' }] })
    expect(await labelOf(license)).toBe('old')
  })

  it('can be given to a place beyond the record, and to none of another license', async () => {
    const license = await sold()
    const { license: foreign } = await issuedLicense(database)
    const held = collectionOf(database, licensePlaceRecord)
    const { id: _id, ...place } = newPlaceOf({ domain: 'far.example.com' })
    await held.insertOne({ _id, license: license._id, spot: 'far.example.com', ...place })
    await label(license, 'far', _id)
    expect((await held.findOne({ _id }))?.label).toBe('far')
    await expect(label(foreign, 'mine', _id)).rejects.toMatchObject({ status: 404 })
  })
})
