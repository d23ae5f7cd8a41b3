import { conflict, invalid, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { freshKey } from '../newLicense'
import { licenseNotice } from '../notices/licenseNotice'
import { type License, licenseHistoryRecord, licenseRecord } from '../records'

/** A leaked key may go on for its known places so long at most. */
export const maxKeepDays = 30

export interface ReplaceKey {
  licenseId: string
  /** The key that is replaced, as the person saw it: two who press the button replace it once. */
  maskedKey: string
  /** So many days the old key works on for the places that are known, and for no new one; 0: it ends at once. */
  keepDays: number
  reason: string
}

/**
 * Gives the license another key, in place of one that leaked (LIC-9). Places stay. A key that was already retiring ends
 * now: there is one old key at most.
 * @throws CodedError 404, 409 `license_state` for a revoked license, 409 `key_replaced` when somebody was faster, 422.
 */
export async function replaceKey(
  tx: Tx,
  { licenseId, maskedKey, keepDays, reason }: ReplaceKey,
): Promise<License> {
  if (!Number.isInteger(keepDays) || keepDays < 0 || keepDays > maxKeepDays)
    throw invalid('invalid_input', `The old key can go on for 0 to ${maxKeepDays} days.`)
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  if (license.status === 'revoked')
    throw conflict('license_state', 'This license is revoked, and that is final.')
  const old = license.keys.find((key) => key.state !== 'retiring')
  if (!old || license.maskedKey !== maskedKey)
    throw conflict('key_replaced', 'This key was replaced in the meantime. Reload to see the new one.')
  const key = freshKey({ id: license._id, type: license.type, seller: license.seller, now: tx.now })
  const until = keepDays === 0 ? null : addDays(tx.now, keepDays)
  const kept = until ? [{ ...old, state: 'retiring' as const, until }] : []
  const changed = await step('license.key.change', () =>
    tx
      .of(licenseRecord)
      .claim(
        { _id: licenseId, status: license.status, maskedKey, 'keys.hash': old.hash },
        { $set: { keys: [key, ...kept], maskedKey: key.masked, updatedAt: tx.now } },
      ),
  )
  if (!changed)
    throw conflict('key_replaced', 'This key was replaced in the meantime. Reload to see the new one.')
  const data = { old: old.masked, key: key.masked, until: until?.toISOString() ?? null }
  await tx.of(licenseHistoryRecord).insert(historyRow(tx, changed, { kind: 'replaced', reason, data }))
  await tx.audit({
    act: 'license.replace_key',
    target: { collection: 'licenses', id: licenseId },
    reason,
    before: { key: old.masked },
    after: data,
  })
  const notice = { kind: 'key_replaced', old: old.masked, until, note: reason } as const
  await step('license.key.mail', () => licenseNotice(tx, changed, notice))
  return changed
}
