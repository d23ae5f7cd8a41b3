import type { Filter } from 'mongodb'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { type Tx, transact } from '@/platform/transaction'

/** What the rules of time look at; the rest of a license (places, keys) is read when there is something to do. */
export type Timed = Pick<
  License,
  '_id' | 'status' | 'startsAt' | 'expiresAt' | 'updatesUntil' | 'updatesReminded' | 'reminded'
> & { terms: Pick<License['terms'], 'graceDays'> }

const timed = {
  status: 1,
  startsAt: 1,
  expiresAt: 1,
  updatesUntil: 1,
  updatesReminded: 1,
  reminded: 1,
  'terms.graceDays': 1,
} as const
const batch = 200

interface DueWork {
  database: Database
  job: string
  now: Date
  /** By an index; it may find more than is due. */
  filter: Filter<License>
  /** Looks whether it is due, before a transaction is opened. */
  isDue: (license: Timed) => boolean
  /** Does it, if it is still due. @returns whether it did. */
  act: (tx: Tx, license: License) => Promise<boolean>
}

/**
 * Walks what an index finds, some hundreds at a time, and acts on each license in a transaction of its own, read again
 * there: two workers, or a change meanwhile, lose nothing and do nothing twice. One that fails keeps no other waiting.
 * @returns how many were acted on.
 */
export async function eachDue({ database, job, now, filter, isDue, act }: DueWork): Promise<number> {
  const found = collectionOf(database, licenseRecord).find<Timed>(filter, {
    projection: timed,
    batchSize: batch,
  })
  let done = 0
  for await (const candidate of found) {
    if (!isDue(candidate)) continue
    try {
      const acted = await transact(database, { actor: systemActor(job), now }, async (tx) => {
        const license = await tx.of(licenseRecord).findOne({ _id: candidate._id })
        return license !== null && isDue(license) && (await act(tx, license))
      })
      if (acted) done++
    } catch (error) {
      log().error({ err: error, job, license: candidate._id }, 'a license was left for the next run')
    }
  }
  return done
}
