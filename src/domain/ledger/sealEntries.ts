import { createHash } from 'node:crypto'
import { takeNumbers } from '@/platform/counters'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { type Entry, entryRecord } from './records'

/**
 * Gives the entries that have none their place in the chain: a number without gaps, and a hash over the entry and the
 * hash before it, so that a changed entry shows. In batches, outside the order's transaction (ARCHITECTURE, rule 7).
 * @returns how many were sealed.
 */
export async function sealEntries(tx: Tx, limit = 200): Promise<number> {
  const open = await tx.of(entryRecord).find({ seq: null }, { sort: { createdAt: 1, _id: 1 }, limit })
  if (open.length === 0) return 0
  const first = await step('ledger.seal.numbers', () => takeNumbers(tx, 'entries', open.length))
  const before = first === 1 ? null : await tx.of(entryRecord).findOne({ seq: first - 1 })
  let hash = before?.hash ?? ''
  for (const [index, entry] of open.entries()) {
    hash = chainHash(hash, entry)
    const sealed = { seq: first + index, hash }
    await step('ledger.seal.entry', () =>
      tx.of(entryRecord).update({ _id: entry._id, seq: null }, { $set: sealed }),
    )
  }
  return open.length
}

/** SHA-256 over the hash before and what the entry says; `seq` and `hash` themselves are left out. */
export function chainHash(before: string, entry: Entry): string {
  const { _id, kind, currency, postings, effectiveAt, refs, reverses } = entry
  const text = JSON.stringify([
    before,
    _id,
    kind,
    currency,
    postings,
    effectiveAt.toISOString(),
    sorted(refs),
    reverses,
  ])
  return createHash('sha256').update(text).digest('hex')
}

const sorted = (refs: Record<string, string>) => Object.entries(refs).sort(([a], [b]) => (a < b ? -1 : 1))
