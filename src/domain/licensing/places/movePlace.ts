import { type CodedError, conflict, invalid, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import { addSeconds } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { normalizeHost } from '../domainRule'
import { historyRow } from '../history'
import { type License, type LicensePlace, licenseHistoryRecord, licenseRecord } from '../records'
import { hasRunningFile, nextSeatAt } from '../seats'
import { judge } from '../verdict'
import { type VerdictCode, verdictDetails } from '../verdictCodes'
import { changePlaces } from './changePlaces'
import { shownOf } from './claimPlace'
import { findStoredPlace, type StoredPlace, spotOf } from './findPlace'
import { fileRuns, undoSeconds, withMove } from './releasePlace'
import { seatRoom } from './roomExpression'

interface MovePlace {
  tx: Tx
  licenseId: string
  /** The activation that moves. */
  placeId: string
  to: { domain: string } | { fingerprint: string }
}

export interface MovedPlace {
  license: License
  place: LicensePlace
  /** Until when `undoMove` takes it back, and the move with it. */
  undoUntil: Date
}

/**
 * The customer's own move of an activation to another place (LIC-5): one conditional write frees the one and binds the
 * other, and counts as a move. The rules of the license hold for the new place as if it asked itself; only the address
 * that asks is not its own.
 * @throws CodedError 404 no such license or activation, 422 `place_refused` a host that takes no seat or belongs to nobody,
 * 409 `place_known` in use there already, 409 `file_runs`
 * its machine has a license file that still runs, 409 with the code of the verdict in lower case (`activation_cooldown` names the
 * day).
 */
export async function movePlace({ tx, licenseId, placeId, to }: MovePlace): Promise<MovedPlace> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  const from = await findStoredPlace(tx, license, { id: placeId })
  if (!from) throw notFound('activation')
  if (hasRunningFile(from.place, tx.now)) throw fileRuns(from.place)
  const place = placeAt(from.place, to, tx.now)
  if (await findStoredPlace(tx, license, { spot: spotOf(place) }))
    throw conflict('place_known', 'This license is in use there already.')
  const freed = from.place.seat ? withMove(license.freed, tx.now) : license.freed
  assertCovered(without(license, from, freed), place, tx.now)
  const undoUntil = addSeconds(tx.now, undoSeconds)
  const moved = await changePlaces(tx, license, {
    remove: [from],
    add: [place],
    only: from.place.seat ? [seatRoom(tx.now, { seats: 1, freed: { $literal: freed } })] : [],
    set: { freed, undo: { place: from.place, replacedBy: place.id, until: undoUntil } },
  })
  if (!moved) throw refusal('ACTIVATION_LIMIT', license, tx.now)
  const line = historyRow(tx, license, {
    kind: 'moved',
    data: { ...shownOf(place), from: shownOf(from.place) },
  })
  await step('license.move.history', () => tx.of(licenseHistoryRecord).insert(line))
  return { license: moved, place, undoUntil }
}

/** The same use of the license at another place: an activation of its own. */
function placeAt({ fileUntil: _, ...from }: LicensePlace, to: MovePlace['to'], now: Date): LicensePlace {
  const fresh = { ...from, id: newId('act'), publicId: newId('pub'), firstSeenAt: now, lastSeenAt: now }
  if ('fingerprint' in to) return { ...fresh, domain: null, fingerprint: to.fingerprint }
  const host = normalizeHost(to.domain)
  if (host.kind === 'refused') throw invalid('place_refused', 'This is not a domain that can be licensed.')
  if (host.kind === 'development')
    throw invalid('place_refused', 'Development hosts need no activation: the license works there as it is.')
  return { ...fresh, domain: host.host, fingerprint: null }
}

/** The license as if the place had left it. */
const without = (license: License, { place }: StoredPlace, freed: Date[]): License => ({
  ...license,
  places: license.places.filter(({ id }) => id !== place.id),
  seatsTaken: license.seatsTaken - (place.seat ? 1 : 0),
  freeTaken: license.freeTaken - (place.seat ? 0 : 1),
  freed,
})

function assertCovered(
  license: License,
  { domain, fingerprint, environment }: LicensePlace,
  now: Date,
): void {
  const anyAddress = { ...license, terms: { ...license.terms, ipRules: [] } }
  const request = {
    product: null,
    domain: domain === null ? null : { kind: 'host' as const, host: domain },
    fingerprint,
    address: null,
    features: [],
    versionReleasedAt: null,
    environment,
  }
  const verdict = judge(anyAddress, request, now, null)
  if (!verdict.valid) throw refusal(verdict.code, license, now)
  if (!verdict.binds)
    throw invalid('place_refused', 'Development hosts need no activation: the license works there as it is.')
}

function refusal(code: VerdictCode, license: License, now: Date): CodedError {
  const wakes = code === 'ACTIVATION_COOLDOWN' ? nextSeatAt(license, now) : null
  const when = wakes ? ` The next move is possible from ${wakes.toISOString().slice(0, 10)}.` : ''
  return conflict(code.toLowerCase(), verdictDetails[code] + when)
}
