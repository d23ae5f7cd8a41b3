import { outboxRow } from '@/platform/outbox'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { type License, type LicensePlace, licenseHistoryRecord } from '../records'
import { clonePlacesOf, newPlacesIn } from './cloneRule'
import { raiseSuspicion } from './suspicion'

/** New places of a quarter of an hour come in one mail. */
const alertMs = 900_000

/**
 * What follows from a new place, in its transaction and after its line of history: the customer is told (LIC-10), but not
 * of the first one, which is the purchase put to use; too many within a day raise a suspicion (LIC-8).
 * @returns the license as it is now.
 */
export async function noticeActivation(tx: Tx, license: License, place: LicensePlace): Promise<License> {
  const first = await tx
    .of(licenseHistoryRecord)
    .findOne({ license: license._id, kind: 'activated', 'data.activation': { $ne: place.id } })
  if (!first) return license
  await tellOwner(tx, license)
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

/** The mail is written when the first place of its quarter comes, and sent when that is over, with all of them. */
async function tellOwner(tx: Tx, license: License): Promise<void> {
  const from = new Date(Math.floor(tx.now.getTime() / alertMs) * alertMs)
  const until = new Date(from.getTime() + alertMs)
  const key = `mail:license-activated:${license._id}:${from.toISOString()}`
  if (await tx.of(outboxRow).findOne({ _id: key }, { projection: { _id: 1 } })) return
  await tx.emit({
    key,
    kind: 'mail',
    payload: {
      template: 'license-activated',
      to: license.customer,
      locale: 'en',
      data: { license: license._id, from: from.toISOString(), until: until.toISOString() },
    },
    refs: { license: license._id },
    notBefore: until,
  })
}
