import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import type { Books } from './bookCheck'

const most = 50

/**
 * Invariant 15: nothing waits in inbox or outbox for long. A payment's event or a refund that was given up is money that
 * nobody looks after; a mail that cannot be delivered, or a row that waits, is told and freezes nothing: who writes a
 * wrong address must not be able to stop a shop.
 */
export async function queuesAreEmpty({ database, lateSince }: Books): Promise<BookProblem[]> {
  return atOneMoment(database, async (read) => {
    const waits = {
      state: 'due' as const,
      createdAt: { $lt: lateSince },
      // What is meant for later is not late before its time.
      $or: [{ attempts: { $gt: 0 } }, { nextAt: { $lt: lateSince } }],
    }
    const parked = { state: 'parked' as const }
    const inbox = await read.find(inboxRow, { $or: [parked, waits] }, { limit: most })
    const outbox = await read.find(outboxRow, { $or: [parked, waits] }, { limit: most })
    return [
      ...inbox.map((row) => problemOf(row, row.state === 'parked')),
      ...outbox.map((row) => problemOf(row, row.state === 'parked' && row.kind === 'provider-refund')),
    ]
  })
}

function problemOf(
  { _id, error, createdAt }: { _id: string; error: string | null; createdAt: Date },
  isWrong: boolean,
): BookProblem {
  const detail = error ?? `waits since ${createdAt.toISOString()}`
  return { invariant: 'queues are empty', row: _id, detail, ...(isWrong ? {} : { late: true }) }
}
