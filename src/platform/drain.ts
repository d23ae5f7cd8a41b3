import { randomUUID } from 'node:crypto'
import type { Document, Filter } from 'mongodb'
import type { z } from 'zod'
import type { Database } from './database'
import { maxQueueAttempts, nextAskAt, nextTryAt, type queueFields } from './queue'
import type { CollectionDefinition, RecordShape } from './records'
import { step } from './steps'
import { addSeconds, now } from './time'

type QueueRow = RecordShape & z.infer<z.ZodObject<typeof queueFields>>

/** An effect that will never succeed, however often it is tried: the row is parked at once. */
export class HopelessError extends Error {}

/** Not now, and nothing is wrong with the row: it is tried again after so long, as often as it takes. */
export class NotYetError extends Error {
  constructor(
    reason: string,
    readonly seconds: number,
  ) {
    super(reason)
  }
}

/**
 * What the effect needs does not answer: the payment provider, the mail server. The row waits, longer each time up to five
 * minutes, for as long as that lasts, and is never given up.
 */
export class AwayError extends Error {}

export interface DrainOptions<T extends QueueRow> {
  database: Database
  queue: CollectionDefinition<T>
  /** Does the effect. A row that was already done must be harmless to do again. */
  handle(row: T): Promise<void>
  onFailure(rowId: string, error: unknown, parked: boolean): void
  concurrency?: number
  leaseSeconds?: number
  pollMs?: number
}

export interface Drain {
  /** Handles what is due until nothing is; for tests, the seed and a stop. @returns how many rows. */
  runDue(): Promise<number>
  start(): void
  /** Finishes the rows in hand, takes no new ones. */
  stop(): Promise<void>
}

/** A row is done: the step, by whatever way it is closed. */
export const closing = <R>(write: () => Promise<R>): Promise<R> => step('queue.close', write)

/**
 * The loop that empties inbox and outbox: a row is taken by compare-and-set for some seconds under a fencing number,
 * handled, and closed only by who still holds it. A worker that dies in between leaves a lease that runs out.
 * Woken by a change stream, polled every second in case the stream is lost.
 */
export function createDrain<T extends QueueRow>(options: DrainOptions<T>): Drain {
  const { database, queue, handle, onFailure, concurrency = 4, leaseSeconds = 5, pollMs = 1_000 } = options
  const owner = randomUUID()
  const rows = database.db.collection<QueueRow>(queue.name)
  let running = false
  let wake: (() => void) | undefined
  let loops: Promise<void>[] = []
  const waiting = new Set<() => void>()

  async function take(): Promise<QueueRow | null> {
    const at = now()
    const free: Filter<QueueRow> = {
      state: 'due',
      nextAt: { $lte: at },
      $or: [{ lease: null }, { 'lease.until': { $lt: at } }],
    }
    const claim: Document[] = [
      {
        $set: {
          attempts: { $add: ['$attempts', 1] },
          lease: {
            owner,
            until: addSeconds(at, leaseSeconds),
            // The count of tries only grows, also after the lease was given back.
            fence: { $add: ['$attempts', 1] },
          },
        },
      },
    ]
    return rows.findOneAndUpdate(free, claim, {
      sort: { nextAt: 1 },
      returnDocument: 'after',
    })
  }

  async function close(row: QueueRow, set: Partial<QueueRow>): Promise<void> {
    await rows.updateOne(
      {
        _id: row._id,
        'lease.owner': owner,
        'lease.fence': row.lease?.fence ?? -1,
      },
      { $set: { ...set, lease: null } },
    )
  }

  /** While the work goes on the lease is renewed, so that it may be short: a dead worker's rows are free after seconds. */
  function keep(row: QueueRow): () => void {
    const held = { _id: row._id, 'lease.owner': owner, 'lease.fence': row.lease?.fence ?? -1 }
    const timer = setInterval(
      () =>
        void rows
          .updateOne(held, { $set: { 'lease.until': addSeconds(now(), leaseSeconds) } })
          .catch((error) => onFailure(row._id, error, false)),
      (leaseSeconds * 1_000) / 3,
    )
    return () => clearInterval(timer)
  }

  async function handleNext(): Promise<boolean> {
    const row = await take()
    if (!row) return false
    const release = keep(row)
    try {
      await handle(queue.schema.parse(row))
      await closing(() => close(row, { state: 'done', doneAt: now(), error: null }))
    } catch (error) {
      if (error instanceof NotYetError || error instanceof AwayError) {
        const waits = (row.waits ?? 0) + 1
        const nextAt =
          error instanceof NotYetError ? addSeconds(now(), error.seconds) : nextAskAt(now(), waits)
        await close(row, { state: 'due', nextAt, waits, error: error.message.slice(0, 500) })
        if (error instanceof AwayError) onFailure(row._id, error, false)
        return true
      }
      const tries = row.attempts - (row.waits ?? 0)
      const parked = error instanceof HopelessError || tries >= maxQueueAttempts
      const text = error instanceof Error ? error.message.slice(0, 500) : String(error)
      await close(row, {
        state: parked ? 'parked' : 'due',
        nextAt: nextTryAt(now(), tries),
        error: text,
      })
      onFailure(row._id, error, parked)
    } finally {
      release()
    }
    return true
  }

  async function loop(): Promise<void> {
    while (running) {
      const worked = await handleNext().catch((error) => {
        onFailure(`${queue.name}: loop`, error, false)
        return false
      })
      if (!worked && running) await idle()
    }
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, pollMs)
      waiting.add(done)
    })
  }

  function watch(): void {
    const stream = rows.watch([{ $match: { operationType: 'insert' } }])
    stream.on('change', () => waiting.values().next().value?.())
    // Losing the stream costs at most one poll; it is opened again at the next tick.
    stream.on('error', () => void stream.close().then(() => running && setTimeout(watch, pollMs)))
    wake = () => void stream.close()
  }

  return {
    async runDue() {
      let handled = 0
      while (await handleNext()) handled++
      return handled
    },
    start() {
      running = true
      watch()
      loops = Array.from({ length: concurrency }, loop)
    },
    async stop() {
      running = false
      wake?.()
      for (const done of [...waiting]) done()
      await Promise.all(loops)
    },
  }
}
