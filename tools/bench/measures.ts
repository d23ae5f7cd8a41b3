import { setTimeout as sleep } from 'node:timers/promises'
import { entryRecord } from '@/domain/ledger/records'
import { invoiceRecord } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import type { Marketplace } from './marketplace'

export const inSeconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(2)} s`

/** The value that this share of the sorted ones does not pass. */
export const shareOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

/** Looks at inbox and outbox once a second: how many rows wait, and for how long the oldest does. */
export function watchQueues(database: Database): { stop(): Promise<{ rows: number; ageMs: number }> } {
  const most = { rows: 0, ageMs: 0 }
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      const due = { state: 'due' as const }
      let rows = 0
      for (const queue of [inboxRow, outboxRow]) {
        const waiting = database.db.collection<{ _id: string; createdAt: Date }>(queue.name)
        rows += await waiting.countDocuments(due)
        const [oldest] = await waiting.find(due, { sort: { createdAt: 1 }, limit: 1 }).toArray()
        if (oldest) most.ageMs = Math.max(most.ageMs, Date.now() - oldest.createdAt.getTime())
      }
      most.rows = Math.max(most.rows, rows)
      await sleep(1_000)
    }
  })()
  return {
    async stop() {
      isOver = true
      await looking
      return most
    },
  }
}

/** Nothing waits: no event, no effect, no invoice without a number, no entry outside the chain. @throws after ten minutes. */
export async function untilQuiet(database: Database): Promise<void> {
  const deadline = Date.now() + 600_000
  for (;;) {
    const waiting =
      (await collectionOf(database, inboxRow).countDocuments({ state: 'due' })) +
      (await collectionOf(database, outboxRow).countDocuments({ state: 'due' })) +
      (await collectionOf(database, invoiceRecord).countDocuments({ number: null })) +
      (await collectionOf(database, entryRecord).countDocuments({ seq: null }))
    if (waiting === 0) return
    if (Date.now() > deadline) throw new Error(`${waiting} rows still wait`)
    await sleep(200)
  }
}

/** What each process used between two looks, for each of `count` things. */
export function printCpu(
  before: Record<string, number>,
  after: Record<string, number>,
  count: number,
  what: string,
): void {
  const each = Object.entries(after).map(
    ([name, cpu]) => [name, ((cpu - (before[name] ?? 0)) / count) * 1_000] as const,
  )
  const sum = each.reduce((total, [, milliseconds]) => total + milliseconds, 0)
  const parts = each.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(1)}`).join(', ')
  console.log(`CPU for each ${what}: ${sum.toFixed(1)} ms (${parts})`)
}

/** @throws where the oracle is not green. */
export async function printOracle(market: Marketplace): Promise<void> {
  const began = performance.now()
  const { state, checks, problems, late } = await market.oracle()
  const slowest = [...checks].sort((a, b) => b.ms - a.ms).slice(0, 4)
  console.log(
    `oracle: ${state} in ${inSeconds(performance.now() - began)} (${slowest.map(({ name, ms }) => `${name} ${inSeconds(ms)}`).join(', ')})`,
  )
  if (state !== 'green')
    throw new Error(JSON.stringify([...checks, ...problems, ...late].slice(0, 30), null, 2))
}
