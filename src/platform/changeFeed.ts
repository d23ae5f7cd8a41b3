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

/** What somebody wants to hear of. */
export interface Follow {
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

/** Where changes are heard from. */
export interface Changes {
  follow(follow: Follow): ChangeFeed
}

/** A stream for each who follows. */
export const ownStreams = (database: Database): Changes => ({
  follow: (follow) => streamOf(database, [follow]),
})

/**
 * One stream for all who follow before it begins: the server looks at each write once for each stream, which is a good part
 * of what a write costs it. Who comes later has a stream of their own.
 */
export function oneStream(database: Database): Changes & { begin(): void } {
  const follows: Follow[] = []
  let shared: ChangeFeed | undefined
  let leaving = 0
  return {
    follow(follow) {
      if (shared) return streamOf(database, [follow])
      follows.push(follow)
      return {
        isLive: () => shared?.isLive() ?? false,
        get generation() {
          return shared?.generation ?? 0
        },
        async stop() {
          leaving++
          if (leaving === follows.length) await shared?.stop()
        },
      }
    },
    begin() {
      shared ??= streamOf(database, follows)
    },
  }
}

/**
 * Follows the writes to some collections by change stream, for caches. Short losses are bridged by the driver without a
 * gap; when it gives up, a new stream begins and the generation grows.
 */
function streamOf(database: Database, follows: readonly Follow[]): ChangeFeed {
  const collections = follows.flatMap((follow) => follow.collections)
  const referencing = follows.find((follow) => follow.referencing)?.referencing
  let generation = 0
  let pulseAt = Number.NEGATIVE_INFINITY
  let stopped = false
  let stream: ChangeStream | undefined
  let wakeUp: (() => void) | undefined

  async function follow(): Promise<void> {
    stream = database.db.watch(
      [
        { $match: { $or: follows.map(wanted) } },
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
    let isOpen = false
    while (!stopped) {
      const event = await stream.tryNext()
      // What was read before it opened may have changed in a moment that no stream tells of.
      if (!isOpen) gap()
      isOpen = true
      pulseAt = performance.now()
      if (event === null) continue
      const change = changeOf(event)
      if (change) tell(change)
      else throw new MongoError(`the stream ended with ${event.operationType}`)
    }
  }

  function gap(): void {
    generation++
    for (const { onGap } of follows) onGap?.()
  }

  function tell(change: Change): void {
    for (const follow of follows) if (follow.collections.includes(change.collection)) follow.onChange(change)
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
      gap()
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

const wanted = ({ collections, ignoring = [] }: Follow) => ({
  'ns.coll': { $in: [...collections] },
  ...(ignoring.length > 0 ? touching(ignoring) : {}),
})

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
