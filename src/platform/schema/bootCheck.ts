import type { Database } from '../database'
import { isTransient } from '../transaction'
import { type AnyDefinition, compareSchema } from './apply'

/** Why a process may not serve: said once, with the command to run. */
export class BootRefusal extends Error {}

/**
 * Refuses to serve unless transactions are real: a replica set, majority writes, every index and validator there, and a
 * probe transaction that rolls back leaves nothing (ARCHITECTURE, rule 2).
 * @throws BootRefusal with what is missing.
 */
export async function assertDatabaseReady(
  database: Database,
  definitions: readonly AnyDefinition[],
): Promise<void> {
  const { client, db } = database
  const hello = await db.admin().command({ hello: 1 })
  if (!hello.setName && hello.msg !== 'isdbgrid')
    throw new BootRefusal(
      'MongoDB is not a replica set, so transactions are not real. Start it with --replSet.',
    )
  if (client.options.writeConcern?.w !== 'majority')
    throw new BootRefusal('The connection does not write with w=majority. Take w=… out of MONGODB_URI.')
  const problems = await compareSchema(database, definitions)
  if (problems.length > 0)
    throw new BootRefusal(
      `The database is not at this version's schema:\n  ${problems.slice(0, 20).join('\n  ')}\nRun: npm run migrate`,
    )
  await probeRollback(database)
}

async function probeRollback({ client, db }: Database): Promise<void> {
  const probe = db.collection<{ _id: string }>('platform-state')
  const id = `probe:${process.pid}:${Date.now()}`
  for (let attempt = 1; ; attempt++) {
    const session = client.startSession()
    try {
      session.startTransaction()
      await probe.insertOne({ _id: id }, { session })
      await session.abortTransaction()
      break
    } catch (error) {
      if (attempt >= 5 || !isTransient(error)) throw error
    } finally {
      await session.endSession()
    }
  }
  if (await probe.findOne({ _id: id }))
    throw new BootRefusal(
      'A transaction that was rolled back left its write. This MongoDB cannot keep the books.',
    )
}
