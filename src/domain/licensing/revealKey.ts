import { invariant, notFound } from '@/platform/errors'
import { open } from '@/platform/sealing'
import type { Tx } from '@/platform/transaction'
import { historyRow } from './history'
import { type License, licenseHistoryRecord, licenseRecord } from './records'

/**
 * The license's own key in clear, and a line of history that it was shown. The caller has checked that the actor may see it.
 * @throws CodedError 404.
 */
export async function revealKey({ tx, licenseId }: { tx: Tx; licenseId: string }): Promise<string> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  const { masked } = shownKey(license)
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, license, { kind: 'key_shown', data: { key: masked } }))
  return keyText(license)
}

/** The key in clear for the buyer's own mail and order page, which exist to show it: no line of history. */
export const keyText = (license: Pick<License, '_id' | 'keys'>): string =>
  open(shownKey(license).sealed, { record: 'licenses', id: license._id, field: 'key' })

function shownKey({ _id, keys }: Pick<License, '_id' | 'keys'>): License['keys'][number] {
  const shown = keys.find((key) => key.state !== 'retiring')
  invariant(shown, `license ${_id} has a key that is not retiring`)
  return shown
}
