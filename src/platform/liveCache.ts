import { countCacheReads } from './cacheReads'
import { type ChangeFeed, type Changes, ownStreams } from './changeFeed'
import type { Database } from './database'
import { CodedError } from './errors'
import type { CollectionDefinition, RecordShape } from './records'

export interface LiveAnswer<V> {
  value: V
  /** The database does not answer and the value was read before that: it may have changed since. */
  stale: boolean
}

export interface LiveCache<V> {
  /**
   * The value under a key, or null where there is none.
   * @throws CodedError 503 `unavailable` when the database does not answer and nothing young enough is held.
   */
  get(key: string): Promise<LiveAnswer<V> | null>
  /** The value under a key if it lies in memory and is true now: what `get` would answer without asking the database. */
  peek(key: string): V | undefined
  /** What `get` answers, read from now on: for whoever knows of a change that the stream may not have told yet. */
  getAnew(key: string): Promise<LiveAnswer<V> | null>
  /** How many values are held; for metrics and tests. */
  readonly size: number
  isLive(): boolean
  stop(): Promise<void>
}

export interface LiveCacheOptions<V extends RecordShape> {
  database: Database
  /** Left out: a change stream of its own. */
  changes?: Changes
  /** The collections whose changes drop a value, by its `_id`. */
  definition: Pick<CollectionDefinition<RecordShape>, 'name'>
  /** Keys under which the value may be asked for beside the one that it was read by. */
  keysOf(value: V): readonly string[]
  /** Reads from the database; null: unknown, which is never remembered. */
  load(key: string): Promise<V | null>
  /** Whether a value may be held at all; others are read each time. */
  mayHold?(value: V): boolean
  /** How many values at most; among the oldest, one that was not used lately goes first. */
  limit: number
  /** How long a value may be served while the database does not answer. */
  staleMs: number
  /** How long an answer of the database is waited for while an older value is at hand. */
  patienceMs?: number
  /** Fields whose change alone makes a value no less true. */
  ignoring?: readonly string[]
}

interface Held<V> {
  value: V
  keys: readonly string[]
  generation: number
  readAt: number
  /** Since it was last looked at whether it may go. */
  isUsed: boolean
}

/**
 * A bounded cache kept true by a change stream (ARCHITECTURE, Rules that keep it fast). When the stream is lost the
 * values stay, marked: while the database answers, a marked value is read again before use; while it does not, it is
 * served `stale` until `staleMs` after it was last read.
 */
export function createLiveCache<V extends RecordShape>(options: LiveCacheOptions<V>): LiveCache<V> {
  const { load, keysOf, limit, staleMs, mayHold = () => true, patienceMs = 1_000 } = options
  const byKey = new Map<string, Held<V>>()
  const byId = new Map<string, Held<V>>()
  /** Running reads, each with the ids that changed since it began: what it reads may be from before that. */
  const loading = new Map<string | symbol, { reading: Promise<V | null>; changed: Set<string> }>()
  let silentUntil = 0
  const reads = countCacheReads(options.definition.name)

  const { changes = ownStreams(options.database) } = options
  const feed: ChangeFeed = changes.follow({
    collections: [options.definition.name],
    ...(options.ignoring ? { ignoring: options.ignoring } : {}),
    onChange: ({ id }) => {
      drop(id)
      for (const { changed } of loading.values()) changed.add(id)
    },
  })

  function drop(id: string): void {
    const held = byId.get(id)
    if (!held) return
    byId.delete(id)
    for (const key of held.keys) if (byKey.get(key) === held) byKey.delete(key)
  }

  function hold(key: string, value: V, generation: number): void {
    drop(value._id)
    if (!mayHold(value)) return
    const held = {
      value,
      keys: [key, ...keysOf(value)],
      generation,
      readAt: performance.now(),
      isUsed: false,
    }
    byId.set(value._id, held)
    for (const key of held.keys) byKey.set(key, held)
    if (byId.size > limit) makeRoom()
  }

  /** Second chance: the oldest goes, unless it was used since it was last the oldest; then it is the newest once more. */
  function makeRoom(): void {
    for (const [oldest, held] of byId) {
      if (byId.size <= limit) return
      if (!held.isUsed) {
        drop(oldest)
        continue
      }
      held.isUsed = false
      byId.delete(oldest)
      byId.set(oldest, held)
    }
  }

  async function read(key: string, changed: ReadonlySet<string>): Promise<V | null> {
    const generation = feed.generation
    const value = await load(key)
    if (value === null) {
      const before = byKey.get(key)
      if (before) drop(before.value._id)
    } else if (!changed.has(value._id) && generation === feed.generation) {
      hold(key, value, generation)
    }
    return value
  }

  /** Concurrent misses of one key are one read. */
  const readOnce = (key: string): Promise<V | null> => loading.get(key)?.reading ?? start(key, key)

  /** Joins no read that runs already: that one may have begun too early. */
  const readAnew = (key: string): Promise<V | null> => start(key, Symbol(key))

  function start(key: string, name: string | symbol): Promise<V | null> {
    reads.misses++
    const changed = new Set<string>()
    const reading = read(key, changed).finally(() => loading.delete(name))
    loading.set(name, { reading, changed })
    return reading
  }

  async function reread(
    key: string,
    held: Held<V>,
    readValue: (key: string) => Promise<V | null>,
  ): Promise<LiveAnswer<V> | null> {
    try {
      if (performance.now() < silentUntil) throw new Silence()
      const value = await within(patienceMs, readValue(key))
      return value && { value, stale: false }
    } catch (error) {
      const at = performance.now()
      if (at >= silentUntil) silentUntil = at + patienceMs
      if (at - held.readAt < staleMs) return { value: held.value, stale: true }
      throw unavailable(error)
    }
  }

  function peek(key: string): V | undefined {
    const held = byKey.get(key)
    if (!held || held.generation !== feed.generation || !feed.isLive()) return undefined
    held.isUsed = true
    reads.hits++
    return held.value
  }

  async function fromDatabase(
    key: string,
    readValue: (key: string) => Promise<V | null>,
  ): Promise<LiveAnswer<V> | null> {
    const held = byKey.get(key)
    if (held) return reread(key, held, readValue)
    try {
      const value = await readValue(key)
      return value && { value, stale: false }
    } catch (error) {
      throw unavailable(error)
    }
  }

  return {
    peek,
    async get(key) {
      const value = peek(key)
      return value ? { value, stale: false } : fromDatabase(key, readOnce)
    },
    getAnew: (key) => fromDatabase(key, readAnew),
    get size() {
      return byId.size
    },
    isLive: () => feed.isLive(),
    stop() {
      reads.forget()
      return feed.stop()
    },
  }
}

class Silence extends Error {}

const unavailable = (cause: unknown): Error =>
  Object.assign(
    new CodedError({
      status: 503,
      code: 'unavailable',
      detail: 'The database does not answer at the moment. Please try again shortly.',
      retryAfterSeconds: 5,
    }),
    { cause },
  )

/** @throws Silence when the promise takes longer. */
function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Silence()), milliseconds)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
