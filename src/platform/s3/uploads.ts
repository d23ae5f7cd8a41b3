import { PassThrough, Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type MultipartUpload,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type MetadataValue, S3Store as TusBucket } from '@tus/s3-store'
import { ERRORS, type Upload } from '@tus/server'
import { BoundedMap } from '../boundedMap'
import { notFound } from '../errors'
import type { BegunUpload, UploadArea } from '../uploads'
import { askS3, isMissingInS3, type S3Environment, s3Refusal, s3Settings } from './client'

/** Each open upload of a process may hold this much in its temporary folder. */
const partBytes = 8 * 1_048_576
/** Uploads carry the ids of files; stored files lie under `ab/…`, so neither is taken for the other. */
const uploadPrefix = 'fil_'

/**
 * The parts of resumable uploads. Beside what the package does: an S3 that is away is not an upload that is gone, and an
 * upload of which all parts are there is completed also when the process died before it could.
 */
class ResumableParts extends TusBucket {
  private readonly writing = new Map<string, Promise<void>>()

  override async create(upload: Upload): Promise<Upload> {
    return askS3('upload create', () => super.create(upload))
  }

  override async getUpload(id: string): Promise<Upload> {
    await this.assertKnown(id)
    return askS3('upload state', () => super.getUpload(id))
  }

  override write(source: Readable, id: string, offset: number): Promise<number> {
    const written = super.write(untilItEnds(source), id, offset).catch((error: unknown) => {
      throw s3Refusal('upload write', error)
    })
    const settled = written
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.writing.delete(id))
    this.writing.set(id, settled)
    return written
  }

  /** A client's line that breaks ends the request at once, while what came over it is still on its way to S3. */
  async settled(id: string): Promise<void> {
    await this.writing.get(id)
  }

  override async remove(id: string): Promise<void> {
    await askS3('upload remove', () => super.remove(id))
  }

  /** The package answers "not found" to whatever goes wrong, and then a client would begin again. */
  private async assertKnown(id: string): Promise<void> {
    await askS3('upload metadata', async () => {
      try {
        await this.getMetadata(id)
      } catch (error) {
        throw isMissingInS3(error) ? ERRORS.FILE_NOT_FOUND : error
      }
    })
  }

  /** Two processes may do it at once: the second finds the first one's. */
  async completeWhole(id: string): Promise<void> {
    await askS3('upload complete', async () => {
      if (await this.isComplete(id)) return
      try {
        await this.finishMultipartUpload(await this.getMetadata(id), await this.retrieveParts(id))
      } catch (error) {
        if (!isMissingInS3(error)) throw error
        // Neither parts nor a whole: it was removed, by another process perhaps, while this one still knew of it.
        await this.clearCache(id)
        if (!(await this.isComplete(id))) throw ERRORS.FILE_NOT_FOUND
      }
      await this.clearCache(id)
    })
  }

  private async isComplete(id: string): Promise<boolean> {
    try {
      await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: id }))
      return true
    } catch (error) {
      if (isMissingInS3(error)) return false
      throw error
    }
  }
}

/** What came before a line broke is kept: a source that breaks off is, for S3, one that ends there. */
function untilItEnds(source: Readable): Readable {
  const kept = new PassThrough()
  source.once('error', () => kept.end())
  source.once('close', () => kept.end())
  kept.once('error', () => source.unpipe(kept))
  return source.pipe(kept)
}

/** Uploads as multipart uploads of the bucket itself. */
export function s3Uploads(client: S3Client, env: S3Environment): UploadArea {
  const bucket = env.S3_BUCKET
  const known = new BoundedMap<string, MetadataValue>(1_000)
  const tus = new ResumableParts({
    partSize: partBytes,
    useTags: false,
    maxConcurrentPartUploads: 8,
    cache: {
      get: async (id) => known.get(id),
      set: async (id, value) => known.set(id, value),
      delete: async (id) => known.delete(id),
    },
    s3ClientConfig: { ...s3Settings(env), bucket },
  })

  async function find(id: string): Promise<BegunUpload | null> {
    try {
      const { size = 0, offset, metadata = {} } = await tus.getUpload(id)
      if (offset === size) await tus.completeWhole(id)
      return { bytes: size, offset, metadata }
    } catch (error) {
      if (error === ERRORS.FILE_NOT_FOUND) return null
      throw error
    }
  }

  /** Multipart uploads that nobody completed: of one key, or of all. */
  async function openParts(Prefix?: string): Promise<MultipartUpload[]> {
    const found: MultipartUpload[] = []
    let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {}
    for (;;) {
      const page = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix, ...from }))
      found.push(...(page.Uploads ?? []))
      if (!page.IsTruncated) return found
      from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    }
  }

  async function abort({ Key, UploadId }: MultipartUpload): Promise<void> {
    try {
      await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
    } catch (error) {
      if (!isMissingInS3(error)) throw error // completed or aborted meanwhile
    }
  }

  async function removeUpload(id: string): Promise<void> {
    for (const upload of await openParts(id)) await abort(upload)
    const Objects = [{ Key: id }, { Key: `${id}.info` }, { Key: `${id}.part` }]
    await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
    known.delete(id)
  }

  /** By the id of an upload, when an object of it was written last: that is when it was begun, or its last small part. */
  async function lastTouched(): Promise<Map<string, number>> {
    const newest = new Map<string, number>()
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: uploadPrefix, ContinuationToken }),
      )
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        const id = Key.replace(/\.(info|part)$/, '')
        newest.set(id, Math.max(newest.get(id) ?? 0, LastModified?.getTime() ?? Number.POSITIVE_INFINITY))
      }
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    return newest
  }

  return {
    tus,
    find,
    async read(id) {
      const { Body } = await askS3('upload read', async () => {
        try {
          return await client.send(new GetObjectCommand({ Bucket: bucket, Key: id }))
        } catch (error) {
          throw isMissingInS3(error) ? notFound('upload') : error
        }
      })
      if (!(Body instanceof Readable)) throw new Error('S3 answered without a body')
      return Body
    },
    localPath: () => null,
    settled: (id) => tus.settled(id),
    discard: (id) => askS3('upload discard', () => removeUpload(id)),
    removeStale: (before, isWaiting) =>
      askS3('upload clean', async () => {
        const objects = await lastTouched()
        let removed = 0
        for (const [id, touched] of objects) {
          if (touched >= before.getTime() || (await isWaiting(id))) continue
          await removeUpload(id)
          removed++
        }
        // What a process left that was killed while it stored a file, or before it had noted what an upload is.
        for (const upload of await openParts()) {
          if (objects.has(upload.Key ?? '') || (upload.Initiated ?? before) >= before) continue
          await abort(upload)
          removed++
        }
        return removed
      }),
  }
}
