import { conflict, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { type License, licenseHistoryRecord, licenseRecord } from '../records'
import { hasRunningFile } from '../seats'
import { statusRefusal } from '../verdict'
import { changePlaces } from './changePlaces'
import { shownOf } from './claimPlace'
import { findStoredPlace, spotOf } from './findPlace'
import { freeRoom, seatRoom } from './roomExpression'

/**
 * Takes back the last move or release within its ten seconds: the place is what it was, and the move does not count.
 * @throws CodedError 404, 409 `undo_over` too late or nothing to take back, 409 `undo_taken` the seat or the place has been
 * taken since.
 */
export async function undoMove({ tx, licenseId }: { tx: Tx; licenseId: string }): Promise<License> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  const { undo } = license
  if (!undo || undo.until <= tx.now || statusRefusal(license))
    throw conflict('undo_over', 'There is no move that can still be taken back.')
  const { place, replacedBy } = undo
  const replacement = replacedBy === null ? null : await findStoredPlace(tx, license, { id: replacedBy })
  const there = await findStoredPlace(tx, license, { spot: spotOf(place) })
  if (there && there.place.id !== replacement?.place.id) throw taken()
  if (replacement && hasRunningFile(replacement.place, tx.now)) throw taken()
  // The last move is this one: every later one would have its own undo here.
  const freed = place.seat ? license.freed.slice(0, -1) : license.freed
  const swaps = replacement?.place.seat === place.seat
  const undone = await changePlaces(tx, license, {
    remove: replacement ? [replacement] : [],
    add: [place],
    // One for one gives what was there before, whatever the limit is now.
    only: swaps ? [] : [place.seat ? seatRoom(tx.now, { seats: 0, freed: { $literal: freed } }) : freeRoom],
    set: { freed, undo: null },
  })
  if (!undone) throw taken()
  const from = replacement ? { from: shownOf(replacement.place) } : {}
  const line = historyRow(tx, license, { kind: 'moved', data: { ...shownOf(place), undone: true, ...from } })
  await step('license.undo.history', () => tx.of(licenseHistoryRecord).insert(line))
  return undone
}

const taken = () => conflict('undo_taken', 'The seat has been taken since: it cannot be given back.')
