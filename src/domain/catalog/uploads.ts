import { open, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { collectionOf, type Database } from '@/platform/database'
import { invalid } from '@/platform/errors'
import type { FileStore } from '@/platform/files'
import { readLink, signLink } from '@/platform/links'
import { addSeconds } from '@/platform/time'
import { type FileRecord, fileRecord } from './records'

/** One limit for every archive. */
export const maxUploadBytes = 2 * 1_024 ** 3
const tokenSeconds = 86_400
const unfinishedMs = 86_400_000

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

/** Where unfinished uploads lie: beside the store, so that taking one over is a rename. */
export const unfinishedFolder = (filesDir: string): string => path.join(filesDir, 'uploading')

interface ArchiveKind {
  extension: RegExp
  contentType: string
  magic: readonly number[]
}

const archiveKinds: readonly ArchiveKind[] = [
  { extension: /\.zip$/i, contentType: 'application/zip', magic: [0x50, 0x4b] },
  { extension: /\.(tar\.gz|tgz)$/i, contentType: 'application/gzip', magic: [0x1f, 0x8b] },
]

/** @throws CodedError 422 `file_name_invalid` or `not_an_archive`. */
export function archiveKindOf(name: string): ArchiveKind {
  if (!/^[^/\\\p{Cc}]{1,150}$/u.test(name) || name.startsWith('.'))
    throw invalid(
      'file_name_invalid',
      'The name of the file is missing, too long or has characters of a path.',
    )
  const kind = archiveKinds.find(({ extension }) => extension.test(name))
  if (!kind) throw invalid('not_an_archive', 'Upload a .zip, .tar.gz or .tgz file.')
  return kind
}

interface FinishedUpload extends Uploader {
  database: Database
  files: FileStore
  fileId: string
  name: string
  /** Where the whole file lies now; the store takes it over. */
  localPath: string
  now: Date
}

/**
 * Takes a finished upload into the store: what it begins with must be what its name says.
 * @returns its record; the id is the one that the upload had from its beginning.
 * @throws CodedError 422, and then the bytes are gone.
 */
export async function storeUpload(upload: FinishedUpload): Promise<FileRecord> {
  const { database, files, fileId, name, localPath, userId, sellerId, now } = upload
  const kind = archiveKindOf(name)
  if (!(await beginsWith(localPath, kind.magic))) {
    await rm(localPath, { force: true })
    throw invalid('not_an_archive', 'The file is not the archive that its name says.')
  }
  const stored = await files.adopt(localPath)
  const record = fileRecord.schema.parse({
    _id: fileId,
    seller: sellerId,
    name,
    ...stored,
    contentType: kind.contentType,
    state: 'stored',
    createdBy: userId,
    createdAt: now,
  })
  try {
    await collectionOf(database, fileRecord).insertOne(record)
  } catch (error) {
    await files.remove(stored.storageKey)
    throw error
  }
  return record
}

async function beginsWith(file: string, magic: readonly number[]): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    return bytesRead === magic.length && magic.every((byte, index) => buffer[index] === byte)
  } finally {
    await handle.close()
  }
}

/**
 * Removes uploads that nobody continued for a day. For a job.
 * @returns how many files went.
 */
export async function removeUnfinishedUploads(filesDir: string, machineTime = Date.now()): Promise<number> {
  const folder = unfinishedFolder(filesDir)
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  let removed = 0
  for (const name of names) {
    const place = path.join(folder, name)
    // File times are the machine's, so its clock decides here.
    const { mtimeMs } = await stat(place).catch(() => ({ mtimeMs: machineTime })) // finished meanwhile
    if (machineTime - mtimeMs < unfinishedMs) continue
    await rm(place, { force: true })
    removed++
  }
  return removed
}
