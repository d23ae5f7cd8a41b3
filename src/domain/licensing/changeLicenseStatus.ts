import { conflict, invariant, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { historyRow } from './history'
import { type LicenseEvent, nextLicenseStatus, reasonsOf } from './licenseState'
import { type LicenseNotice, licenseNotice } from './notices/licenseNotice'
import { type License, type LicenseReason, licenseHistoryRecord, licenseRecord } from './records'

interface ChangeLicenseStatus {
  tx: Tx
  licenseId: string
  event: LicenseEvent
  /** Required for suspend, resume (the reason that is lifted) and revoke. */
  reason?: LicenseReason
  /** Words for the history; the customer reads them too where a person says them. */
  note?: string
}

/**
 * The one way in which a license changes its state: compare-and-set on the state it is in, a line of history, the mails,
 * and the audit where a person of ours did it.
 * @throws CodedError 404, 409 `license_state` where the table has no such step or another reason holds it suspended.
 */
export async function changeLicenseStatus(change: ChangeLicenseStatus): Promise<License> {
  const { tx, licenseId } = change
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  const changed = await applyEvent(license, change)
  if (!changed) throw conflict('license_state', refusalOf(license, change.event))
  return changed
}

/** The same for a license at hand: null where the event means nothing to it, instead of a refusal. */
export async function applyEvent(
  license: License,
  { tx, event, reason, note }: Omit<ChangeLicenseStatus, 'licenseId'>,
): Promise<License | null> {
  const allowed = reasonsOf[event]
  invariant(
    allowed.length === 0 ? reason === undefined : reason && allowed.includes(reason),
    `${reason ?? 'no reason'} is not a reason to ${event} a license`,
  )
  const status = nextLicenseStatus(license.status, event)
  if (!status || (event === 'resume' && license.reason !== reason)) return null
  const kept = event === 'suspend' || event === 'revoke' ? (reason ?? null) : null
  const changed = await step('license.state.change', () =>
    tx
      .of(licenseRecord)
      .claim(
        { _id: license._id, status: license.status, reason: license.reason },
        { $set: { status, reason: kept, statusChangedAt: tx.now, updatedAt: tx.now } },
      ),
  )
  if (!changed) return null
  const data = { event, from: license.status, to: status, reason: reason ?? null }
  const fact = { kind: 'state', reason: note ?? null, data } as const
  await step('license.state.history', () => tx.of(licenseHistoryRecord).insert(historyRow(tx, license, fact)))
  const byPerson = tx.actor.kind === 'staff' || tx.actor.kind === 'seller-member'
  const notice = noticeOf(event, reason, byPerson && note ? note : null)
  if (notice) await step('license.state.mail', () => licenseNotice(tx, changed, notice))
  if (byPerson)
    await tx.audit({
      act: `license.${event}`,
      target: { collection: 'licenses', id: license._id },
      ...(note ? { reason: note } : {}),
      before: { status: license.status, reason: license.reason },
      after: { status, reason: kept },
    })
  return changed
}

/** What people are told of the step; a renewal is told by whoever renews, with the new end. */
function noticeOf(
  event: LicenseEvent,
  reason: LicenseReason | undefined,
  note: string | null,
): LicenseNotice | null {
  if (event === 'expire') return { kind: 'expired' }
  if (!reason) return null
  if (event === 'suspend') return { kind: 'suspended', reason, note }
  if (event === 'resume') return { kind: 'resumed', reason, note }
  return event === 'revoke' ? { kind: 'revoked', reason, note } : null
}

function refusalOf({ status, reason }: License, event: LicenseEvent): string {
  if (status === 'revoked') return 'This license is revoked, and that is final.'
  if (event === 'resume' && status === 'suspended')
    return `This license is suspended for another reason (${reason}); lift that one.`
  return `A license that is ${status} has no step “${event}”.`
}
