import { z } from 'zod'
import { downloadRecord, type License, licenseRecord } from '@/domain/licensing/records'
import { type AttemptPolicy, spendAttempt } from '@/platform/attemptLimiter'
import { collectionOf, type Database } from '@/platform/database'
import { notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { readLink, signLink } from '@/platform/links'
import { addSeconds } from '@/platform/time'
import { isDuplicateKey } from '@/platform/transaction'
import { refuseDownload } from './downloadEntitlement'
import { type FileRecord, fileRecord, type Release, releaseDocument } from './records'

/** Long enough to click, too short to pass on (spec/API.md, Releases). */
const linkSeconds = 300

const claimsSchema = z.object({
  jti: z.string().regex(/^dwn_[0-9a-z]{10,40}$/),
  lic: z.string(),
  rel: z.string(),
  fil: z.string(),
  cus: z.string(),
  via: z.string(),
})

/** A key that is passed around is slowed down; its owner waits seconds, and what was begun goes on. */
const downloadPolicy = (perHour: number): AttemptPolicy => ({
  scope: 'download',
  free: perHour,
  firstDelaySeconds: 5,
  longestDelaySeconds: 300,
  forgetAfterSeconds: 3_600,
})

/** Who asked for the link: `order` page, `account`, the `releases` endpoint. */
export type DownloadSource = 'order' | 'account' | 'releases'

interface LinkRequest {
  database: Database
  licenseId: string
  releaseId: string
  fileId: string
  customerId: string
  via: DownloadSource
  now: Date
}

/**
 * A link to one file for one license, of five minutes, bound to the buyer. The caller has judged that this person may
 * have it; entitlement is judged here, and again when the link is used.
 * @returns a path on the public origin.
 * @throws CodedError 404, or 403 `license_inactive`.
 */
export async function createDownloadLink(request: LinkRequest): Promise<{ url: string; expiresAt: Date }> {
  await entitledFile(request)
  return signDownload(request)
}

/** The link itself, for a caller that has judged entitlement. */
export function signDownload({
  licenseId,
  releaseId,
  fileId,
  customerId,
  via,
  now,
}: Omit<LinkRequest, 'database'>): { url: string; expiresAt: Date } {
  const expiresAt = addSeconds(now, linkSeconds)
  const token = signLink(
    'download-link',
    { jti: newId('dwn'), lic: licenseId, rel: releaseId, fil: fileId, cus: customerId, via },
    expiresAt,
  )
  return { url: `/downloads/${token}`, expiresAt }
}

export interface OpenDownload {
  database: Database
  token: string
  address: string | null
  userAgent: string | null
  /** A look without taking the body: not counted. */
  isProbe: boolean
  /** So many links of one license are used in an hour before each waits, counted over all processes. */
  perHour: number
  now: Date
}

/**
 * What a link stands for, judged at this moment, and counted once per link however often a client resumes (DL-1).
 * @throws CodedError 403 `link_expired`, `link_invalid` or `license_inactive`; 404 when the file is gone;
 * 429 `too_many_attempts`.
 */
export async function openDownload(request: OpenDownload): Promise<FileRecord> {
  const { database, token, now, isProbe } = request
  const claims = readLink('download-link', token, claimsSchema)
  const { file, license, release } = await entitledFile({
    database,
    licenseId: claims.lic,
    releaseId: claims.rel,
    fileId: claims.fil,
    customerId: claims.cus,
    now,
  })
  if (!isProbe) await countOnce(request, claims, { file, license, release })
  return file
}

interface Entitled {
  file: FileRecord
  license: License
  release: Release
}

async function entitledFile({
  database,
  licenseId,
  releaseId,
  fileId,
  customerId,
  now,
}: Omit<LinkRequest, 'via'>): Promise<Entitled> {
  const [license, release, file] = await Promise.all([
    collectionOf(database, licenseRecord).findOne({ _id: licenseId }),
    collectionOf(database, releaseDocument).findOne({ _id: releaseId }),
    collectionOf(database, fileRecord).findOne({ _id: fileId }),
  ])
  const entry = release?.files.find((candidate) => candidate.file === fileId)
  const belongs = license?.customer === customerId && release?.product === license.product
  if (!license || !release || !file || !entry || !belongs || file.state !== 'stored') throw notFound('file')
  const refusal = refuseDownload(license, release, now, entry.kind)
  if (refusal) throw refusal
  return { license, release, file }
}

async function countOnce(
  { database, address, userAgent, perHour, now }: OpenDownload,
  claims: z.infer<typeof claimsSchema>,
  { file, license, release }: Entitled,
): Promise<void> {
  const downloads = collectionOf(database, downloadRecord)
  if (await downloads.findOne({ _id: claims.jti }, { projection: { _id: 1 } })) return
  const record = downloadRecord.schema.parse({
    _id: claims.jti,
    license: license._id,
    seller: license.seller,
    customer: license.customer,
    product: license.product,
    release: release._id,
    file: file._id,
    address,
    userAgent: userAgent?.slice(0, 300) ?? null,
    at: now,
    via: claims.via,
    bytes: file.bytes,
  })
  try {
    await downloads.insertOne(record)
  } catch (error) {
    // Another part of the same download was first: it is counted, and spent, there.
    if (isDuplicateKey(error)) return
    throw error
  }
  try {
    await spendAttempt(database, downloadPolicy(perHour), license._id)
  } catch (error) {
    await downloads.deleteOne({ _id: claims.jti })
    throw error
  }
}
