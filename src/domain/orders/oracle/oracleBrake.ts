import { brakeRecord } from '@/platform/brake'
import { collectionOf, type Database } from '@/platform/database'
import { conflict } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { oracleRunRecord } from './records'

/**
 * Freezes issuance and payouts because rows are wrong, and tells finance. Nothing happens where it is on already, or
 * where staff have accepted every one of these rows.
 * @param rows as `invariant: row`.
 */
export async function putBrakeOn(tx: Tx, run: string, rows: readonly string[]): Promise<void> {
  const brakes = await tx.of(brakeRecord).find({})
  if (brakes.some(({ releasedAt }) => releasedAt === null)) return
  const accepted = new Set(brakes.flatMap((brake) => brake.accepted))
  if (rows.every((row) => accepted.has(row))) return
  const brake = newId('brk')
  await step('books.brake.freeze', () =>
    tx.of(brakeRecord).insert({
      _id: brake,
      run,
      since: tx.now,
      releasedAt: null,
      releasedBy: null,
      reason: null,
      accepted: [],
    }),
  )
  await tx.audit({
    act: 'books.freeze',
    target: { collection: brakeRecord.name, id: brake },
    reason: `${rows.length} rows are wrong`,
    after: { run, rows: rows.slice(0, 50) },
  })
  await tx.emit({
    key: `mail:books-red:${brake}`,
    kind: 'mail',
    payload: { template: 'books-red', to: 'staff:finance', locale: 'en', data: { run } },
  })
}

/**
 * Goes on issuing and paying out. Freely when the last run found nothing wrong; otherwise staff say that they accept what
 * it found, and these rows do not put the brake on again.
 * @throws CodedError 409 not_frozen, check_first (no run since it was put on), still_red (and not accepted).
 */
export async function releaseBrake(
  tx: Tx,
  { reason, accept }: { reason: string; accept: boolean },
): Promise<void> {
  const brake = await tx.of(brakeRecord).findOne({ releasedAt: null })
  if (!brake) throw conflict('not_frozen', 'Nothing is frozen.')
  const [last] = await tx
    .of(oracleRunRecord)
    .find({ state: { $in: ['green', 'late', 'red', 'failed'] } }, { sort: { finishedAt: -1 }, limit: 1 })
  const isClean = last?.state === 'green' || last?.state === 'late'
  if (!isClean && !accept)
    throw conflict(
      'still_red',
      'The last check still found rows that are wrong, or could not be finished. Repair them and check again, or say that you accept them.',
    )
  const wrong = (last?.problems ?? []).filter(({ late }) => !late)
  const accepted = isClean ? [] : wrong.map(({ invariant, row }) => `${invariant}: ${row}`)
  await step('books.brake.release', () =>
    tx
      .of(brakeRecord)
      .update(
        { _id: brake._id, releasedAt: null },
        { $set: { releasedAt: tx.now, releasedBy: tx.actor, reason, accepted } },
      ),
  )
  await tx.audit({
    act: 'books.release',
    target: { collection: brakeRecord.name, id: brake._id },
    reason,
    after: { run: last?._id ?? null, state: last?.state ?? null, accepted: accepted.slice(0, 50) },
  })
}

/** What waited for the brake need not wait for its next turn. Harmless to leave out: the turn comes. */
export async function wakeWaiting(database: Database, now: Date): Promise<void> {
  const waits = { state: 'due' as const, waits: { $gt: 0 } }
  await collectionOf(database, inboxRow).updateMany(waits, { $set: { nextAt: now } })
  await collectionOf(database, outboxRow).updateMany(waits, { $set: { nextAt: now } })
}
