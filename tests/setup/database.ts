import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase, type Database } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'

let shared: Promise<Database> | undefined

/** This worker's database on the run's replica set, at the present schema. Shared by the files of a worker: never close it. */
export function testDatabase(): Promise<Database> {
  shared ??= open()
  return shared
}

async function open(): Promise<Database> {
  const uri = process.env.MONGODB_URI
  if (!uri) throw new Error('tests/setup/worker.ts sets MONGODB_URI')
  const database = await connectDatabase(uri, { maxPoolSize: 20 })
  await migrate(database, schema, migrations)
  return database
}

/** Empties every collection but keeps indexes, validators, applied migrations and what those made. */
export async function emptyDatabase({ db }: Database): Promise<void> {
  const kept = new Set(['migrations', 'signing-keys'])
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (kept.has(name) || name.startsWith('system.')) continue
    await db.collection(name).deleteMany(name === 'sellers' ? { house: { $ne: true } } : {})
  }
}
