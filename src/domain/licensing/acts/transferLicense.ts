import { conflict, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { freshKey } from '../newLicense'
import { licenseNotice } from '../notices/licenseNotice'
import {
  type License,
  licenseHistoryRecord,
  licenseLeaseRecord,
  licensePlaceRecord,
  licenseRecord,
} from '../records'
import { endRequests } from './licenseRequests'

export interface TransferLicense {
  licenseId: string
  /** Who owns it now: two who transfer it at the same time transfer it once. */
  from: string
  /** Who owns it afterwards. */
  to: string
  /** The places go with it, as when a site is sold; else all seats are free for the new owner. */
  keepPlaces: boolean
  reason: string
}

/**
 * Gives a license to another customer (LIC-9). The new owner gets a key of its own; what the old one knows ends at once.
 * The order keeps its buyer: a refund still goes there, and revokes the license. What the old owner still asks for ends.
 * @throws CodedError 404, 409 `license_state` unless it is active or expired, 409 `license_changed`, 409 `same_owner`.
 */
export async function transferLicense(
  tx: Tx,
  { licenseId, from, to, keepPlaces, reason }: TransferLicense,
): Promise<License> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  if (license.status !== 'active' && license.status !== 'expired')
    throw conflict('license_state', `A license that is ${license.status} cannot be transferred.`)
  if (from === to) throw conflict('same_owner', 'This customer owns the license already.')
  const key = freshKey({ id: license._id, type: license.type, seller: license.seller, now: tx.now })
  const noPlaces = { places: [], seatsTaken: 0, freeTaken: 0, freed: [], suspicion: null }
  const given = { customer: to, keys: [key], maskedKey: key.masked, undo: null, updatedAt: tx.now }
  const changed = await step('license.transfer.owner', () =>
    tx
      .of(licenseRecord)
      .claim(
        { _id: licenseId, customer: from, status: license.status },
        { $set: { ...given, ...(keepPlaces ? {} : noPlaces) } },
      ),
  )
  if (!changed)
    throw conflict('license_changed', 'This license changed in the meantime. Reload and try again.')
  if (!keepPlaces) {
    await step('license.transfer.places', () => tx.of(licensePlaceRecord).remove({ license: licenseId }))
    await step('license.transfer.leases', () => tx.of(licenseLeaseRecord).remove({ license: licenseId }))
  }
  await endRequests(tx, licenseId, 'The license has another owner now.')
  const data = { key: key.masked, keepPlaces }
  // Each owner keeps the line: what was before belongs to the old one, what comes to the new one.
  await tx
    .of(licenseHistoryRecord)
    .insertMany([
      historyRow(tx, license, { kind: 'transferred', reason, data: { ...data, direction: 'away' } }),
      historyRow(tx, changed, { kind: 'transferred', reason, data: { ...data, direction: 'here' } }),
    ])
  await tx.audit({
    act: 'license.transfer',
    target: { collection: 'licenses', id: licenseId },
    reason,
    before: { customer: from },
    after: { customer: to, ...data },
  })
  const notice = { kind: 'transferred', from, keepPlaces, note: reason } as const
  await step('license.transfer.mail', () => licenseNotice(tx, changed, notice))
  return changed
}
