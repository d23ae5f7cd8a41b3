import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CodedError, notFound } from './errors'

export interface StoredFile {
  storageKey: string
  bytes: number
  sha256: string
}

/**
 * Where private files lie: a folder of this machine, or S3 (s3/fileStore.ts). Keys are random: they tell nothing and
 * are never served. A file is there whole or not at all, and never in parts of two.
 * Every call throws CodedError 503 `files_unavailable` while the store does not answer.
 */
export interface FileStore {
  /** Streams in, counts and hashes; visible only when whole. @throws what the content throws, and then nothing is kept. */
  put(content: Readable): Promise<StoredFile>
  /**
   * Takes over a file that lies on this machine, which is gone from there afterwards. Under a key chosen before
   * (`newStorageKey`), doing it again after a crash leaves one file.
   */
  adopt(localPath: string, storageKey?: string): Promise<StoredFile>
  /** The bytes from `start` to `end`, both included, or all. @throws CodedError 404. */
  read(storageKey: string, range?: { start: number; end: number }): Promise<Readable>
  size(storageKey: string): Promise<number | null>
  /** Harmless when it is not there. */
  remove(storageKey: string): Promise<void>
}

export const newStorageKey = (): string => {
  const name = randomBytes(20).toString('hex')
  return `${name.slice(0, 2)}/${name}`
}

/** @throws Error for anything that is no key of ours: no path is ever made of something else. */
export function assertStorageKey(key: string): void {
  if (!/^[0-9a-f]{2}\/[0-9a-f]{40}$/.test(key)) throw new Error('not a storage key')
}

export const filesUnavailable = (): CodedError =>
  new CodedError({
    status: 503,
    code: 'files_unavailable',
    detail: 'The store of files does not answer at the moment. Nothing is lost; please try again shortly.',
    retryAfterSeconds: 10,
  })

/** Counts and hashes what runs through. */
export function meter(): Transform & { bytes: number; sha256(): string } {
  const hash = createHash('sha256')
  const passing = Object.assign(
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        passing.bytes += chunk.length
        hash.update(chunk)
        done(null, chunk)
      },
    }),
    { bytes: 0, sha256: () => hash.digest('hex') },
  )
  return passing
}

/** Size and SHA-256 (hex) of a stream, without keeping any of it. */
export async function measure(content: Readable): Promise<{ bytes: number; sha256: string }> {
  const measured = meter()
  measured.resume()
  await pipeline(content, measured)
  return { bytes: measured.bytes, sha256: measured.sha256() }
}

/** Files in a folder of this machine, outside every web root. */
export function diskFileStore(root: string): FileStore {
  const place = (key: string): string => {
    assertStorageKey(key)
    return path.join(root, 'stored', key)
  }
  async function moveTo(storageKey: string, temporary: string): Promise<void> {
    await mkdir(path.dirname(place(storageKey)), { recursive: true })
    await rename(temporary, place(storageKey))
  }
  return {
    async put(content) {
      const folder = incomingFolder(root)
      await mkdir(folder, { recursive: true })
      const temporary = path.join(folder, randomBytes(16).toString('hex'))
      const measured = meter()
      try {
        await pipeline(content, measured, createWriteStream(temporary, { flags: 'wx', mode: 0o600 }))
        const storageKey = newStorageKey()
        await moveTo(storageKey, temporary)
        return { storageKey, bytes: measured.bytes, sha256: measured.sha256() }
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    async adopt(localPath, storageKey = newStorageKey()) {
      const measured = await measure(createReadStream(localPath))
      await moveTo(storageKey, localPath)
      return { storageKey, ...measured }
    },
    async read(storageKey, range) {
      if ((await sizeOf(place(storageKey))) === null) throw notFound('file')
      return createReadStream(place(storageKey), range)
    },
    async size(storageKey) {
      return sizeOf(place(storageKey))
    },
    async remove(storageKey) {
      await rm(place(storageKey), { force: true })
    },
  }
}

/** Where bytes lie on this machine that belong to nothing yet. */
export const incomingFolder = (root: string): string => path.join(root, 'incoming')

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** What lies in a folder and was not touched since; file times are the machine's, so `before` is by its clock. */
export async function untouchedSince(folder: string, before: Date): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  const old: string[] = []
  for (const name of names) {
    const found = await stat(path.join(folder, name)).catch((error: unknown) => {
      if (isMissing(error)) return null // finished meanwhile
      throw error
    })
    if (found && found.mtimeMs < before.getTime()) old.push(name)
  }
  return old
}

/** Removes what a process that was killed in the middle of a `put` left. @returns how many files went. */
export async function removeHalfWritten(root: string, before: Date): Promise<number> {
  const folder = incomingFolder(root)
  const old = await untouchedSince(folder, before)
  for (const name of old) await rm(path.join(folder, name), { force: true })
  return old.length
}
