import { collectionOf, type Database } from '@/platform/database'
import { closing } from '@/platform/drain'
import { type InboxRow, inboxRow } from '@/platform/inbox'
import { now } from '@/platform/time'

interface Question {
  /** Rows that waited before the provider was asked: its answer is theirs too. */
  covers: Promise<ReadonlySet<string>>
  answered: Promise<void>
}

type Asked = Pick<InboxRow, '_id' | 'order'>

/**
 * A sale tells of itself by three events at once, and each would ask the provider the same and wait for the others' rows.
 * Those of one order that wait together are one question; what arrives after it was asked is another one, asked when
 * that is answered. By rows and not by times, so that no clock matters. In one process: two workers ask twice, and that
 * changes nothing either.
 */
export function askOnce(database: Database, ask: (row: InboxRow) => Promise<void>) {
  const rows = collectionOf(database, inboxRow)
  const running = new Map<string, Question>()

  async function waitingFor({ order }: Asked): Promise<ReadonlySet<string>> {
    const waiting = await rows.find({ order, state: 'due' }, { projection: { _id: 1 } }).toArray()
    return new Set(waiting.map(({ _id }) => _id))
  }

  /** Those that nobody has in hand; who has one in hand closes it. */
  async function closeOthers(own: string, covered: ReadonlySet<string>): Promise<void> {
    for (const _id of covered) {
      if (_id === own) continue
      const change = { state: 'done' as const, doneAt: now(), error: null }
      await closing(() => rows.updateOne({ _id, state: 'due', lease: null }, { $set: change }))
    }
  }

  function begin(row: InboxRow, order: string): Promise<void> {
    const covers = waitingFor(row)
    const answered = covers
      .then(async (covered) => {
        await ask(row)
        await closeOthers(row._id, covered)
      })
      .finally(() => running.delete(order))
    running.set(order, { covers, answered })
    return answered
  }

  return async (row: InboxRow): Promise<void> => {
    if (row.order === null) return ask(row)
    for (let before = running.get(row.order); before; before = running.get(row.order)) {
      const isCovered = (await before.covers).has(row._id)
      // Whose question failed tells of it; this row then asks for itself.
      const isAnswered = await before.answered.then(
        () => true,
        () => false,
      )
      if (isCovered && isAnswered) return
    }
    return begin(row, row.order)
  }
}
