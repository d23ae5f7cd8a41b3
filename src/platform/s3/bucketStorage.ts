import type { FileStorage } from '../fileStorage'
import { incomingFolder, removeHalfWritten } from '../files'
import { assertPrivate } from './assertPrivate'
import { type S3Environment, s3Client } from './client'
import { s3FileStore } from './fileStore'
import { s3Uploads } from './uploads'

/** Private files and uploads in a bucket; what is on its way lies in a folder of this machine. */
export function bucketStorage(env: S3Environment & { FILES_DIR: string }): FileStorage {
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
