import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import type { ChangeFeed } from '@/platform/changeFeed'
import { connectDatabase, type Database } from '@/platform/database'
import { invariant } from '@/platform/errors'
import { followClock } from '@/platform/time'
import { serveThread } from '@/platform/workThread/serveThread'
import { readsOf } from './catalogReads'
import { indexFigures, indexOf } from './search/indexOf'
import { followShelf } from './shelf'

/**
 * The thread that holds the catalog in memory and answers from it (`npm run build` bundles it as dist/catalog.mjs). It
 * reads through a connection of its own, made at its start and again after one that failed: while the database is away,
 * questions are refused and the thread lives on.
 */
invariant(parentPort, 'this module runs as a thread')
const { mongodbUri } = z.object({ mongodbUri: z.string() }).parse(workerData)

let connected: Promise<{ database: Database; leaveClock: () => void; feed: ChangeFeed }> | undefined

function connection() {
  connected ??= connect().catch((error: unknown) => {
    connected = undefined
    throw error
  })
  return connected
}

async function connect() {
  const database = await connectDatabase(mongodbUri, { maxPoolSize: 12 })
  return { database, leaveClock: await followClock(database), feed: followShelf(database) }
}

serveThread({
  port: parentPort,
  prepare: async () => indexOf((await connection()).database),
  operations: readsOf(async () => (await connection()).database),
  figures: indexFigures,
  async stop() {
    const open = await connected?.catch(() => undefined)
    open?.leaveClock()
    await open?.feed.stop()
    await open?.database.client.close()
  },
})
