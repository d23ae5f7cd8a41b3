import type { Environment } from './env'
import { diskFileStore, type FileStore, incomingFolder, removeHalfWritten } from './files'
import { assertPrivate } from './s3/assertPrivate'
import { s3Client } from './s3/client'
import { s3FileStore } from './s3/fileStore'
import { s3Uploads } from './s3/uploads'
import { diskUploads, type UploadArea } from './uploads'

/** Private files and the uploads that become some: one place for all processes. */
export interface FileStorage {
  files: FileStore
  uploads: UploadArea
  /** A folder of this machine for what is on its way; cleaned with what is stale. */
  scratchFolder: string
  /** @throws Error, and the process does not start, when anybody could read the files. */
  assertPrivate(): Promise<void>
  /** Removes what uploads and killed processes left and nobody went on with since. @returns how many. */
  removeStale(before: Date, isWaiting: (uploadId: string) => Promise<boolean>): Promise<number>
  close(): void
}

type Where = Pick<
  Environment,
  | 'FILES_DIR'
  | 'S3_BUCKET'
  | 'S3_REGION'
  | 'S3_ENDPOINT'
  | 'S3_PATH_STYLE'
  | 'S3_ACCESS_KEY_ID'
  | 'S3_SECRET_ACCESS_KEY'
>

/** A bucket where one is set, else the folder FILES_DIR. */
export function openFileStorage(env: Where): FileStorage {
  return env.S3_BUCKET ? bucket({ ...env, S3_BUCKET: env.S3_BUCKET }) : diskStorage(env.FILES_DIR)
}

export function diskStorage(filesDir: string): FileStorage {
  const uploads = diskUploads(filesDir)
  return {
    files: diskFileStore(filesDir),
    uploads,
    scratchFolder: incomingFolder(filesDir),
    assertPrivate: async () => undefined,
    async removeStale(before, isWaiting) {
      return (await uploads.removeStale(before, isWaiting)) + (await removeHalfWritten(filesDir, before))
    },
    close: () => undefined,
  }
}

function bucket(env: Where & { S3_BUCKET: string }): FileStorage {
  const client = s3Client(env)
  const uploads = s3Uploads(client, env)
  const files = s3FileStore(client, env.S3_BUCKET)
  return {
    files,
    uploads,
    scratchFolder: incomingFolder(env.FILES_DIR),
    assertPrivate: () => assertPrivate(files, env),
    async removeStale(before, isWaiting) {
      return (await uploads.removeStale(before, isWaiting)) + (await removeHalfWritten(env.FILES_DIR, before))
    },
    close: () => client.destroy(),
  }
}
