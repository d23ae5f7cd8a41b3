import { z } from 'zod'
import { systemActor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { newStorageKey } from '@/platform/files'
import { readLink, signLink } from '@/platform/links'
import { addSeconds } from '@/platform/time'
import { isDuplicateKey, transact } from '@/platform/transaction'
import { archiveKindOf } from './archives/inspectArchive'
import { archiveLimits } from './archives/limits'
import { type FileRecord, fileRecord } from './records'

/** No archive is larger than what may come out of it. */
export const maxUploadBytes = archiveLimits.unpackedBytes
const tokenSeconds = 86_400

const claimsSchema = z.object({ usr: z.string(), sel: z.string() })

export interface Uploader {
  userId: string
  sellerId: string
}

/** What the panel gives a member of a seller to upload archives with, for a day. */
export function createUploadToken({ userId, sellerId, now }: Uploader & { now: Date }): {
  token: string
  expiresAt: Date
} {
  const expiresAt = addSeconds(now, tokenSeconds)
  return { token: signLink('upload-link', { usr: userId, sel: sellerId }, expiresAt), expiresAt }
}

/** @throws CodedError 403 `link_expired` or `link_invalid`. */
export function readUploadToken(token: string): Uploader {
  const { usr, sel } = readLink('upload-link', token, claimsSchema)
  return { userId: usr, sellerId: sel }
}

/** What the outbox calls the look into a file (checkUpload.ts). */
export const checkUploadKind = 'check-upload'

interface FinishedUpload extends Uploader {
  database: Database
  /** The id that the upload had from its beginning. */
  fileId: string
  name: string
  bytes: number
}

/**
 * Notes that an upload is whole, and orders the look into it; from here on nothing depends on who uploaded. Saying it
 * again is harmless.
 * @throws CodedError 422 for a name that no archive has.
 */
export async function receiveUpload(upload: FinishedUpload): Promise<void> {
  const { database, fileId, name, bytes, userId, sellerId } = upload
  const { contentType } = archiveKindOf(name)
  try {
    await transact(database, { actor: systemActor('uploads') }, async (tx) => {
      await tx.of(fileRecord).insert({
        _id: fileId,
        seller: sellerId,
        name,
        bytes,
        sha256: '',
        contentType,
        storageKey: newStorageKey(),
        state: 'checking',
        refusal: null,
        createdBy: userId,
        createdAt: tx.now,
      })
      await tx.emit({ key: `${checkUploadKind}:${fileId}`, kind: checkUploadKind, payload: { file: fileId } })
    })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

/** The file that this person's upload has become; null while it is not whole. */
export function findReceived(
  database: Database,
  fileId: string,
  { userId, sellerId }: Uploader,
): Promise<FileRecord | null> {
  return collectionOf(database, fileRecord).findOne({ _id: fileId, createdBy: userId, seller: sellerId })
}
