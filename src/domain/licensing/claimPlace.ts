import type { Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { transact } from '@/platform/transaction'
import { historyRow } from './history'
import { type License, type LicensePlace, licenseHistoryRecord, licenseRecord } from './records'

/** So many places lie in the license itself (records.ts); the schema refuses more. */
const maxPlaces = 50

/** Whether another place fits into the record. */
export const holdsMorePlaces = ({ places }: Pick<License, 'places'>): boolean => places.length < maxPlaces

interface ClaimPlace {
  database: Database
  license: License
  place: Pick<LicensePlace, 'domain' | 'fingerprint' | 'environment'>
  caller: { address: string | null; requestId: string }
  now: Date
}

const running = new Map<string, Promise<unknown>>()

/**
 * Takes a seat for a place on its first use: one conditional write that holds only while the license is in the state that
 * was judged, has a seat and room, and does not know the place; with it the line of history. Two that race for one seat
 * cannot both have it; the same place twice is one seat. Claims of one license queue up here instead of in the database.
 * @returns the license as it is now, whoever changed it, or null when it is gone.
 */
export async function claimPlace(claim: ClaimPlace): Promise<License | null> {
  const { _id } = claim.license
  const before = running.get(_id)
  const mine = (before ?? Promise.resolve()).then(
    () => claimNow(claim),
    () => claimNow(claim),
  )
  running.set(_id, mine)
  try {
    return await mine
  } finally {
    if (running.get(_id) === mine) running.delete(_id)
  }
}

function claimNow({ database, license, place, caller, now }: ClaimPlace): Promise<License | null> {
  const { address, requestId } = caller
  const actor = { kind: 'license' as const, id: license._id, address, requestId }
  return transact(database, { actor, now }, async (tx) => {
    const licenses = tx.of(licenseRecord)
    const id = newId('act')
    const claimed = await licenses.claim(
      {
        _id: license._id,
        status: license.status,
        ...(license.seats === null ? {} : { seatsTaken: { $lt: license.seats } }),
        [`places.${maxPlaces - 1}`]: { $exists: false },
        places: { $not: { $elemMatch: samePlace(place) } },
      },
      {
        $push: {
          places: {
            id,
            publicId: newId('pub'),
            ...place,
            seat: true,
            label: null,
            firstSeenAt: now,
            lastSeenAt: now,
          },
        },
        $inc: { seatsTaken: 1 },
        $set: { updatedAt: now },
      },
    )
    if (!claimed) return licenses.findOne({ _id: license._id })
    await tx
      .of(licenseHistoryRecord)
      .insert(historyRow(tx, license, { kind: 'activated', data: { activation: id, ...place } }))
    return claimed
  })
}

/** A host names a place by itself; a machine without one is named by its fingerprint. */
const samePlace = ({ domain, fingerprint }: ClaimPlace['place']) =>
  domain === null ? { domain: null, fingerprint } : { domain }
