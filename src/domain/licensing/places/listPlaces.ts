import { collectionOf, type Database } from '@/platform/database'
import { type JudgedLicense, type LicensePlace, licensePlaceRecord } from '../records'
import { hasHeldPlaces, placeOfHeld } from './findPlace'

interface ListPlaces {
  database: Database
  license: JudgedLicense
  /** At most so many. */
  limit: number
  /** The activation after which the page begins. */
  after: string | null
}

/** A page of the places of a license, in the order in which they were bound. `next`: what the next page comes after. */
export async function listPlaces({
  database,
  license,
  limit,
  after,
}: ListPlaces): Promise<{ places: LicensePlace[]; next: string | null }> {
  const near = license.places.filter(({ id }) => after === null || id > after)
  const held = hasHeldPlaces(license)
    ? await collectionOf(database, licensePlaceRecord)
        .find({ license: license._id, ...(after === null ? {} : { _id: { $gt: after } }) })
        .sort({ _id: 1 })
        .limit(limit + 1)
        .toArray()
    : []
  const all = [...near, ...held.map(placeOfHeld)].sort((a, b) => (a.id < b.id ? -1 : 1))
  const places = all.slice(0, limit)
  return { places, next: all.length > limit ? (places.at(-1)?.id ?? null) : null }
}
