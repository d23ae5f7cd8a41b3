import { setTimeout as sleep } from 'node:timers/promises'
import { entryRecord } from '@/domain/ledger/records'
import { invoiceRecord } from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { log } from '@/platform/logs'
import { sealBooks } from './sealBooks'

/** So long what is issued is gathered: a run costs two transactions, however much it seals. */
const gatherMs = 150
/** More than this may have been left by a full batch. */
const fullBatch = 100

/**
 * Seals within a fraction of a second after something was issued: woken by the invoices' and entries' change streams,
 * and once a second in case a stream is lost. One run at a time in this process.
 */
export function createSealer(database: Database, pollMs = 1_000) {
  let running: Promise<void> | undefined
  let again = false
  let stopped = false

  async function run(): Promise<void> {
    do {
      await sleep(gatherMs)
      again = false
      try {
        while ((await sealBooks(database)) >= fullBatch && !stopped);
      } catch (error) {
        log().error({ err: error }, 'the books could not be sealed; the next tick tries again')
      }
    } while (again && !stopped)
    running = undefined
  }
  function wake(): void {
    if (stopped) return
    again = true
    running ??= run()
  }
  const streams = [collectionOf(database, invoiceRecord), collectionOf(database, entryRecord)].map(
    (collection) => {
      const stream = collection.watch([{ $match: { operationType: 'insert' } }])
      stream.on('change', wake)
      stream.on('error', () => void stream.close())
      return stream
    },
  )
  const timer = setInterval(wake, pollMs)
  wake()
  return {
    async stop(): Promise<void> {
      stopped = true
      clearInterval(timer)
      await Promise.all(streams.map((stream) => stream.close()))
      await running
    },
  }
}
