import { conflict } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { applyEvent } from './changeLicenseStatus'
import { historyRow } from './history'
import type { LicenseWindows } from './licenseWindows'
import { licenseNotice } from './notices/licenseNotice'
import {
  type License,
  type LicenseRenewal,
  licenseHistoryRecord,
  licenseRecord,
  licenseRenewalRecord,
} from './records'
import { judgeRenewal, type RenewalRefusal } from './renewable'
import { renewalBegins } from './renewedWindows'

interface RenewLicense {
  tx: Tx
  licenseId: string
  /** The order line that pays for it: one line renews once. */
  orderItem: string
  order: string
}

/** Told to the caller, who owes the buyer the money of what was refused. */
export type RenewedLicense = { license: License; refused: null } | { license: null; refused: RenewalRefusal }

/**
 * One more term for a license, its key and its places as they are (BUY-11). Called when the order that pays for it
 * completes; the line's id is the effect key. An expired license is active again; a suspended one stays so, with its new
 * end: who paid has the days, and what suspended it is still true. A license that can not be renewed any more (revoked
 * while the payment page was open) stays as it is: the money has come, so the order must complete, and the row of the
 * line says why it gave nothing.
 * @throws CodedError 409 `license_changed`; a duplicate key where the line has renewed already.
 */
export async function renewLicense({
  tx,
  licenseId,
  orderItem,
  order,
}: RenewLicense): Promise<RenewedLicense> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  const { after, refused } = judgeRenewal(license, tx.now)
  const before = {
    expiresAt: license?.expiresAt ?? null,
    updatesUntil: license?.updatesUntil ?? null,
    supportUntil: license?.supportUntil ?? null,
  }
  const renewal: LicenseRenewal = {
    _id: orderItem,
    license: licenseId,
    order,
    before,
    after: after ?? before,
    ...(license && after ? { begins: renewalBegins(license, tx.now) } : {}),
    at: tx.now,
    takenBackAt: null,
    refused,
  }
  await step('license.renew.row', () => tx.of(licenseRenewalRecord).insert(renewal))
  if (refused) return { license: null, refused }
  const changed = await step('license.renew.ends', () =>
    tx.of(licenseRecord).claim({ _id: licenseId, ...before }, { $set: { ...after, updatedAt: tx.now } }),
  )
  if (!changed) throw conflict('license_changed', 'This license changed in the meantime.')
  await note(tx, changed, { order, before, after })
  await step('license.renew.mail', () => licenseNotice(tx, changed, { kind: 'renewed' }))
  const renewed = changed.status === 'expired' ? await applyEvent(changed, { tx, event: 'renew' }) : null
  return { license: renewed ?? changed, refused: null }
}

/**
 * The days that a refunded renewal had given are taken back, once: exactly what it added, whatever was renewed after it.
 * @returns the license, or null where the line renewed nothing or was taken back already.
 */
export async function takeBackRenewal(tx: Tx, orderItem: string): Promise<License | null> {
  const renewal = await step('license.takeBack.row', () =>
    tx
      .of(licenseRenewalRecord)
      .claim({ _id: orderItem, takenBackAt: null }, { $set: { takenBackAt: tx.now } }),
  )
  if (!renewal || renewal.refused) return null
  const license = await tx.of(licenseRecord).findOne({ _id: renewal.license })
  if (!license) return null
  const since = await tx
    .of(licenseRenewalRecord)
    .find({ license: license._id, at: { $gt: renewal.at }, refused: null })
  const back = {
    expiresAt: endWithout(renewal, { end: 'expiresAt', license, since }),
    updatesUntil: endWithout(renewal, { end: 'updatesUntil', license, since }),
    supportUntil: endWithout(renewal, { end: 'supportUntil', license, since }),
  }
  const changed = await step('license.takeBack.ends', () =>
    tx.of(licenseRecord).claim({ _id: license._id }, { $set: { ...back, updatedAt: tx.now } }),
  )
  if (changed) await note(tx, changed, { order: renewal.order, refunded: true, after: back })
  return changed
}

/**
 * One end of the license as if this renewal had not been. What still stands as it left it is as before it, the gap of a
 * late one too. What was renewed since loses the paid days only; a later renewal that began at its own time owes it none.
 */
function endWithout(
  { before, begins, after }: LicenseRenewal,
  { end, license, since }: { end: keyof LicenseWindows; license: License; since: LicenseRenewal[] },
): Date | null {
  const [was, to, is] = [before[end], after[end], license[end]]
  if (is?.getTime() === to?.getTime()) return was
  const startedAnew = since.some((later) => isAfter(later.begins?.[end], later.before[end]))
  const from = begins?.[end] ?? was
  if (!from || !to || !is || startedAnew) return is
  return new Date(is.getTime() - Math.max(0, to.getTime() - from.getTime()))
}

const isAfter = (date: Date | null | undefined, other: Date | null): boolean =>
  !!date && !!other && date > other

const note = (tx: Tx, license: License, data: Record<string, unknown>): Promise<void> =>
  tx.of(licenseHistoryRecord).insert(historyRow(tx, license, { kind: 'renewed', data }))
