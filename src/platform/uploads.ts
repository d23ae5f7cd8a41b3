import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { FileStore as TusFolder } from '@tus/file-store'
import type { DataStore } from '@tus/server'
import { isMissing, untouchedSince } from './files'

/** An upload that was begun: how much of it is there, and what was said about it. */
export interface BegunUpload {
  bytes: number
  offset: number
  metadata: Readonly<Record<string, string | null>>
}

/**
 * Where uploads lie until they have been looked into, beside the store that takes them over: any process can go on with
 * one that another began. Calls throw CodedError 503 `files_unavailable` while the store does not answer.
 */
export interface UploadArea {
  /** What the tus protocol writes to. */
  readonly tus: DataStore
  /** Null: there is no such upload. One whose bytes are all there is whole from now on, whoever died over it. */
  find(id: string): Promise<BegunUpload | null>
  /** The bytes of a whole upload. @throws CodedError 404. */
  read(id: string): Promise<Readable>
  /** Where the upload lies as a file of this machine, if it does: what a store may take over without copying. */
  localPath(id: string): string | null
  /** Resolves when this process writes nothing to the upload any more. */
  settled(id: string): Promise<void>
  /** Harmless when it is not there. */
  discard(id: string): Promise<void>
  /** Removes what nobody went on with since; `isWaiting` keeps what was finished and not looked into. @returns how many. */
  removeStale(before: Date, isWaiting: (id: string) => Promise<boolean>): Promise<number>
}

/** Beside the store, so that taking one over is a rename. */
export const unfinishedFolder = (filesDir: string): string => path.join(filesDir, 'uploading')

/** Uploads in a folder of this machine: the bytes under the id, what was said about them in `{id}.json`. */
export function diskUploads(filesDir: string): UploadArea {
  const directory = unfinishedFolder(filesDir)
  const tus = new TusFolder({ directory })
  const place = (id: string) => path.join(directory, path.basename(id))

  async function discard(id: string): Promise<void> {
    await rm(place(id), { force: true })
    await rm(`${place(id)}.json`, { force: true })
  }

  return {
    tus,
    async find(id) {
      if (!(await tus.configstore.get(id))) return null
      try {
        const { size = 0, offset, metadata = {} } = await tus.getUpload(id)
        return { bytes: size, offset, metadata }
      } catch (error) {
        if (isGone(error)) return null
        throw error
      }
    },
    async read(id) {
      return createReadStream(place(id))
    },
    localPath: place,
    settled: async () => undefined,
    discard,
    async removeStale(before, isWaiting) {
      const names = await untouchedSince(directory, before)
      // The bytes were written last: what was said about them is older, and goes with them.
      const fresh = new Set(names.filter((name) => !name.endsWith('.json')))
      let removed = 0
      for (const name of names) {
        const id = name.replace(/\.json$/, '')
        if (name.endsWith('.json') && (fresh.has(id) || (await exists(tus, id)))) continue
        if (await isWaiting(id)) continue
        await discard(id)
        removed++
      }
      return removed
    },
  }
}

async function exists(tus: TusFolder, id: string): Promise<boolean> {
  try {
    await tus.getUpload(id)
    return true
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
}

/** The tus package throws plain objects: 404 never known, 410 its bytes are gone. */
const isGone = (error: unknown): boolean =>
  isMissing(error) ||
  (typeof error === 'object' &&
    error !== null &&
    'status_code' in error &&
    (error.status_code === 404 || error.status_code === 410))
