import semver from 'semver'
import { canAccess } from '@/domain/licensing/canAccess'
import type { JudgedLicense } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { signDownload } from './deliverDownload'
import { textIn } from './localized'
import { type FileRecord, fileRecord, type Release, releaseDocument } from './records'

/** A release as its license holder's program sees it (spec/API.md, Releases). Times are ISO 8601 UTC. */
export interface ListedRelease {
  version: string
  channel: Release['channel']
  releasedAt: string
  notes: string
  /** What it needs: `{ php: '>=8.2' }`. */
  requires: Record<string, string>
  entitled: boolean
  /** The license code that says why not. */
  reason?: string
  files: ListedFile[]
}
interface ListedFile {
  name: string
  bytes: number
  sha256: string
  /** A link of five minutes; only where entitled. */
  url?: string
}

export interface ListReleases {
  license: JudgedLicense
  channel: Release['channel'] | null
  /** Only versions newer than this one. */
  after: string | null
  limit: number
  /** The version after which the page begins, as the page before gave it. */
  cursor: string | null
  publicUrl: string
  now: Date
}

/** More releases than this no product has; the list is sorted by version, which MongoDB cannot. */
const most = 2_000

/** The published releases of a license's product, newest version first, each with what the license says to it. */
export async function listReleases(
  database: Database,
  { license, channel, after, limit, cursor, publicUrl, now }: ListReleases,
): Promise<{ data: ListedRelease[]; nextCursor: string | null }> {
  const stored = await collectionOf(database, releaseDocument)
    .find({ product: license.product, status: 'published', ...(channel ? { channel } : {}) })
    .limit(most)
    .toArray()
  const wanted = stored
    .filter(({ version }) => semver.valid(version) && (after === null || semver.gt(version, after)))
    .filter(({ version }) => cursor === null || semver.lt(version, cursor))
    .sort((a, b) => semver.rcompare(a.version, b.version))
  const page = wanted.slice(0, limit)
  const files = await filesOf(database, page)
  return {
    data: page.map((release) => listed(release, { license, files, publicUrl, now })),
    nextCursor: wanted.length > limit ? (page.at(-1)?.version ?? null) : null,
  }
}

async function filesOf(database: Database, releases: readonly Release[]): Promise<Map<string, FileRecord>> {
  const ids = releases.flatMap((release) => release.files.map(({ file }) => file))
  const files = await collectionOf(database, fileRecord)
    .find({ _id: { $in: ids }, state: 'stored' })
    .toArray()
  return new Map(files.map((file) => [file._id, file]))
}

interface Listing extends Pick<ListReleases, 'license' | 'publicUrl' | 'now'> {
  files: ReadonlyMap<string, FileRecord>
}

function listed(release: Release, { license, files, publicUrl, now }: Listing): ListedRelease {
  const access = canAccess(license, release, now)
  const linkTo = (fileId: string) =>
    publicUrl +
    signDownload({
      licenseId: license._id,
      releaseId: release._id,
      fileId,
      customerId: license.customer,
      via: 'releases',
      now,
    }).url
  return {
    version: release.version,
    channel: release.channel,
    releasedAt: (release.publishedAt ?? release.createdAt).toISOString(),
    notes: textIn(release.notes, 'en'),
    requires: Object.fromEntries(release.requirements.map(({ name, range }) => [name, range])),
    entitled: access.allowed,
    ...(access.allowed ? {} : { reason: access.code }),
    files: release.files.flatMap(({ file: id, kind }) => {
      const file = files.get(id)
      // Who has no right to the source does not see that there is one.
      if (!file || (kind === 'source' && !license.terms.sourceIncluded)) return []
      const { name, bytes, sha256 } = file
      return [{ name, bytes, sha256, ...(access.allowed ? { url: linkTo(id) } : {}) }]
    }),
  }
}
