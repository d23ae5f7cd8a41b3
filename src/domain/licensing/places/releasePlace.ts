import { type CodedError, conflict, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import { addSeconds } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { type License, type LicensePlace, licenseHistoryRecord, licenseRecord } from '../records'
import { hasRunningFile } from '../seats'
import { changePlaces } from './changePlaces'
import { shownOf } from './claimPlace'
import { findStoredPlace, type PlaceName } from './findPlace'

/** So long a move or a release can be taken back. */
export const undoSeconds = 10
/** So many moves are kept; a quota is less than that. */
const keptMoves = 50

interface ReleasePlace {
  tx: Tx
  licenseId: string
  name: PlaceName
}

export interface ReleasedPlace {
  license: License
  place: LicensePlace
  /** Until when `undoMove` brings it back. */
  undoUntil: Date
}

/**
 * A place gives its seat back, in whatever state the license is and however often it was done: beyond the quota of moves
 * the seat rests (seats.ts), but nobody is kept from leaving, except a machine that leaves with a proof in its hand. Places without a seat do not count as moves.
 * @returns null where the license has no such place (any more).
 * @throws CodedError 404 where there is no such license, 409 `file_runs` where the machine has a license file that still runs.
 */
export async function releasePlace({ tx, licenseId, name }: ReleasePlace): Promise<ReleasedPlace | null> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  const stored = await findStoredPlace(tx, license, name)
  if (!stored) return null
  const { place } = stored
  if (hasRunningFile(place, tx.now)) throw fileRuns(place)
  const undoUntil = addSeconds(tx.now, undoSeconds)
  const released = await changePlaces(tx, license, {
    remove: [stored],
    set: {
      ...(place.seat ? { freed: withMove(license.freed, tx.now) } : {}),
      undo: { place, replacedBy: null, until: undoUntil },
    },
  })
  if (!released) return null
  const line = historyRow(tx, license, { kind: 'deactivated', data: shownOf(place) })
  await step('license.release.history', () => tx.of(licenseHistoryRecord).insert(line))
  return { license: released, place, undoUntil }
}

/** The machine goes on with its file, so its seat is not free for another. */
export const fileRuns = ({ fileUntil }: LicensePlace): CodedError =>
  conflict(
    'file_runs',
    `A license file proves this license to that machine until ${fileUntil?.toISOString().slice(0, 10)}; its seat is free afterwards.`,
  )

/** The moves with one more, newest last. */
export const withMove = (freed: readonly Date[], at: Date): Date[] => [...freed, at].slice(-keptMoves)
