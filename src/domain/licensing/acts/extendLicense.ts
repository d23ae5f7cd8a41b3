import { conflict, invalid, notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { applyEvent } from '../changeLicenseStatus'
import { historyRow } from '../history'
import { licenseNotice } from '../notices/licenseNotice'
import { type License, licenseHistoryRecord, licenseRecord } from '../records'

type End = 'expiresAt' | 'updatesUntil' | 'supportUntil'
const ends: readonly End[] = ['expiresAt', 'updatesUntil', 'supportUntil']

export interface ExtendLicense {
  licenseId: string
  /** New ends; what is left out stays. null: for ever. */
  until: Partial<Record<End, Date | null>>
  reason: string
}

/**
 * Moves ends of a license to a later day, never to an earlier one; a license that had expired is active again (LIC-9).
 * Updates and support never pass the end of the term.
 * @throws CodedError 404, 409 `license_state` for a revoked license, 422 `end_earlier`, 422 `nothing_changed`.
 */
export async function extendLicense(tx: Tx, { licenseId, until, reason }: ExtendLicense): Promise<License> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  if (license.status === 'revoked')
    throw conflict('license_state', 'This license is revoked, and that is final.')
  const next = newEnds(license, until)
  if (ends.every((end) => license[end]?.getTime() === next[end]?.getTime()))
    throw invalid('nothing_changed', 'Choose a later day, or no end.')
  const changed = await step('license.extend.ends', () =>
    tx
      .of(licenseRecord)
      .claim(
        { _id: licenseId, status: license.status, expiresAt: license.expiresAt },
        { $set: { ...next, updatedAt: tx.now } },
      ),
  )
  if (!changed)
    throw conflict('license_changed', 'This license changed in the meantime. Reload and try again.')
  const before = Object.fromEntries(ends.map((end) => [end, license[end]?.toISOString() ?? null]))
  const after = Object.fromEntries(ends.map((end) => [end, next[end]?.toISOString() ?? null]))
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, changed, { kind: 'renewed', reason, data: { before, after } }))
  await tx.audit({
    act: 'license.extend',
    target: { collection: 'licenses', id: licenseId },
    reason,
    before,
    after,
  })
  await step('license.extend.mail', () => licenseNotice(tx, changed, { kind: 'extended', note: reason }))
  const lives = changed.expiresAt === null || changed.expiresAt > tx.now
  if (changed.status !== 'expired' || !lives) return changed
  return (await applyEvent(changed, { tx, event: 'renew' })) ?? changed
}

/** @throws CodedError 422 `end_earlier`. */
export function newEnds(license: Pick<License, End>, until: ExtendLicense['until']): Pick<License, End> {
  const next = { ...pick(license) }
  for (const end of ends) {
    const wanted = until[end]
    if (wanted === undefined) continue
    if (isEarlier(wanted, license[end]))
      throw invalid('end_earlier', `${words[end]} cannot be moved to an earlier day.`)
    next[end] = wanted
  }
  for (const end of ['updatesUntil', 'supportUntil'] as const)
    if (next.expiresAt && isEarlier(next.expiresAt, next[end])) next[end] = next.expiresAt
  return next
}

const pick = ({ expiresAt, updatesUntil, supportUntil }: Pick<License, End>) => ({
  expiresAt,
  updatesUntil,
  supportUntil,
})

/** null is later than any day. */
const isEarlier = (a: Date | null, b: Date | null): boolean => a !== null && (b === null || a < b)

const words: Record<End, string> = {
  expiresAt: 'The end of the license',
  updatesUntil: 'The end of updates',
  supportUntil: 'The end of support',
}
