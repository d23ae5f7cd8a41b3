import { z } from 'zod'
import { downloadRecord, type License, licenseRecord } from '@/domain/licensing/records'
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
  now: Date
}

/**
 * What a link stands for, judged at this moment, and counted once per link however often a client resumes (DL-1).
 * @throws CodedError 403 `link_expired`, `link_invalid` or `license_inactive`; 404 when the file is gone.
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
  { database, address, userAgent, now }: OpenDownload,
  claims: z.infer<typeof claimsSchema>,
  { file, license, release }: Entitled,
): Promise<void> {
  try {
    await collectionOf(database, downloadRecord).insertOne(
      downloadRecord.schema.parse({
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
      }),
    )
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}
