import { signingKeyRecord } from '@/domain/licensing/records'
import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { collectionOf, connectDatabase, type Database } from '@/platform/database'
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
export async function emptyDatabase(database: Database): Promise<void> {
  const { db } = database
  const kept = new Set(['migrations', 'signing-keys'])
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    if (kept.has(name) || name.startsWith('system.')) continue
    await db.collection(name).deleteMany(name === 'sellers' ? { house: { $ne: true } } : {})
  }
  await keepFirstSigningKey(database)
}

/** As after the migrations: one key, which signs. */
async function keepFirstSigningKey(database: Database): Promise<void> {
  const keys = collectionOf(database, signingKeyRecord)
  const first = await keys.findOne({}, { sort: { createdAt: 1, _id: 1 } })
  if (!first) return
  await keys.deleteMany({ _id: { $ne: first._id } })
  await keys.updateOne(
    { _id: first._id, state: { $ne: 'active' } },
    { $set: { state: 'active' }, $unset: { activeSince: 1, retiresAt: 1 } },
  )
}
