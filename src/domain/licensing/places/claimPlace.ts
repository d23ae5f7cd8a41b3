import type { Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import { type Tx, transact } from '@/platform/transaction'
import { historyRow } from '../history'
import {
  type JudgedLicense,
  type License,
  type LicensePlace,
  licenseHistoryRecord,
  licensePlaceRecord,
  licenseRecord,
} from '../records'
import { deadSeatOf, mayReclaim, takesSeat } from '../seats'
import { roomRefusal } from '../verdict'
import { changePlaces } from './changePlaces'
import { deadHeldSeat, findStoredPlace, placeOfHeld, type StoredPlace, spotOf } from './findPlace'
import { inTurn } from './inTurn'
import { noticeActivation } from './noticeActivation'
import { notSuspected, reclaimRoom, roomExpression, takesSeatExpression } from './roomExpression'

interface ClaimPlace {
  database: Database
  /** As it was judged. */
  license: JudgedLicense
  place: Pick<LicensePlace, 'domain' | 'fingerprint' | 'environment' | 'label'>
  caller: { address: string | null; requestId: string }
  now: Date
}

export interface ClaimedPlace {
  /** As it is now, whoever changed it. */
  license: License
  /** The place as it is kept now; null where it could not be had. */
  place: LicensePlace | null
}

/**
 * Takes a seat for a place on its first use: one conditional write that holds only while the license is in a state and has
 * room; with it the line of history. Two that race for one seat cannot both have it; the same place twice is one seat. A
 * place that was bound without a seat takes one when it says that it is production. Where no seat is free, the longest
 * dead one passes on. Claims of one license queue up here instead of in the database.
 * @returns null when the license is gone.
 */
export const claimPlace = (claim: ClaimPlace): Promise<ClaimedPlace | null> =>
  inTurn(claim.license._id, () => {
    const { database, license, now } = claim
    const { address, requestId } = claim.caller
    const actor = { kind: 'license' as const, id: license._id, address, requestId }
    return transact(database, { actor, now }, (tx) => claimInTransaction(tx, claim))
  })

async function claimInTransaction(
  tx: Tx,
  { license: judged, place: asked, now }: ClaimPlace,
): Promise<ClaimedPlace | null> {
  const license = await tx.of(licenseRecord).findOne({ _id: judged._id })
  if (!license) return null
  const known = await findStoredPlace(tx, license, { spot: spotOf(asked) })
  const seat = takesSeat(license, asked.environment)
  if (known && (known.place.seat || !seat)) return { license, place: known.place }
  // Judged in another state than it is in now: to be judged again.
  if (license.status !== judged.status) return { license, place: null }
  const dead = await seatToReclaim(tx, license, asked.environment)
  const place = known ? grown(known.place, asked.environment, now) : newPlace(asked, seat, now)
  const claimed = await changePlaces(tx, license, {
    add: [place],
    remove: [...(known ? [known] : []), ...(dead ? [dead] : [])],
    only: [
      { $eq: [takesSeatExpression(asked.environment), seat] },
      dead ? reclaimRoom : roomExpression(asked.environment, now),
      notSuspected,
    ],
  })
  if (!claimed) return { license, place: null }
  await step('license.activate.history', () =>
    writeDown(tx, claimed, { place, upgraded: known !== null, dead }),
  )
  return { license: await noticeActivation(tx, claimed, place), place }
}

const newPlace = (asked: ClaimPlace['place'], seat: boolean, now: Date): LicensePlace => ({
  id: newId('act'),
  publicId: newId('pub'),
  ...asked,
  seat,
  firstSeenAt: now,
  lastSeenAt: now,
})

/** The same activation, with a seat from now on. */
const grown = (place: LicensePlace, environment: LicensePlace['environment'], now: Date): LicensePlace => ({
  ...place,
  environment,
  seat: true,
  lastSeenAt: now,
})

/** The seat that a new place would take over; null where there is room anyway, or no seat is dead. */
async function seatToReclaim(
  tx: Tx,
  license: License,
  environment: LicensePlace['environment'],
): Promise<StoredPlace | null> {
  if (!takesSeat(license, environment) || !mayReclaim(license)) return null
  if (roomRefusal(license, environment, tx.now) === null) return null
  const near = deadSeatOf(license, tx.now)
  const search = deadHeldSeat(license, tx.now)
  const row =
    search && (await tx.of(licensePlaceRecord).find(search.filter, { ...search.options, limit: 1 }))[0]
  if (row && !(near && near.lastSeenAt <= row.lastSeenAt)) return { place: placeOfHeld(row), held: true }
  return near && { place: near, held: false }
}

/** What the history says of it: a seat that passed on is a place deactivated by rule, then one activated. */
async function writeDown(
  tx: Tx,
  license: License,
  { place, upgraded, dead }: { place: LicensePlace; upgraded: boolean; dead: StoredPlace | null },
): Promise<void> {
  const history = tx.of(licenseHistoryRecord)
  if (dead)
    await history.insert(
      historyRow(tx, license, {
        kind: 'deactivated',
        reason: `not seen since ${dead.place.lastSeenAt.toISOString().slice(0, 10)}`,
        data: { ...shownOf(dead.place), reclaimedBy: place.id },
      }),
    )
  await history.insert(
    historyRow(tx, license, {
      kind: 'activated',
      data: { ...shownOf(place), ...(upgraded ? { upgraded } : {}) },
    }),
  )
}

/** What a line of history says of a place. */
export const shownOf = ({ id, domain, fingerprint, environment }: LicensePlace) => ({
  activation: id,
  domain,
  fingerprint,
  environment,
})
