import { newId } from '@/platform/ids'
import type { Tx } from '@/platform/transaction'
import type { License, LicenseHistory } from './records'

interface HistoryFact {
  kind: LicenseHistory['kind']
  reason?: string | null
  /** What people may see of it; never a key. */
  data?: Record<string, unknown>
}

/** A line of a license's history, by the actor and at the time of the transaction (LIC-3). */
export const historyRow = (
  { now, actor }: Pick<Tx, 'now' | 'actor'>,
  license: Pick<License, '_id' | 'seller' | 'customer'>,
  { kind, reason = null, data = {} }: HistoryFact,
): LicenseHistory => ({
  _id: newId('evt'),
  license: license._id,
  seller: license.seller,
  customer: license.customer,
  at: now,
  kind,
  actor,
  reason,
  data,
})
