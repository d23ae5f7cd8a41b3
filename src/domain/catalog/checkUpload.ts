import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { CodedError, invalid, invariant } from '@/platform/errors'
import type { FileStorage } from '@/platform/fileStorage'
import { type FileStore, measure, newStorageKey } from '@/platform/files'
import { transact } from '@/platform/transaction'
import { archiveKindOf, inspectArchive } from './archives/inspectArchive'
import { type FileRecord, fileRecord } from './records'
import type { Uploader } from './uploads'

interface UploadCheck {
  database: Database
  storage: Pick<FileStorage, 'files' | 'uploads' | 'scratchFolder'>
  fileId: string
}

/**
 * Looks into a finished upload and stores it, or says why not. For the worker: it may be killed at any point and run
 * again. Bytes lie under the file's storage key only after they have passed.
 * @throws CodedError 503 while the store does not answer; the outbox comes back to it.
 */
export async function checkUpload(check: UploadCheck): Promise<void> {
  const { database, storage, fileId } = check
  const file = await collectionOf(database, fileRecord).findOne({ _id: fileId })
  if (file?.state === 'checking') {
    try {
      const { sha256 } = (await storedBefore(check, file)) ?? (await inspectAndStore(check, file))
      await collectionOf(database, fileRecord).updateOne(
        { _id: fileId, state: 'checking' },
        { $set: { state: 'stored', sha256 } },
      )
    } catch (error) {
      if (!(error instanceof CodedError) || error.status !== 422) throw error
      await refuse(database, file, error)
    }
  }
  await storage.uploads.discard(fileId)
}

/** What an earlier run has stored before it was killed. */
async function storedBefore(
  { storage: { files } }: UploadCheck,
  { storageKey, bytes }: FileRecord,
): Promise<{ sha256: string } | null> {
  if ((await files.size(storageKey)) !== bytes) return null
  return measure(await files.read(storageKey))
}

async function inspectAndStore(
  { storage: { files, uploads, scratchFolder }, fileId }: UploadCheck,
  file: FileRecord,
): Promise<{ sha256: string }> {
  const upload = await uploads.find(fileId)
  if (upload?.offset !== file.bytes)
    throw invalid('upload_lost', 'The upload is not there any more. Please upload the file again.')
  const own = uploads.localPath(fileId)
  const place = own ?? path.join(scratchFolder, randomBytes(16).toString('hex'))
  try {
    if (own === null) {
      await mkdir(scratchFolder, { recursive: true })
      await pipeline(await uploads.read(fileId), createWriteStream(place, { flags: 'wx', mode: 0o600 }))
    }
    await inspectArchive(place, file.name)
    const stored = await files.adopt(place, file.storageKey)
    invariant(stored.bytes === file.bytes, `the upload ${fileId} changed while it was looked into`)
    return stored
  } finally {
    if (own === null) await rm(place, { force: true })
  }
}

async function refuse(database: Database, file: FileRecord, { code, message }: CodedError): Promise<void> {
  await transact(database, { actor: systemActor('uploads') }, async (tx) => {
    const refusal = { code, detail: message }
    if (
      !(await tx
        .of(fileRecord)
        .update({ _id: file._id, state: 'checking' }, { $set: { state: 'refused', refusal } }))
    )
      return
    await tx.audit({
      act: 'file.refuse',
      target: { collection: 'files', id: file._id },
      reason: message,
      before: { state: 'checking' },
      after: { state: 'refused' },
    })
  })
}

interface LocalArchive extends Uploader {
  database: Database
  files: FileStore
  fileId: string
  name: string
  /** Where the whole file lies now; the store takes it over. */
  localPath: string
  now: Date
}

/**
 * Looks into an archive of this machine and stores it at once: for the demo's own, which nobody uploads.
 * @throws CodedError 422 `archive_…`, and then the file is where it was.
 */
export async function storeArchive(archive: LocalArchive): Promise<FileRecord> {
  const { database, files, fileId, name, localPath, userId, sellerId, now } = archive
  const { contentType } = archiveKindOf(name)
  await inspectArchive(localPath, name)
  const storageKey = newStorageKey()
  const record: FileRecord = fileRecord.schema.parse({
    _id: fileId,
    seller: sellerId,
    name,
    ...(await files.adopt(localPath, storageKey)),
    contentType,
    state: 'stored',
    refusal: null,
    createdBy: userId,
    createdAt: now,
  })
  try {
    await collectionOf(database, fileRecord).insertOne(record)
  } catch (error) {
    await files.remove(storageKey)
    throw error
  }
  return record
}

/** Whether an upload is whole and waits to be looked into: such a one is never cleaned away. */
export const isWaiting =
  (database: Database) =>
  async (fileId: string): Promise<boolean> =>
    (await collectionOf(database, fileRecord).countDocuments({ _id: fileId, state: 'checking' })) > 0
