import { invariant, notFound } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import { historyRow } from '../history'
import { licenseNotice } from '../notices/licenseNotice'
import { type License, licenseHistoryRecord, licenseRecord } from '../records'

interface RaiseSuspicion {
  tx: Tx
  license: Pick<License, '_id' | 'seller' | 'customer' | 'terms'>
  /** The evidence, of the last day. */
  places: number
  addresses: number
}

/**
 * Notes that one key is in use on more places than can be right (LIC-8), once until it is cleared: on the license, in its
 * history, and to customer, seller and staff. It refuses nothing by itself; see `terms.cloneBlocks`.
 * @returns the license, or null where it is under suspicion already.
 */
export async function raiseSuspicion({
  tx,
  license,
  places,
  addresses,
}: RaiseSuspicion): Promise<License | null> {
  const suspected = await tx
    .of(licenseRecord)
    .claim(
      { _id: license._id, suspicion: null },
      { $set: { suspicion: { since: tx.now, places, addresses }, updatedAt: tx.now } },
    )
  if (!suspected) return null
  const data = { places, addresses, blocks: license.terms.cloneBlocks }
  await tx.of(licenseHistoryRecord).insert(historyRow(tx, license, { kind: 'suspected', data }))
  await licenseNotice(tx, suspected, { kind: 'suspected', places, addresses })
  return suspected
}

interface ClearSuspicion {
  tx: Tx
  licenseId: string
  /** What was found, for the history. */
  note: string
}

/**
 * A seller or staff has looked at it and found it right. New places are counted afresh from here.
 * @returns whether there was a suspicion.
 * @throws CodedError 404.
 */
export async function clearSuspicion({ tx, licenseId, note }: ClearSuspicion): Promise<boolean> {
  const license = await tx.of(licenseRecord).findOne({ _id: licenseId })
  if (!license) throw notFound('license')
  if (!license.suspicion) return false
  const cleared = await tx
    .of(licenseRecord)
    .update(
      { _id: licenseId, 'suspicion.since': license.suspicion.since },
      { $set: { suspicion: null, updatedAt: tx.now } },
    )
  invariant(cleared, 'nobody else cleared it within this transaction')
  await tx
    .of(licenseHistoryRecord)
    .insert(historyRow(tx, license, { kind: 'cleared', reason: note, data: { ...license.suspicion } }))
  await tx.audit({
    act: 'license.clear-suspicion',
    target: { collection: 'licenses', id: licenseId },
    reason: note,
    before: { suspicion: license.suspicion },
    after: { suspicion: null },
  })
  return true
}
