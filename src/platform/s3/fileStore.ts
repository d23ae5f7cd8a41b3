import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { CodedError, notFound } from '../errors'
import { assertStorageKey, type FileStore, meter, newStorageKey, type StoredFile } from '../files'
import { askS3, isMissingInS3, s3Refusal } from './client'

/** What is held in memory for one file is this, twice. */
const partBytes = 8 * 1_048_576

/**
 * Files in a bucket. One of more than a part is sent as a multipart upload, which S3 shows to nobody before it is
 * complete; what is left of one that a killed process sent goes after a day (s3/uploads.ts).
 */
export function s3FileStore(client: S3Client, bucket: string): FileStore {
  const at = (key: string) => {
    assertStorageKey(key)
    return { Bucket: bucket, Key: key }
  }

  async function size(storageKey: string): Promise<number | null> {
    return askS3('size', async () => {
      try {
        return (await client.send(new HeadObjectCommand(at(storageKey)))).ContentLength ?? null
      } catch (error) {
        if (isMissingInS3(error)) return null
        throw error
      }
    })
  }

  async function remove(storageKey: string): Promise<void> {
    await askS3('remove', () => client.send(new DeleteObjectCommand(at(storageKey))))
  }

  async function send(content: Readable, storageKey: string): Promise<StoredFile> {
    const measured = meter()
    const upload = new Upload({
      client,
      params: { ...at(storageKey), Body: measured, ContentType: 'application/octet-stream' },
      partSize: partBytes,
      queueSize: 2,
    })
    const sent = upload.done().catch((error: unknown) => {
      const refusal = s3Refusal('put', error)
      // Nobody takes the rest; the source must hear of it.
      measured.destroy(refusal instanceof Error ? refusal : new Error(String(refusal)))
      throw refusal
    })
    const [flow, stored] = await Promise.allSettled([pipeline(content, measured), sent])
    // An upload that gives up cuts the flow, too: its reason is the true one.
    if (stored.status === 'rejected' && stored.reason instanceof CodedError) throw stored.reason
    if (flow.status === 'rejected') throw flow.reason
    if (stored.status === 'rejected') throw stored.reason
    const file = { storageKey, bytes: measured.bytes, sha256: measured.sha256() }
    await assertWhole(file)
    return file
  }

  /** Each part went with a checksum that S3 has verified; this says that no part is missing. */
  async function assertWhole({ storageKey, bytes }: StoredFile): Promise<void> {
    const found = await size(storageKey)
    if (found === bytes) return
    await remove(storageKey)
    throw new Error(`a stored file has ${found} bytes instead of ${bytes}`)
  }

  return {
    put: (content) => send(content, newStorageKey()),
    async adopt(localPath, storageKey = newStorageKey()) {
      const { size: bytes } = await stat(localPath)
      const file = await send(createReadStream(localPath), storageKey)
      if (file.bytes !== bytes) throw new Error('a file changed while it was taken over')
      await rm(localPath, { force: true })
      return file
    },
    async read(storageKey, range) {
      const wanted = range ? { Range: `bytes=${range.start}-${range.end}` } : {}
      const { Body } = await askS3('read', async () => {
        try {
          return await client.send(new GetObjectCommand({ ...at(storageKey), ...wanted }))
        } catch (error) {
          throw isMissingInS3(error) ? notFound('file') : error
        }
      })
      if (!(Body instanceof Readable)) throw new Error('S3 answered without a body')
      return Body
    },
    size,
    remove,
  }
}
