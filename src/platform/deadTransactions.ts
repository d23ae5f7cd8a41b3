import type { Document } from 'mongodb'
import type { Database } from './database'
import { log } from './logs'

/** No transaction of ours waits so long between two commands: it holds nothing but the database while it runs. */
export const idleSeconds = 4

/**
 * Ends the transactions that nobody goes on with. Where a process is killed in the middle of one, MongoDB keeps what it
 * had written for a minute, and whoever takes up the same order, license or row is refused until then. A process that was
 * only slow finds its transaction gone and runs it again.
 * @returns how many there were.
 */
export async function endDeadTransactions({ client }: Pick<Database, 'client'>): Promise<number> {
  const admin = client.db('admin')
  const dead = await admin
    .aggregate<{ lsid: { id: Document } }>(
      [
        // Of our own user, where the deployment has users: needs no right of its own.
        { $currentOp: { allUsers: false, idleSessions: true } },
        { $match: { type: 'idleSession', 'transaction.timeInactiveMicros': { $gt: idleSeconds * 1e6 } } },
        { $project: { 'lsid.id': 1 } },
      ],
      { readConcern: { level: 'local' } },
    )
    .toArray()
  if (dead.length > 0) await admin.command({ killSessions: dead.map(({ lsid }) => ({ id: lsid.id })) })
  return dead.length
}

/** Looks every second. Where the deployment does not let us, MongoDB's own minute is what remains: said once. */
export function watchDeadTransactions(database: Database, everyMs = 1_000): () => Promise<void> {
  let looking: Promise<void> | undefined
  let said = false
  const look = async () => {
    try {
      const ended = await endDeadTransactions(database)
      if (ended > 0) log().warn({ ended }, 'ended transactions of a process that is gone')
    } catch (error) {
      if (!said) log().warn({ err: error }, 'transactions of dead processes last until MongoDB ends them')
      said = true
    }
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await looking
  }
}
