import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { outboxRow } from '@/platform/outbox'
import { addSeconds } from '@/platform/time'
import { transact } from '@/platform/transaction'

/** Younger mails stay due by the machine's clock: the worker sends them as it starts. */
export const mailsKeptMinutes = 50
export const closedMailNote = 'Demo data: not mailed, because it belongs to the past.'

/**
 * Closes the mails of the past without sending them, with a note on the row: a newcomer's mail catcher holds a handful
 * of real ones instead of a hundred old ones.
 */
export async function closeMails(database: Database): Promise<number> {
  const machineTime = new Date()
  const before = addSeconds(machineTime, -60 * mailsKeptMinutes)
  return transact(database, { actor: systemActor('demo data') }, (tx) =>
    tx
      .of(outboxRow)
      .updateMany(
        { kind: 'mail', state: 'due', createdAt: { $lt: before } },
        { $set: { state: 'done', doneAt: tx.now, lease: null, error: closedMailNote } },
      ),
  )
}
