import type { License, LicenseHistory } from '../records'

/** Somebody who sets up and tries out meets fewer new places a day than this, however small the license is. */
const leastPlaces = 10
/** New places a day for each seat: one may move, be set up again, and have its free places beside it. */
const placesPerSeat = 4
/** Above it the seats themselves are the limit, and counting days of them costs more than it tells. */
const mostPlaces = 2_000

/** So many new places within a day are right, more are suspicious; null: not judged by places (LIC-8). */
export function clonePlacesOf({ seats, terms }: Pick<License, 'seats' | 'terms'>): number | null {
  if (terms.clonePlaces !== null) return terms.clonePlaces
  if (seats === null) return null
  const places = Math.max(leastPlaces, seats * placesPerSeat)
  return places > mostPlaces ? null : places
}

/** From so many addresses a day one license may be used: people travel, machines share and change addresses. */
const leastAddresses = 60
const addressesPerSeat = 12

/** Null: not judged by addresses. */
export const cloneAddressesOf = ({ seats }: Pick<License, 'seats'>): number | null =>
  seats === null ? null : Math.max(leastAddresses, seats * addressesPerSeat)

/** What the lines of a day say, newest first: what was before the last clearing has been looked at. */
export function newPlacesIn(rows: readonly Pick<LicenseHistory, 'kind' | 'actor'>[]): {
  places: number
  addresses: number
} {
  const cleared = rows.findIndex(({ kind }) => kind === 'cleared')
  const since = (cleared < 0 ? rows : rows.slice(0, cleared)).filter(({ kind }) => kind === 'activated')
  const addresses = since.flatMap(({ actor }) => (actor.address === null ? [] : [actor.address]))
  return { places: since.length, addresses: new Set(addresses).size }
}
