import { invariant } from '@/platform/errors'
import { assertMinor, type Currency } from '@/platform/money'
import type { Tx } from '@/platform/transaction'
import { type Entry, entryRecord, type Posting } from './records'

export interface NewEntry {
  /** The effect key: booking the same effect twice is impossible. */
  key: string
  kind: Entry['kind']
  currency: Currency
  postings: readonly Posting[]
  refs: Record<string, string>
  reverses?: string
  memo?: string
}

/**
 * Books entries; none is ever changed afterwards. An entry without money (a zero amount) is not booked.
 * @throws when one does not sum to zero, before MongoDB would refuse it.
 */
export async function postEntries(tx: Tx, entries: readonly NewEntry[]): Promise<Entry[]> {
  const booked = entries.filter(({ postings }) => postings.length > 0).map((entry) => entryOf(tx, entry))
  await tx.of(entryRecord).insertMany(booked)
  return booked
}

function entryOf(tx: Tx, { key, kind, currency, postings, refs, reverses, memo }: NewEntry): Entry {
  const sum = postings.reduce((total, { amountMinor }) => total + assertMinor(amountMinor), 0)
  invariant(sum === 0, `entry ${key} is off by ${sum}`)
  return {
    _id: key,
    kind,
    currency,
    postings: [...postings],
    effectiveAt: tx.now,
    refs,
    reverses: reverses ?? null,
    actor: tx.actor,
    memo: memo ?? null,
    seq: null,
    hash: null,
    createdAt: tx.now,
  }
}
