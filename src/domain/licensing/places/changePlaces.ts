import type { Document } from 'mongodb'
import { invariant } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import {
  type License,
  type LicensePlace,
  licensePlaceRecord,
  licenseRecord,
  placesInRecord,
} from '../records'
import { heldOf, type StoredPlace } from './findPlace'

export interface PlaceChange {
  /** Places that go. */
  remove?: readonly StoredPlace[]
  /** Places that come. */
  add?: readonly LicensePlace[]
  /** Must hold of the license at the moment of the write (roomExpression.ts). */
  only?: readonly Document[]
  /** What else the write sets. */
  set?: Partial<Pick<License, 'freed' | 'undo'>>
}

/**
 * The one write by which places of a license come and go: the list in the record, both counts and what `only` asks, at
 * once and conditionally; rows of `license-places` in the same transaction. What lies there is what the record has no room
 * for.
 * @param license as read in this transaction: whoever changed it since makes the transaction run again.
 * @returns the license as it is now, or null where the condition does not hold.
 */
export async function changePlaces(
  tx: Tx,
  license: License,
  { remove = [], add = [], only = [], set = {} }: PlaceChange,
): Promise<License | null> {
  const going = remove.filter(({ held }) => !held).map(({ place }) => place.id)
  const room = placesInRecord - (license.places.length - going.length)
  const [near, beyond] = [add.slice(0, room), add.slice(room)]
  const changed = await step('license.places.record', () =>
    tx.of(licenseRecord).claim(
      {
        _id: license._id,
        status: license.status,
        ...(going.length > 0 ? { 'places.id': { $all: going } } : {}),
        $expr: { $and: [{ $eq: [{ $size: '$places' }, license.places.length] }, ...only] },
      },
      [
        {
          $set: {
            places: {
              $concatArrays: [
                { $filter: { input: '$places', cond: { $not: [{ $in: ['$$this.id', going] }] } } },
                // Names of hosts and machines are the caller's: never to be read as expressions.
                { $literal: near },
              ],
            },
            seatsTaken: { $add: ['$seatsTaken', difference(add, remove, true)] },
            freeTaken: { $add: ['$freeTaken', difference(add, remove, false)] },
            ...Object.fromEntries(Object.entries(set).map(([field, value]) => [field, { $literal: value }])),
            updatedAt: tx.now,
          },
        },
      ],
    ),
  )
  if (!changed) return null
  const held = tx.of(licensePlaceRecord)
  for (const { place } of remove.filter((stored) => stored.held))
    invariant((await held.remove({ _id: place.id, license: license._id })) === 1, 'a held place is there')
  const rows = beyond.map((place) => heldOf(license._id, place))
  await step('license.places.rows', () => held.insertMany(rows))
  return changed
}

const difference = (add: readonly LicensePlace[], remove: readonly StoredPlace[], seat: boolean): number =>
  add.filter((place) => place.seat === seat).length - remove.filter(({ place }) => place.seat === seat).length
