import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { licenseNotice } from '../notices/licenseNotice'
import { standingPeriod, warnUsage } from '../notices/warnUsage'
import { type License, type LicensePlace, licenseHistoryRecord } from '../records'
import { clonePlacesOf, newPlacesIn } from './cloneRule'
import { raiseSuspicion } from './suspicion'

/**
 * What follows from a new place, in its transaction and after its line of history: the customer is told (LIC-10), but not
 * of the first one, which is the purchase put to use, and warned when few seats are left; too many within a day raise a
 * suspicion (LIC-8).
 * @returns the license as it is now.
 */
export async function noticeActivation(tx: Tx, license: License, place: LicensePlace): Promise<License> {
  const first = await tx
    .of(licenseHistoryRecord)
    .findOne({ license: license._id, kind: 'activated', 'data.activation': { $ne: place.id } })
  if (!first) return license
  await licenseNotice(tx, license, { kind: 'activated' })
  if (place.seat)
    await warnUsage(tx, {
      license,
      metric: 'activations',
      used: license.seatsTaken,
      limit: license.seats,
      period: standingPeriod(tx.now),
    })
  const limit = clonePlacesOf(license)
  if (limit === null || license.suspicion) return license
  const rows = await tx
    .of(licenseHistoryRecord)
    .find(
      { license: license._id, at: { $gt: addDays(tx.now, -1) }, kind: { $in: ['activated', 'cleared'] } },
      { sort: { at: -1, _id: -1 }, limit: limit + 1, projection: { kind: 1, actor: 1 } },
    )
  const found = newPlacesIn(rows)
  if (found.places <= limit) return license
  return (await raiseSuspicion({ tx, license, ...found })) ?? license
}
