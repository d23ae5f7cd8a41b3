import { addDays } from '@/platform/time'
import type { License, LicensePlace } from './records'

/** So many places without a seat each seat may have beside it: what a place declares of itself is not proof. */
export const freePlacesPerSeat = 3
const day = 86_400_000

/** Whether a place that declares this environment takes a seat of the license. */
export const takesSeat = (
  { terms }: Pick<License, 'terms'>,
  environment: LicensePlace['environment'],
): boolean => environment === 'production' || !terms.freeEnvironments.includes(environment)

/** How many places without a seat there may be; null: as many as one likes. */
export const freePlacesOf = ({ seats }: Pick<License, 'seats'>): number | null =>
  seats === null ? null : seats * freePlacesPerSeat

/** Moves within the window that ends now. */
export const recentMoves = ({ freed, terms }: Pick<License, 'freed' | 'terms'>, now: Date): number =>
  freed.filter((at) => at.getTime() > now.getTime() - terms.moveWindowDays * day).length

/**
 * Seats that are free but rest: each seat given back beyond the quota waits until the window has passed (LIC-5), so that
 * one seat cannot wander over many sites. Nobody is kept from giving a seat back.
 */
export function restingSeats(license: Pick<License, 'freed' | 'terms'>, now: Date): number {
  const { moveQuota } = license.terms
  return moveQuota === null ? 0 : Math.max(0, recentMoves(license, now) - moveQuota)
}

/** When the next resting seat may be taken; null where none rests. */
export function nextSeatAt(license: Pick<License, 'freed' | 'terms'>, now: Date): Date | null {
  const resting = restingSeats(license, now)
  if (resting === 0) return null
  const { freed, terms } = license
  const within = freed.filter((at) => at.getTime() > now.getTime() - terms.moveWindowDays * day)
  const first = [...within].sort((a, b) => a.getTime() - b.getTime())[0]
  return first ? new Date(first.getTime() + terms.moveWindowDays * day) : null
}

/**
 * A place that was last seen at this time or before has left its seat to whoever needs it; null: no seat is ever
 * reclaimed. Never sooner than a proof lives without asking: a place that is offline by right is not dead.
 */
export const deadSince = ({ terms }: Pick<License, 'terms'>, now: Date): Date | null =>
  terms.reclaimDays === null ? null : addDays(now, -Math.max(terms.reclaimDays, terms.tokenOnlineDays))

/** A license file proves the license to this machine still, and cannot be taken back: its seat stays where it is. */
export const hasRunningFile = ({ fileUntil }: Pick<LicensePlace, 'fileUntil'>, now: Date): boolean =>
  fileUntil !== undefined && fileUntil > now

/** The seat of the license record that was not seen for longest, if that is long enough. */
export function deadSeatOf(license: Pick<License, 'places' | 'terms'>, now: Date): LicensePlace | null {
  const since = deadSince(license, now)
  if (!since) return null
  const dead = license.places.filter(
    (place) => place.seat && place.lastSeenAt <= since && !hasRunningFile(place, now),
  )
  return dead.reduce<LicensePlace | null>(
    (oldest, place) => (oldest && oldest.lastSeenAt <= place.lastSeenAt ? oldest : place),
    null,
  )
}

/** A dead seat passes on one for one; it makes no more of them where the limit was lowered below what is in use. */
export const mayReclaim = ({ seats, seatsTaken }: Pick<License, 'seats' | 'seatsTaken'>): boolean =>
  seats !== null && seatsTaken <= seats
