import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ERRORS, type Lock, type Locker } from '@tus/server'
import { type Collection, MongoServerError } from 'mongodb'
import type { z } from 'zod'
import { uploadLockRecord } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { isDuplicateKey } from '@/platform/transaction'
import type { UploadArea } from '@/platform/uploads'

type Held = z.infer<typeof uploadLockRecord.schema>

/** A process that died holds a lock for so long. */
const leaseMs = 10_000
const renewMs = 1_000
const askMs = 200
const patienceMs = 30_000

/** By the database's clock, which all processes share. */
const leaseEnd = { $add: ['$$NOW', leaseMs] }

/**
 * One request at a time goes on with an upload, on whichever process it arrives: a client that comes back while its old
 * connection hangs half dead on another edge must not write beside it. Who waits is heard by who holds within a second.
 */
export const createUploadLocks = (database: Database, uploads: Pick<UploadArea, 'settled'>): Locker => ({
  newLock: (id) => uploadLock(collectionOf(database, uploadLockRecord), id, () => uploads.settled(id)),
})

function uploadLock(locks: Collection<Held>, id: string, settled: () => Promise<void>): Lock {
  const holder = randomUUID()
  let renewal: NodeJS.Timeout | undefined

  async function take(): Promise<boolean> {
    const free = { _id: id, $expr: { $lt: ['$until', '$$NOW'] } }
    const taken = await locks.updateOne(free, [{ $set: { holder, until: leaseEnd, isWanted: false } }])
    if (taken.modifiedCount > 0) return true
    try {
      await locks.insertOne({ _id: id, holder, until: new Date(Date.now() + leaseMs), isWanted: false })
      return true
    } catch (error) {
      if (error instanceof MongoServerError && isDuplicateKey(error)) return false
      throw error
    }
  }

  /** Renews the lease, and gives way when somebody waits or the lease was lost. */
  async function renew(giveWay: () => Promise<void> | void): Promise<void> {
    const held = await locks.findOneAndUpdate({ _id: id, holder }, [{ $set: { until: leaseEnd } }])
    if (held && !held.isWanted) return
    clearInterval(renewal)
    await giveWay()
  }

  return {
    async lock(signal, giveWay) {
      const deadline = Date.now() + patienceMs
      while (!(await take())) {
        if (signal.aborted || Date.now() > deadline) throw ERRORS.ERR_LOCK_TIMEOUT
        await locks.updateOne({ _id: id }, { $set: { isWanted: true } })
        await pause(askMs)
      }
      renewal = setInterval(
        () =>
          void renew(giveWay).catch((error) =>
            log().warn({ err: error }, 'an upload’s lock was not renewed'),
          ),
        renewMs,
      )
    },
    async unlock() {
      await settled()
      clearInterval(renewal)
      await locks.deleteOne({ _id: id, holder })
    },
  }
}
