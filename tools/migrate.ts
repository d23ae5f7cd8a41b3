import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'

/** Brings the database to this version before any process serves: `npm run migrate`. */
async function main(): Promise<void> {
  const uri = process.env.MONGODB_URI
  if (!uri) throw new Error('MONGODB_URI is not set')
  const database = await connectDatabase(uri)
  try {
    const applied = await migrate(database, schema, migrations)
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
  } finally {
    await database.client.close()
  }
}

await main()
