import { outboxRow } from '@/platform/outbox'
import { addDays, addSeconds } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import type { License } from '../records'

/** The digest of a day is sent at six in the morning (UTC) of the next: a late transaction of the day is in it too. */
const morningSeconds = 6 * 3_600

/**
 * The seller of a license learns of what happened to it in one mail a day, written from the history when it is sent: a
 * seller with ten thousand licenses reads one mail, not a hundred. The first event of a day writes the row.
 */
export async function noteInDigest(tx: Tx, { seller }: Pick<License, 'seller'>): Promise<void> {
  const from = new Date(tx.now.toISOString().slice(0, 10))
  const until = addDays(from, 1)
  const key = `mail:license-digest:${seller}:${from.toISOString().slice(0, 10)}`
  if (await tx.of(outboxRow).findOne({ _id: key }, { projection: { _id: 1 } })) return
  await tx.emit({
    key,
    kind: 'mail',
    payload: {
      template: 'license-digest',
      to: seller,
      locale: 'en',
      data: { seller, from: from.toISOString(), until: until.toISOString() },
    },
    refs: { seller },
    notBefore: addSeconds(until, morningSeconds),
  })
}
