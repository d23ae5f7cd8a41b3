import { collectionOf, type Database } from '@/platform/database'
import type { Tx } from '@/platform/transaction'
import { type HeldPlace, type JudgedLicense, type LicensePlace, licensePlaceRecord } from '../records'
import { deadSince } from '../seats'

/** How a place is asked for: by its activation, or by what makes it the same place. */
export type PlaceName = { id: string } | { spot: string }

/** What makes it the same place: its host, else its fingerprint. A host decides before a fingerprint: machines change. */
export const spotOf = ({ domain, fingerprint }: Pick<LicensePlace, 'domain' | 'fingerprint'>): string =>
  domain ?? `#${fingerprint}`

/** Whether places of it lie in `license-places`: the counts are of all, the list is of those in the record. */
export const hasHeldPlaces = ({ places, seatsTaken, freeTaken }: JudgedLicense): boolean =>
  seatsTaken + freeTaken > places.length

/** A place and where it lies. */
export interface StoredPlace {
  place: LicensePlace
  /** In `license-places`, not in the license record. */
  held: boolean
}

export const placeOfHeld = ({ _id, license: _, spot: __, ...place }: HeldPlace): LicensePlace => ({
  id: _id,
  ...place,
})

export const heldOf = (license: string, { id, ...place }: LicensePlace): HeldPlace => ({
  _id: id,
  license,
  spot: spotOf(place),
  ...place,
})

/** The place in the record itself. */
export const placeInRecord = (license: Pick<JudgedLicense, 'places'>, name: PlaceName): LicensePlace | null =>
  license.places.find((place) => ('id' in name ? place.id === name.id : spotOf(place) === name.spot)) ?? null

const heldFilter = ({ _id }: Pick<JudgedLicense, '_id'>, name: PlaceName) =>
  'id' in name ? { _id: name.id, license: _id } : { license: _id, spot: name.spot }

/** Within a transaction: one more read only where the record does not hold all places. */
export async function findStoredPlace(
  tx: Tx,
  license: JudgedLicense,
  name: PlaceName,
): Promise<StoredPlace | null> {
  const near = placeInRecord(license, name)
  if (near) return { place: near, held: false }
  if (!hasHeldPlaces(license)) return null
  const held = await tx.of(licensePlaceRecord).findOne(heldFilter(license, name))
  return held && { place: placeOfHeld(held), held: true }
}

/** The same for a verdict, outside any transaction and beyond the record only. */
export async function findHeldPlace(
  database: Database,
  license: JudgedLicense,
  name: PlaceName,
): Promise<LicensePlace | null> {
  if (!hasHeldPlaces(license)) return null
  const held = await collectionOf(database, licensePlaceRecord).findOne(heldFilter(license, name))
  return held && placeOfHeld(held)
}

/** The filter and order by which the longest unseen seat beyond the record is found; null where none is ever reclaimed. */
export function deadHeldSeat(license: JudgedLicense, now: Date) {
  const since = deadSince(license, now)
  if (!since || !hasHeldPlaces(license)) return null
  return {
    filter: {
      license: license._id,
      seat: true,
      lastSeenAt: { $lte: since },
      $nor: [{ fileUntil: { $gt: now } }],
    },
    options: { sort: { lastSeenAt: 1 as const } },
  }
}

/** Whether a place beyond the record has left its seat. */
export async function hasDeadHeldSeat(
  database: Database,
  license: JudgedLicense,
  now: Date,
): Promise<boolean> {
  const search = deadHeldSeat(license, now)
  if (!search) return false
  return (await collectionOf(database, licensePlaceRecord).findOne(search.filter)) !== null
}
