import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { cuttableDatabase } from '../../tests/setup/cuttable'
import { testDatabase } from '../../tests/setup/database'
import { oneStream } from './changeFeed'
import { collectionOf, type Database } from './database'
import { createLiveCache, type LiveCache } from './liveCache'
import { defineRecord } from './records'

const thing = defineRecord(
  'live-cache-things',
  z.strictObject({ _id: z.string(), name: z.string(), state: z.string() }),
)
type Thing = z.infer<typeof thing.schema>

let database: Database
let reads = 0
let load: (key: string) => Promise<Thing | null>
const opened: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  database = await testDatabase()
  await database.db.createCollection(thing.name).catch(() => undefined) // from the run before
})
beforeEach(async () => {
  await things().deleteMany({})
  reads = 0
  load = async (name) => {
    reads++
    return things().findOne({ name })
  }
})
afterEach(async () => {
  for (const stop of opened.splice(0).reverse()) await stop()
})

const things = () => collectionOf(database, thing)
const insert = (name: string, state = 'good') => things().insertOne({ _id: `thi_${name}`, name, state })

async function open(
  followed: Database = database,
  options: { limit?: number; staleMs?: number; patienceMs?: number } = {},
): Promise<LiveCache<Thing>> {
  const cache = createLiveCache<Thing>({
    database: followed,
    definition: thing,
    keysOf: ({ _id }) => [_id],
    load: (key) => load(key),
    limit: 100,
    staleMs: 60_000,
    patienceMs: 100,
    ...options,
  })
  opened.push(() => cache.stop())
  await vi.waitFor(() => expect(cache.isLive()).toBe(true), 10_000)
  return cache
}

async function cuttable() {
  const line = await cuttableDatabase(database.db.databaseName)
  opened.push(line.stop)
  return line
}

describe('a live cache', () => {
  it('reads a value once, and again after it changed', async () => {
    await insert('a')
    const cache = await open()
    await vi.waitFor(async () => {
      await cache.get('a')
      const before = reads
      await cache.get('a')
      expect(reads).toBe(before)
    })
    expect(await cache.get('thi_a')).toMatchObject({ stale: false })
    await things().updateOne({ name: 'a' }, { $set: { state: 'revoked' } })
    await expect.poll(async () => (await cache.get('a'))?.value.state, { interval: 10 }).toBe('revoked')
  })

  it('forgets a value that was removed', async () => {
    await insert('a')
    const cache = await open()
    await cache.get('a')
    await things().deleteOne({ name: 'a' })
    await expect.poll(() => cache.get('a'), { interval: 10 }).toBeNull()
  })

  it('never remembers that something is unknown', async () => {
    const cache = await open()
    expect(await cache.get('late')).toBeNull()
    await insert('late')
    expect(await cache.get('late')).toMatchObject({ value: { name: 'late' } })
  })

  it('concurrent misses are one read', async () => {
    await insert('a')
    const cache = await open()
    await Promise.all(Array.from({ length: 50 }, () => cache.get('a')))
    expect(reads).toBe(1)
  })

  it('reads anew for who knows of a change, and joins no read that began before', async () => {
    await insert('a')
    const cache = await open()
    let goOn = (): void => undefined
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    load = async (name) => {
      const old = await things().findOne({ name })
      await held
      return old
    }
    const early = cache.get('a')
    load = (name) => things().findOne({ name })
    await things().updateOne({ name: 'a' }, { $set: { state: 'changed' } })
    expect((await cache.getAnew('a'))?.value.state).toBe('changed')
    goOn()
    await early
    expect((await cache.getAnew('a'))?.value.state).toBe('changed')
  })

  it('holds no more than its limit', async () => {
    for (let i = 0; i < 10; i++) await insert(`n${i}`)
    const cache = await open(database, { limit: 4 })
    for (let i = 0; i < 10; i++) await cache.get(`n${i}`)
    expect(cache.size).toBeLessThanOrEqual(4)
  })

  it('does not keep what was read before a change that happened meanwhile', async () => {
    await insert('a')
    const cache = await open()
    load = async (name) => {
      const old = await things().findOne({ name })
      await things().updateOne({ name }, { $set: { state: 'revoked' } })
      await new Promise((resolve) => setTimeout(resolve, 500))
      return old
    }
    await cache.get('a')
    load = (name) => things().findOne({ name })
    expect((await cache.get('a'))?.value.state).toBe('revoked')
  })
})

describe('a live cache whose change stream was cut', () => {
  it('reads each value again before use while the database answers', async () => {
    const { followed, cut } = await cuttable()
    await insert('a')
    const cache = await open(followed)
    await cache.get('a')
    await cut()
    await vi.waitFor(() => expect(cache.isLive()).toBe(false), 10_000)
    await things().updateOne({ name: 'a' }, { $set: { state: 'revoked' } })
    expect(await cache.get('a')).toMatchObject({ value: { state: 'revoked' }, stale: false })
    expect(cache.size).toBe(1)
  })

  it('serves what it has as stale while the database is away, and refuses after the limit', async () => {
    const { followed, cut } = await cuttable()
    await insert('a')
    const cache = await open(followed, { staleMs: 4_500 })
    await cache.get('a')
    await cut()
    load = () => Promise.reject(new Error('the database is away'))
    await vi.waitFor(() => expect(cache.isLive()).toBe(false), 10_000)
    expect(await cache.get('a')).toMatchObject({ value: { name: 'a' }, stale: true })
    await expect(cache.get('never seen')).rejects.toMatchObject({ status: 503, code: 'unavailable' })
    await new Promise((resolve) => setTimeout(resolve, 4_500))
    await expect(cache.get('a')).rejects.toMatchObject({ status: 503 })
  })

  it('is live again when the stream is, and trusts nothing from before', async () => {
    const { followed, cut, mend } = await cuttable()
    await insert('a')
    const cache = await open(followed)
    await cache.get('a')
    await cut()
    await vi.waitFor(() => expect(cache.isLive()).toBe(false), 10_000)
    await things().updateOne({ name: 'a' }, { $set: { state: 'revoked' } })
    await mend()
    await vi.waitFor(() => expect(cache.isLive()).toBe(true), 20_000)
    await expect.poll(async () => (await cache.get('a'))?.value.state).toBe('revoked')
  })
})

describe('one stream for several who follow', () => {
  it('opens as a gap: what was read before it may have changed before it', async () => {
    await insert('a')
    const changes = oneStream(database)
    const cache = createLiveCache<Thing>({
      ...{ database, changes, definition: thing, keysOf: ({ _id }) => [_id], limit: 10, staleMs: 60_000 },
      load: (name) => things().findOne({ name }),
    })
    await cache.get('a')
    await things().updateOne({ name: 'a' }, { $set: { state: 'revoked' } })
    changes.begin()
    await vi.waitFor(() => expect(cache.isLive()).toBe(true), 10_000)
    expect((await cache.get('a'))?.value.state).toBe('revoked')
    await cache.stop()
  })

  it('tells each of its own collections, and only what it wants to hear', async () => {
    const other = defineRecord('live-cache-others', thing.schema)
    await database.db.createCollection(other.name).catch(() => undefined) // from the run before
    const changes = oneStream(database)
    const heard: Record<'things' | 'others' | 'late', string[]> = { things: [], others: [], late: [] }
    const listen = (name: keyof typeof heard, ...collections: string[]) => ({
      collections,
      onChange: ({ id }: { id: string }) => void heard[name].push(id),
    })
    const feeds = [
      changes.follow({ ...listen('things', thing.name), ignoring: ['state'] }),
      changes.follow(listen('others', other.name)),
    ]
    changes.begin()
    feeds.push(changes.follow(listen('late', thing.name)))
    await vi.waitFor(() => expect(feeds.every((feed) => feed.isLive())).toBe(true), 10_000)
    const id = `thi_one_${Date.now()}`
    await things().insertOne({ _id: id, name: id, state: 'good' })
    await things().updateOne({ _id: id }, { $set: { state: 'better' } })
    await collectionOf(database, other).insertOne({ _id: `${id}_other`, name: id, state: 'good' })
    await things().updateOne({ _id: id }, { $set: { name: `${id}_last` } })
    await vi.waitFor(() => expect(heard.things).toHaveLength(2), 10_000)
    await vi.waitFor(() => expect(heard.late).toHaveLength(3), 10_000)
    expect(heard.things).toEqual([id, id])
    expect(heard.others).toEqual([`${id}_other`])
    await Promise.all(feeds.map((feed) => feed.stop()))
  })
})
