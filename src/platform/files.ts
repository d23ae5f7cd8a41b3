import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface StoredFile {
  storageKey: string
  bytes: number
  sha256: string
}

/** Where private files lie; disk here, S3 behind the same port later. Keys are random: they tell nothing and are never served. */
export interface FileStore {
  /** Streams in, counts and hashes; visible only when whole. */
  put(content: Readable): Promise<StoredFile>
  /** Takes over a file that already lies on this machine (a finished upload). */
  adopt(localPath: string): Promise<StoredFile>
  read(storageKey: string, range?: { start: number; end: number }): Promise<Readable>
  size(storageKey: string): Promise<number | null>
  remove(storageKey: string): Promise<void>
}

const newStorageKey = (): string => {
  const name = randomBytes(20).toString('hex')
  return `${name.slice(0, 2)}/${name}`
}

/** Files in a folder of this machine, outside every web root. */
export function diskFileStore(root: string): FileStore {
  const place = (key: string): string => {
    if (!/^[0-9a-f]{2}\/[0-9a-f]{40}$/.test(key)) throw new Error('not a storage key')
    return path.join(root, 'stored', key)
  }
  async function finish(temporary: string, sha256: string, bytes: number): Promise<StoredFile> {
    const storageKey = newStorageKey()
    await mkdir(path.dirname(place(storageKey)), { recursive: true })
    await rename(temporary, place(storageKey))
    return { storageKey, bytes, sha256 }
  }
  return {
    async put(content) {
      const folder = path.join(root, 'incoming')
      await mkdir(folder, { recursive: true })
      const temporary = path.join(folder, randomBytes(16).toString('hex'))
      const hash = createHash('sha256')
      let bytes = 0
      try {
        await pipeline(
          content,
          async function* (source: AsyncIterable<Buffer>) {
            for await (const chunk of source) {
              bytes += chunk.length
              hash.update(chunk)
              yield chunk
            }
          },
          createWriteStream(temporary, { flags: 'wx', mode: 0o600 }),
        )
        return await finish(temporary, hash.digest('hex'), bytes)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    async adopt(localPath) {
      const hash = createHash('sha256')
      let bytes = 0
      for await (const chunk of createReadStream(localPath)) {
        bytes += chunk.length
        hash.update(chunk)
      }
      return finish(localPath, hash.digest('hex'), bytes)
    },
    async read(storageKey, range) {
      await stat(place(storageKey))
      return createReadStream(place(storageKey), range)
    },
    async size(storageKey) {
      const found = await stat(place(storageKey)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      return found ? found.size : null
    },
    async remove(storageKey) {
      await rm(place(storageKey), { force: true })
    },
  }
}
