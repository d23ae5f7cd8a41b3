import { type ChangeStream, type ChangeStreamDocument, MongoError } from 'mongodb'
import type { Database } from './database'
import { log } from './logs'

/** A document that was written or removed, whoever did it. */
export interface Change {
  collection: string
  id: string
  /** What the document refers to by the followed field; null where it has none or was removed. */
  reference: string | null
}

export interface ChangeFeed {
  /** Whether changes arrive now. False from the third second of silence on, before the driver itself gives up. */
  isLive(): boolean
  /** Grows with every gap: what was read under another generation may have changed unseen. */
  readonly generation: number
  stop(): Promise<void>
}

interface ChangeFeedOptions {
  database: Database
  collections: readonly string[]
  /** A field whose value is wanted with each change: the server looks the document up for it. */
  referencing?: string
  /** Updates of these fields alone are nobody's concern here, and are kept back by the server. */
  ignoring?: readonly string[]
  onChange(change: Change): void
  /** Changes may have been missed. */
  onGap?(): void
}

/** The server answers at least so often, if only with nothing: that is the pulse. */
const awaitMs = 1_000
const silenceMs = 3_000
const reopenMs = 500

/**
 * Follows the writes to some collections by change stream, for caches. Short losses are bridged by the driver without a
 * gap; when it gives up, a new stream begins and the generation grows.
 */
export function followChanges(options: ChangeFeedOptions): ChangeFeed {
  const { database, collections, referencing, ignoring = [], onChange, onGap } = options
  let generation = 0
  let pulseAt = Number.NEGATIVE_INFINITY
  let stopped = false
  let stream: ChangeStream | undefined
  let wakeUp: (() => void) | undefined

  async function follow(): Promise<void> {
    stream = database.db.watch(
      [
        {
          $match: {
            'ns.coll': { $in: [...collections] },
            ...(ignoring.length > 0 ? touching(ignoring) : {}),
          },
        },
        {
          $project: {
            operationType: 1,
            ns: 1,
            'documentKey._id': 1,
            ...(referencing ? { reference: `$fullDocument.${referencing}` } : {}),
          },
        },
      ],
      { maxAwaitTimeMS: awaitMs, ...(referencing ? { fullDocument: 'updateLookup' } : {}) },
    )
    while (!stopped) {
      const event = await stream.tryNext()
      pulseAt = performance.now()
      if (event === null) continue
      const change = changeOf(event)
      if (change) onChange(change)
      else throw new MongoError(`the stream ended with ${event.operationType}`)
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        await follow()
      } catch (error) {
        if (stopped) break
        log().warn({ err: error, collections }, 'a change stream was lost and is opened again')
      }
      pulseAt = Number.NEGATIVE_INFINITY
      generation++
      onGap?.()
      await stream?.close().catch(() => undefined) // it is broken already; there is nothing more to lose
      if (!stopped) await pause()
    }
  }

  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, reopenMs)
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  void run()
  return {
    isLive: () => performance.now() - pulseAt < silenceMs,
    get generation() {
      return generation
    },
    async stop() {
      stopped = true
      wakeUp?.()
      // The server holds the open question for up to a second more; nobody waits for its answer.
      void stream?.close().catch(() => undefined)
    },
  }
}

/** Everything but updates that set nothing else than these fields. */
const touching = (ignoring: readonly string[]) => ({
  $or: [
    { operationType: { $ne: 'update' } },
    { 'updateDescription.removedFields.0': { $exists: true } },
    { 'updateDescription.truncatedArrays.0': { $exists: true } },
    {
      $expr: {
        $not: [
          {
            $setIsSubset: [
              { $map: { input: { $objectToArray: '$updateDescription.updatedFields' }, in: '$$this.k' } },
              [...ignoring],
            ],
          },
        ],
      },
    },
  ],
})

/** null for what ends a stream: the collection or the database was dropped or renamed. */
function changeOf(event: ChangeStreamDocument): Change | null {
  switch (event.operationType) {
    case 'insert':
    case 'update':
    case 'replace':
    case 'delete':
      return {
        collection: event.ns.coll,
        id: String(event.documentKey._id),
        reference: 'reference' in event && typeof event.reference === 'string' ? event.reference : null,
      }
    default:
      return null
  }
}
