import { entryRecord } from '@/domain/ledger/records'
import { chainHash } from '@/domain/ledger/sealEntries'
import { counterRecord } from '@/platform/counters'
import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import type { Books } from './bookCheck'

/** Invariant 1: the postings of every entry sum to zero. */
export async function entriesBalance({ database }: Books): Promise<BookProblem[]> {
  const rows = await atOneMoment(database, (read) =>
    read.aggregate<{ _id: string; sum: number }>(entryRecord.name, [
      { $project: { sum: { $sum: '$postings.amountMinor' } } },
      { $match: { sum: { $ne: 0 } } },
    ]),
  )
  return rows.map((row) => ({ invariant: 'entry balances', row: row._id, detail: `is off by ${row.sum}` }))
}

/**
 * No sealed entry was changed, taken out or put in between: numbers without gaps up to the counter, each hash made from
 * the one before. What was not sealed for long is late.
 */
export async function chainHolds(books: Books): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  const broken = (row: string, detail: string) => problems.push({ invariant: 'chain holds', row, detail })
  let hash = ''
  let last = 0
  const counter = await atOneMoment(books.database, (read) => read.find(counterRecord, { _id: 'entries' }))
  for await (const entry of sealedEntries(books)) {
    hash = chainHash(hash, entry)
    if (entry.seq !== last + 1 || entry.hash !== hash) {
      broken(entry._id, `breaks the chain at ${last + 1}`)
      return problems
    }
    last++
  }
  const given = (counter[0]?.next ?? 1) - 1
  if (last < given) broken(`seq ${last + 1}`, `the chain ends at ${last}, ${given} were sealed`)
  return [...problems, ...(await unsealed(books))]
}

const pageSize = 2_000

/** In pages, each of a moment of its own: what is sealed does not change, so the whole may take as long as it takes. */
async function* sealedEntries({ database }: Books) {
  for (let from = 0; ; ) {
    const after = from
    const page = await atOneMoment(database, (read) =>
      read.find(
        entryRecord,
        { seq: { $ne: null, $gt: after } },
        { sort: { seq: 1 }, limit: pageSize, projection: { actor: 0, memo: 0 } },
      ),
    )
    yield* page
    const last = page.at(-1)?.seq
    if (last == null) return
    from = last
  }
}

async function unsealed({ database, lateSince }: Books): Promise<BookProblem[]> {
  const rows = await atOneMoment(database, (read) =>
    read.find(entryRecord, { seq: null, createdAt: { $lt: lateSince } }, { limit: 50 }),
  )
  return rows.map(({ _id, createdAt }) => ({
    invariant: 'chain holds',
    row: _id,
    detail: `not sealed since ${createdAt.toISOString()}`,
    late: true,
  }))
}
