import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { systemActor } from '../actor'
import { collectionOf, type Database } from '../database'
import { defineRecord } from '../records'
import { type Tx, transact } from '../transaction'
import { type AnyDefinition, applySchema } from './apply'

/** One numbered change of data, applied once, in one transaction. */
export interface Migration {
  /** `001-house-seller`: the number orders, the name says what it does. */
  id: string
  apply(tx: Tx): Promise<void>
}

const migrationSchema = z.strictObject({
  _id: z.string(),
  appliedAt: z.date().nullable(),
  lock: z.strictObject({ owner: z.string(), until: z.date() }).nullable().optional(),
})
/** Applied migrations, and the lock (`_id: 'lock'`) under which they are applied. */
export const migrationRecord = defineRecord('migrations', migrationSchema)

/**
 * Brings the database to this version: schema first, then each migration that is not there yet, in order, under a lock.
 * Safe to run from several machines at once: the others wait.
 * @returns the ids applied now.
 */
export async function migrate(
  database: Database,
  definitions: readonly AnyDefinition[],
  migrations: readonly Migration[],
): Promise<string[]> {
  return withLock(database, async () => {
    await applySchema(database, definitions)
    const applied: string[] = []
    for (const migration of migrations) {
      const done = await transact(
        database,
        { actor: systemActor(`migration ${migration.id}`) },
        async (tx) => {
          if (await tx.of(migrationRecord).findOne({ _id: migration.id })) return false
          await migration.apply(tx)
          await tx.of(migrationRecord).insert({ _id: migration.id, appliedAt: tx.now })
          return true
        },
      )
      if (done) applied.push(migration.id)
    }
    return applied
  })
}

async function withLock<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const rows = collectionOf(database, migrationRecord)
  const owner = randomUUID()
  const deadline = Date.now() + 120_000
  await rows.updateOne({ _id: 'lock' }, { $setOnInsert: { appliedAt: null, lock: null } }, { upsert: true })
  for (;;) {
    const at = new Date()
    const taken = await rows.updateOne(
      { _id: 'lock', $or: [{ lock: null }, { 'lock.until': { $lt: at } }] },
      { $set: { lock: { owner, until: new Date(at.getTime() + 300_000) } } },
    )
    if (taken.modifiedCount === 1) break
    if (Date.now() > deadline)
      throw new Error('Another migration has held the lock for two minutes. Look at it first.')
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  try {
    return await work()
  } finally {
    await rows.updateOne({ _id: 'lock', 'lock.owner': owner }, { $set: { lock: null } })
  }
}
