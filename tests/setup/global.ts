import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startReplicaSet } from '../../tools/mongodb/replicaSet'

/** One replica set for the whole run; each worker has a database of its own on it (worker.ts). */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_MONGODB_URI
  if (given) {
    process.env.MONGODB_URI = given
    return async () => undefined
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-test-'))
  const set = await startReplicaSet({
    dbPath: path.join(folder, 'data'),
    logPath: path.join(folder, 'mongod.log'),
  })
  process.env.MONGODB_URI = set.uri
  return async () => {
    await set.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
