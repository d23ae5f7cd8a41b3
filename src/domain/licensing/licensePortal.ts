import { type Release, releaseDocument } from '@/domain/catalog/records'
import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { movesLeft } from './moveQuota'
import { listPlaces } from './places/listPlaces'
import {
  type License,
  type LicenseAttempt,
  type LicenseHistory,
  type LicensePlace,
  type LicenseRequest,
  licenseAttemptRecord,
  licenseLeaseRecord,
  licenseRequestRecord,
} from './records'
import { judgeAlone } from './verdict'
import type { Verdict } from './verdictCodes'

const shownPlaces = 50
const refusalDays = 30
const shownRefusals = 5

/** Checks of one place that were refused for one reason, lately. */
export type RefusedChecks = Pick<LicenseAttempt, 'code' | 'domain'> & { count: number; lastAt: Date }

/** Releases as the update window sees them, whatever state the license is in. */
export interface UpdateCover {
  /** The newest stable version that the window covers; null: none is out. */
  newest: string | null
  /** Stable versions that came after the window. */
  beyond: number
}

/** What is read of an owner's license first, by who knows that it is theirs. */
interface Owned {
  license: License
  history: LicenseHistory[]
}

/** All that an owner sees of a license. */
export interface LicensePortal extends Owned {
  /** The ladder for the license alone, asked by nobody from nowhere. */
  verdict: Verdict
  places: LicensePlace[]
  /** The activation after which there are more. */
  morePlaces: string | null
  /** Users that hold a seat now. */
  leases: number
  moves: ReturnType<typeof movesLeft>
  refusals: RefusedChecks[]
  requests: LicenseRequest[]
  cover: UpdateCover
}

interface AskPortal {
  /** The activation after which the page of places begins. */
  after: string | null
  now: Date
}

/** The page of one's own license (LIC-11). The caller has read it as this person's. */
export async function licensePortal<T extends Owned>(
  database: Database,
  owned: T,
  { after, now }: AskPortal,
): Promise<T & LicensePortal> {
  const { license } = owned
  const licenseId = license._id
  const [{ places, next }, leases, refusals, requests, cover] = await Promise.all([
    listPlaces({ database, license, limit: shownPlaces, after }),
    collectionOf(database, licenseLeaseRecord).countDocuments({ license: licenseId, until: { $gt: now } }),
    refusedChecks(database, owned, now),
    collectionOf(database, licenseRequestRecord)
      .find({ license: licenseId, customer: license.customer }, { sort: { createdAt: -1 }, limit: 10 })
      .toArray(),
    updateCover(database, license),
  ])
  return {
    ...owned,
    verdict: judgeAlone(license, now),
    places,
    morePlaces: next,
    leases,
    moves: movesLeft(license, now),
    refusals,
    requests,
    cover,
  }
}

/** What was refused in the last thirty days, the latest first; of a license that was transferred, since it came here. */
async function refusedChecks(
  database: Database,
  { license, history }: Owned,
  now: Date,
): Promise<RefusedChecks[]> {
  const came = history.find(({ kind, data }) => kind === 'transferred' && data.direction === 'here')?.at
  const month = addDays(now, -refusalDays)
  const rows = await collectionOf(database, licenseAttemptRecord)
    .aggregate<{ _id: Pick<RefusedChecks, 'code' | 'domain'>; count: number; lastAt: Date }>([
      { $match: { license: license._id, valid: false, at: { $gte: came && came > month ? came : month } } },
      {
        $group: {
          _id: { code: '$code', domain: '$domain' },
          count: { $sum: '$count' },
          lastAt: { $max: '$at' },
        },
      },
      { $sort: { lastAt: -1 } },
      { $limit: shownRefusals },
    ])
    .toArray()
  return rows.map(({ _id, count, lastAt }) => ({ ..._id, count, lastAt }))
}

async function updateCover(
  database: Database,
  { product, updatesUntil }: Pick<License, 'product' | 'updatesUntil'>,
): Promise<UpdateCover> {
  const releases = collectionOf(database, releaseDocument)
  const stable = { product, status: 'published' as const, channel: 'stable' as const }
  const within = updatesUntil ? { publishedAt: { $lte: updatesUntil } } : {}
  const newest: Pick<Release, 'version'> | null = await releases.findOne(
    { ...stable, ...within },
    { sort: { publishedAt: -1 } },
  )
  const beyond = updatesUntil
    ? await releases.countDocuments({ ...stable, publishedAt: { $gt: updatesUntil } })
    : 0
  return { newest: newest?.version ?? null, beyond }
}
