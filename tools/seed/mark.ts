import { z } from 'zod'
import { productDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { platformState } from '@/platform/time'

const stateSchema = z.object({
  /** The day zero that all "days ago" count from, the same after a resume. */
  anchor: z.date(),
  /** The provider's balance before the first demo order, by currency. */
  baseline: z.record(z.string(), z.number()),
  /** How many acts of the order plan are done. */
  actsDone: z.number().int(),
  /** Number in the plan → order. */
  orderIds: z.record(z.string(), z.string()),
})
export type SeedState = z.infer<typeof stateSchema>

const stateId = 'seed'
const markId = 'demo'
const marks = ({ db }: Database) => db.collection<{ _id: string; finishedAt: Date }>('seed')

export type SeedStanding = 'fresh' | 'begun' | 'finished' | 'foreign'

/**
 * How far a demo got in this database. `foreign`: there are products that no demo made; those are somebody's shop.
 */
export async function standingOf(database: Database): Promise<SeedStanding> {
  if (await marks(database).findOne({})) return 'finished'
  if (await readState(database)) return 'begun'
  return (await collectionOf(database, productDocument).findOne({})) ? 'foreign' : 'fresh'
}

export async function readState(database: Database): Promise<SeedState | null> {
  const row = await collectionOf(database, platformState).findOne({ _id: stateId })
  return row ? stateSchema.parse(row.value) : null
}

export async function writeState(database: Database, state: SeedState): Promise<void> {
  await collectionOf(database, platformState).updateOne(
    { _id: stateId },
    { $set: { value: state, updatedAt: new Date() } },
    { upsert: true },
  )
}

/** The last act: from now on a start does not seed any more. */
export async function markFinished(database: Database): Promise<void> {
  await marks(database).updateOne({ _id: markId }, { $set: { finishedAt: new Date() } }, { upsert: true })
}
