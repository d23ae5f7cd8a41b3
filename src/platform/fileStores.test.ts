import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ListMultipartUploadsCommand, ListObjectsV2Command, PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type S3Environment, s3ClientFor, startTestS3, type TestS3 } from '../../tests/setup/s3'
import { openFileStorage } from './fileStorage'
import { diskFileStore, type FileStore, newStorageKey, removeHalfWritten } from './files'
import { s3FileStore } from './s3/fileStore'

let folder: string
let s3: TestS3
let env: S3Environment

const diskRoot = () => path.join(folder, 'disk')
const open: Record<string, () => FileStore> = {
  disk: () => diskFileStore(diskRoot()),
  S3: () => s3FileStore(s3ClientFor(env), env.S3_BUCKET),
}
/** The names of all that a store shows or keeps half. */
const kept: Record<string, () => Promise<string[]>> = {
  disk: async () =>
    (await readdir(diskRoot(), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name),
  S3: async () => {
    const client = s3ClientFor(env)
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: env.S3_BUCKET }))
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: env.S3_BUCKET }))
    return [...Contents, ...Uploads].map(({ Key = '' }) => Key)
  },
}

beforeAll(async () => {
  process.env.LOG_LEVEL ??= 'silent'
  folder = await mkdtemp(path.join(os.tmpdir(), 'mintreu-files-'))
  s3 = await startTestS3()
  env = await s3.bucket()
})
afterAll(async () => {
  await s3.stop()
  await rm(folder, { recursive: true, force: true })
})

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
/** More than two parts of S3, and no whole number of them. */
const large = randomBytes(19_000_001)
const localFile = async (bytes: Buffer) => {
  const place = path.join(folder, randomBytes(6).toString('hex'))
  await writeFile(place, bytes)
  return place
}

describe.each(['disk', 'S3'])('files on %s [CAT-4]', (kind) => {
  let store: FileStore
  const names = () => kept[kind]?.() ?? Promise.reject(new Error(kind))
  beforeAll(() => {
    store = open[kind]?.() ?? diskFileStore('')
  })

  it.each([
    ['nothing at all', Buffer.alloc(0)],
    ['a few bytes', Buffer.from('hello')],
    ['more than fits into a part', large],
  ])('keeps %s as it came, with size and checksum', async (_, bytes) => {
    const stored = await store.put(Readable.from(bytes.length > 0 ? chunksOf(bytes) : []))
    expect(stored).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) })
    expect(await store.size(stored.storageKey)).toBe(bytes.length)
    expect(sha256(await buffer(await store.read(stored.storageKey)))).toBe(stored.sha256)
  })

  it('takes over a file of this machine, which is gone from there', async () => {
    const place = await localFile(large)
    const stored = await store.adopt(place)
    expect(stored).toMatchObject({ bytes: large.length, sha256: sha256(large) })
    await expect(stat(place)).rejects.toThrow('ENOENT')
    expect(sha256(await buffer(await store.read(stored.storageKey)))).toBe(stored.sha256)
  })

  it('taken over twice under one key, as after a crash, is there once and whole', async () => {
    const key = newStorageKey()
    await store.adopt(await localFile(Buffer.from('first')), key)
    const before = await names()
    const again = await store.adopt(await localFile(large), key)
    expect(again.storageKey).toBe(key)
    expect(await names()).toEqual(before)
    expect(await store.size(key)).toBe(large.length)
  })

  it('gives the asked part, as a resumed download wants it', async () => {
    const { storageKey } = await store.put(Readable.from(chunksOf(large)))
    const start = 17_000_000
    const rest = await buffer(await store.read(storageKey, { start, end: large.length - 1 }))
    expect(rest.equals(large.subarray(start))).toBe(true)
    const one = await buffer(await store.read(storageKey, { start: 5, end: 5 }))
    expect(one.equals(large.subarray(5, 6))).toBe(true)
  })

  it('shows nothing of a file whose source broke off', async () => {
    const before = await names()
    const broken = Readable.from(
      (function* () {
        yield large
        throw new Error('the source broke off')
      })(),
    )
    await expect(store.put(broken)).rejects.toThrow('the source broke off')
    expect(await names()).toEqual(before)
  })

  it('shows nothing while a file is on its way', async () => {
    const before = (await names()).length
    let finish = () => {}
    const waiting = new Promise<void>((resolve) => {
      finish = resolve
    })
    const seen: number[] = []
    const put = store.put(
      Readable.from(
        (async function* () {
          yield large
          await waiting
          yield large
        })(),
      ),
    )
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      seen.push((await shown(kind)).length)
    }
    expect(new Set(seen).size).toBe(1)
    finish()
    const { storageKey } = await put
    expect(await store.size(storageKey)).toBe(2 * large.length)
    expect((await names()).length).toBe(before + 1)
  })

  it('removes a file, and does not mind when it is gone already', async () => {
    const { storageKey } = await store.put(Readable.from([Buffer.from('x')]))
    await store.remove(storageKey)
    await store.remove(storageKey)
    expect(await store.size(storageKey)).toBeNull()
    await expect(store.read(storageKey)).rejects.toMatchObject({ status: 404, code: 'not_found' })
  })

  it.each(['../../etc/passwd', 'ab/../cd', '', `ab/${'g'.repeat(40)}`, `${'a'.repeat(43)}`])(
    'takes no other name than its own keys: %j',
    async (key) => {
      await expect(store.size(key)).rejects.toThrow('not a storage key')
      await expect(store.read(key)).rejects.toThrow('not a storage key')
      await expect(store.remove(key)).rejects.toThrow('not a storage key')
    },
  )
})

/** What a reader of the store may find under a key. */
async function shown(kind: string): Promise<string[]> {
  if (kind === 'disk') return readdir(path.join(diskRoot(), 'stored'), { recursive: true })
  const found = await s3ClientFor(env).send(new ListObjectsV2Command({ Bucket: env.S3_BUCKET }))
  return (found.Contents ?? []).map(({ Key = '' }) => Key)
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

describe('files on S3', () => {
  it('are given to nobody who does not sign [CAT-4]', async () => {
    const store = s3FileStore(s3ClientFor(env), env.S3_BUCKET)
    const { storageKey } = await store.put(Readable.from([Buffer.from('private')]))
    const answer = await fetch(`${env.S3_ENDPOINT}/${env.S3_BUCKET}/${storageKey}`)
    expect(answer.status).toBe(403)
    expect(await answer.text()).not.toContain('private')
  })

  it('are never kept in a bucket that anybody can read: no process starts with one [CAT-4]', async () => {
    const open = await s3.bucket()
    const storage = await openFileStorage({ ...open, S3_PATH_STYLE: true, FILES_DIR: folder })
    await storage.assertPrivate()
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' },
          Resource: `arn:aws:s3:::${open.S3_BUCKET}/*`,
        },
      ],
    })
    await s3ClientFor(open).send(new PutBucketPolicyCommand({ Bucket: open.S3_BUCKET, Policy }))
    await expect(storage.assertPrivate()).rejects.toThrow(`Anybody can read the bucket ${open.S3_BUCKET}`)
    await s3.cut()
    await storage.assertPrivate()
    await s3.mend()
    storage.close()
  })

  it('of 200 MB pass through without being held in memory', async () => {
    const store = s3FileStore(s3ClientFor(env), env.S3_BUCKET)
    const chunk = randomBytes(1_048_576)
    let most = 0
    const before = process.memoryUsage().rss
    const { storageKey, bytes } = await store.put(
      Readable.from(
        (function* () {
          for (let i = 0; i < 200; i++) {
            most = Math.max(most, process.memoryUsage().rss - before)
            yield chunk
          }
        })(),
      ),
    )
    expect(bytes).toBe(200 * 1_048_576)
    expect(most).toBeLessThan(150_000_000)
    await store.remove(storageKey)
  })

  it('say 503 with a time to come back while S3 is away, and are all there when it is back', async () => {
    const store = s3FileStore(s3ClientFor(env), env.S3_BUCKET)
    const { storageKey } = await store.put(Readable.from([Buffer.from('still here')]))
    const local = await localFile(Buffer.from('not yet taken over'))
    await s3.cut()
    const away = { status: 503, code: 'files_unavailable', retryAfterSeconds: 10 }
    await expect(store.read(storageKey)).rejects.toMatchObject(away)
    await expect(store.size(storageKey)).rejects.toMatchObject(away)
    await expect(store.put(Readable.from(chunksOf(large)))).rejects.toMatchObject(away)
    await expect(store.adopt(local)).rejects.toMatchObject(away)
    await s3.mend()
    expect(String(await buffer(await store.read(storageKey)))).toBe('still here')
    expect((await store.adopt(local)).bytes).toBe(18)
  })
})

describe('files on disk', () => {
  it('that a killed process left half are removed after a day, no earlier', async () => {
    const incoming = path.join(diskRoot(), 'incoming')
    const old = path.join(incoming, 'old')
    await writeFile(old, 'half')
    await writeFile(path.join(incoming, 'fresh'), 'half')
    const twoDaysAgo = new Date(Date.now() - 172_800_000)
    await utimes(old, twoDaysAgo, twoDaysAgo)
    expect(await removeHalfWritten(diskRoot(), new Date(Date.now() - 86_400_000))).toBe(1)
    expect(await readdir(incoming)).toEqual(['fresh'])
  })
})
