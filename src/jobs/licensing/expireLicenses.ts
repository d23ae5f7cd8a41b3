import { applyEvent } from '@/domain/licensing/changeLicenseStatus'
import { licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { transact } from '@/platform/transaction'

/**
 * Ends the licenses whose term and grace are over. Verdicts look at the dates themselves, so nothing is valid a moment
 * too long while this waits for its turn.
 * @returns how many ended.
 */
export async function expireLicenses(database: Database, now: Date): Promise<number> {
  const due = collectionOf(database, licenseRecord).find({ status: 'active', expiresAt: { $lte: now } })
  let ended = 0
  for await (const license of due) {
    if (!license.expiresAt || addDays(license.expiresAt, license.terms.graceDays) > now) continue
    const changed = await transact(database, { actor: systemActor('expire licenses'), now }, (tx) =>
      applyEvent(license, { tx, event: 'expire' }),
    )
    if (changed) ended++
  }
  return ended
}
