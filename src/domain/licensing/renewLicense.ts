import { conflict, notFound } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import { applyEvent } from './changeLicenseStatus'
import { historyRow } from './history'
import { licenseNotice } from './notices/licenseNotice'
import { type License, licenseHistoryRecord, licenseRecord, licenseRenewalRecord } from './records'
import { renewedWindows } from './renewedWindows'

interface RenewLicense {
  tx: Tx
  licenseId: string
  /** The order line that pays for it: one line renews once. */
  orderItem: string
  order: string
}

/**
 * One more term for a license, its key and its places as they are (BUY-11). Called when the order that pays for it
 * completes; the line's id is the effect key. An expired license is active again; a suspended one stays so, with its new
 * end: who paid has the days, and what suspended it is still true.
 * @throws CodedError 404, 409 `license_state` for a revoked license, 409 `not_renewable`.
 */
export async function renewLicense({ tx, licenseId, orderItem, order }: RenewLicense): Promise<License> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  if (license.status === 'revoked')
    throw conflict('license_state', 'This license is revoked, and that is final.')
  const after = renewedWindows(license, tx.now)
  if (!after) throw conflict('not_renewable', 'This license does not end: there is nothing to renew.')
  const before = {
    expiresAt: license.expiresAt,
    updatesUntil: license.updatesUntil,
    supportUntil: license.supportUntil,
  }
  await tx.of(licenseRenewalRecord).insert({
    _id: orderItem,
    license: licenseId,
    order,
    before,
    after,
    at: tx.now,
    takenBackAt: null,
  })
  const changed = await tx
    .of(licenseRecord)
    .claim({ _id: licenseId, ...before }, { $set: { ...after, updatedAt: tx.now } })
  if (!changed) throw conflict('license_changed', 'This license changed in the meantime.')
  await note(tx, changed, { order, before, after })
  await licenseNotice(tx, changed, { kind: 'renewed' })
  if (changed.status !== 'expired') return changed
  return (await applyEvent(changed, { tx, event: 'renew' })) ?? changed
}

/**
 * The days that a refunded renewal had given are taken back, once: exactly what it added, whatever was renewed after it.
 * @returns the license, or null where the line renewed nothing or was taken back already.
 */
export async function takeBackRenewal(tx: Tx, orderItem: string): Promise<License | null> {
  const renewal = await tx
    .of(licenseRenewalRecord)
    .claim({ _id: orderItem, takenBackAt: null }, { $set: { takenBackAt: tx.now } })
  if (!renewal) return null
  const license = await tx.of(licenseRecord).findOne({ _id: renewal.license })
  if (!license) return null
  const { before, after } = renewal
  const without = (end: 'expiresAt' | 'updatesUntil' | 'supportUntil') => {
    const [from, to, is] = [before[end], after[end], license[end]]
    if (!from || !to || !is) return is
    return new Date(is.getTime() - Math.max(0, to.getTime() - from.getTime()))
  }
  const back = {
    expiresAt: without('expiresAt'),
    updatesUntil: without('updatesUntil'),
    supportUntil: without('supportUntil'),
  }
  const changed = await tx
    .of(licenseRecord)
    .claim({ _id: license._id }, { $set: { ...back, updatedAt: tx.now } })
  if (changed) await note(tx, changed, { order: renewal.order, refunded: true, after: back })
  return changed
}

const note = (tx: Tx, license: License, data: Record<string, unknown>): Promise<void> =>
  tx.of(licenseHistoryRecord).insert(historyRow(tx, license, { kind: 'renewed', data }))
