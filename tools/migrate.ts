import { schema } from '@/domain/schema'
import { migrations } from '@/migrations'
import { connectDatabase } from '@/platform/database'
import { migrate } from '@/platform/schema/migrate'
import { certifyForDevelopment } from './licenseKeys/commands'

/** Brings the database to this version before any process serves: `npm run migrate`. */
async function main(): Promise<void> {
  const uri = process.env.MONGODB_URI
  if (!uri) throw new Error('MONGODB_URI is not set')
  const database = await connectDatabase(uri)
  try {
    const applied = await migrate(database, schema, migrations)
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
    // Set by `npm start` alone: an operator certifies with a root that is on no server (npm run license-keys).
    const { LICENSE_ROOT_FILE: rootFile, PUBLIC_URL: issuer } = process.env
    if (rootFile && issuer) await certifyForDevelopment({ database, issuer }, rootFile)
  } finally {
    await database.client.close()
  }
}

await main()
