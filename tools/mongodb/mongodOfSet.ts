import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type GuardedProcess, spawnGuarded } from '../process/guarded'
import { portState } from '../process/ports'
import { findMongod } from './provision'

export const setName = 'rs0'
const stopGraceSeconds = 10

export interface MongodOptions {
  /** Made when missing; the data survive restarts. */
  dbPath: string
  logPath: string
  port: number
  /** Left out: found or fetched by `findMongod`. */
  binary?: string
  /** WiredTiger's cache, at least 0.25. */
  cacheGb?: number
}

/**
 * Starts one mongod on 127.0.0.1 that is to be a member of the set; it ends with this process, however this process ends.
 * @throws Error of one sentence where its port is in use.
 */
export async function startMongodOfSet(options: MongodOptions): Promise<GuardedProcess> {
  const { dbPath, logPath, port, cacheGb = 0.25 } = options
  const binary = options.binary ?? (await findMongod()).path
  if ((await portState(port)) !== 'free')
    throw new Error(`Port ${port} is in use: MongoDB cannot start there.`)
  await mkdir(dbPath, { recursive: true })
  await mkdir(path.dirname(logPath), { recursive: true })
  return spawnGuarded({
    file: binary,
    args: [
      ...['--dbpath', dbPath, '--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', setName],
      ...['--wiredTigerCacheSizeGB', String(cacheGb), '--oplogSize', '512', '--nounixsocket', '--quiet'],
      ...['--logpath', logPath, '--logappend'],
      // What a killed process had open blocks its rows until then; 60 by default (docs/operate.md).
      ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    ],
    graceSeconds: stopGraceSeconds,
  })
}
