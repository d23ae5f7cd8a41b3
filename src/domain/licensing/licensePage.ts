import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { listPlaces } from './places/listPlaces'
import {
  type License,
  type LicenseAttempt,
  type LicenseHistory,
  type LicensePlace,
  type LicenseRequest,
  licenseAttemptRecord,
  licenseHistoryRecord,
  licenseLeaseRecord,
  licenseRecord,
  licenseRequestRecord,
} from './records'
import { type Evidence, suspicionEvidence } from './suspicionEvidence'
import { judgeAlone } from './verdict'
import type { Verdict } from './verdictCodes'

const attemptDays = 30
const shownPlaces = 100
const shownRows = 100

/** Checks of one day, UTC. */
export interface AttemptDay {
  /** `2026-06-01`. */
  day: string
  valid: number
  refused: number
}

/** Everything that is known of one license, for who manages it. */
export interface LicensePage {
  license: License
  /** The ladder for the license alone, asked by nobody from nowhere. */
  verdict: Verdict
  places: LicensePlace[]
  placesTotal: number
  /** Users that hold a seat now. */
  leases: number
  attempts: { days: AttemptDay[]; latest: LicenseAttempt[] }
  /** Of the suspicion, where there is one. */
  evidence: Evidence[]
  /** Newest first. */
  history: LicenseHistory[]
  requests: LicenseRequest[]
}

/** The page of a license; null where there is none. The caller has judged that the person may see it. */
export async function licensePage(
  database: Database,
  licenseId: string,
  now: Date,
): Promise<LicensePage | null> {
  const license = await collectionOf(database, licenseRecord).findOne({ _id: licenseId })
  if (!license) return null
  const [{ places }, leases, days, latest, history, requests, evidence] = await Promise.all([
    listPlaces({ database, license, limit: shownPlaces, after: null }),
    collectionOf(database, licenseLeaseRecord).countDocuments({ license: licenseId, until: { $gt: now } }),
    attemptDaysOf(database, licenseId, now),
    collectionOf(database, licenseAttemptRecord)
      .find({ license: licenseId }, { sort: { at: -1, _id: -1 }, limit: 20 })
      .toArray(),
    collectionOf(database, licenseHistoryRecord)
      .find({ license: licenseId }, { sort: { at: -1, _id: -1 }, limit: shownRows })
      .toArray(),
    collectionOf(database, licenseRequestRecord)
      .find({ license: licenseId }, { sort: { createdAt: -1 }, limit: 20 })
      .toArray(),
    suspicionEvidence(database, license),
  ])
  return {
    license,
    verdict: judgeAlone(license, now),
    places,
    placesTotal: license.seatsTaken + license.freeTaken,
    leases,
    attempts: { days, latest },
    evidence,
    history,
    requests,
  }
}

/** The last thirty days, also those without a check: a chart has no holes. */
async function attemptDaysOf(database: Database, license: string, now: Date): Promise<AttemptDay[]> {
  const since = addDays(startOfDay(now), 1 - attemptDays)
  const counted = await collectionOf(database, licenseAttemptRecord)
    .aggregate<{ _id: { day: string; valid: boolean }; count: number }>([
      { $match: { license, at: { $gte: since } } },
      {
        $group: {
          _id: { day: { $dateToString: { date: '$at', format: '%Y-%m-%d' } }, valid: '$valid' },
          count: { $sum: '$count' },
        },
      },
    ])
    .toArray()
  const countOf = (day: string, valid: boolean) =>
    counted.find(({ _id }) => _id.day === day && _id.valid === valid)?.count ?? 0
  return Array.from({ length: attemptDays }, (_, index) => {
    const day = addDays(since, index).toISOString().slice(0, 10)
    return { day, valid: countOf(day, true), refused: countOf(day, false) }
  })
}

const startOfDay = (at: Date): Date => new Date(`${at.toISOString().slice(0, 10)}T00:00:00Z`)
