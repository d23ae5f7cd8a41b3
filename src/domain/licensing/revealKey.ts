import { invariant, notFound } from '@/platform/errors'
import { open } from '@/platform/sealing'
import type { Tx } from '@/platform/transaction'
import { historyRow } from './history'
import { licenseHistoryRecord, licenseRecord } from './records'

/**
 * The license's own key in clear, and a line of history that it was shown. The caller has checked that the actor may see it.
 * @throws CodedError 404.
 */
export async function revealKey({ tx, licenseId }: { tx: Tx; licenseId: string }): Promise<string> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  const shown = license.keys.find((key) => key.state !== 'retiring')
  invariant(shown, `license ${licenseId} has a key that is not retiring`)
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, license, { kind: 'key_shown', data: { key: shown.masked } }))
  return open(shown.sealed, { record: 'licenses', id: licenseId, field: 'key' })
}
