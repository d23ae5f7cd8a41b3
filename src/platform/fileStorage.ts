import type { Environment } from './env'
import { diskFileStore, type FileStore, incomingFolder, removeHalfWritten } from './files'
import type { S3Environment } from './s3/client'
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

type Where = Pick<Environment, 'FILES_DIR'> &
  Omit<S3Environment, 'S3_BUCKET'> & { S3_BUCKET?: string | undefined }

/** A bucket where one is set, else the folder FILES_DIR. */
export async function openFileStorage(env: Where): Promise<FileStorage> {
  const { S3_BUCKET } = env
  if (!S3_BUCKET) return diskStorage(env.FILES_DIR)
  // Loaded where there is a bucket only: the client takes 30 MB of a process.
  const { bucketStorage } = await import('./s3/bucketStorage')
  return bucketStorage({ ...env, S3_BUCKET })
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
