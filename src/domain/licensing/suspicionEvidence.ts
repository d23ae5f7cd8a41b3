import { collectionOf, type Database } from '@/platform/database'
import { addDays } from '@/platform/time'
import { type License, licenseAttemptRecord, licenseHistoryRecord } from './records'

/** What speaks for a copied key: a place that was new within the day, or an address that the key was checked from. */
export interface Evidence {
  kind: 'new_place' | 'checked_from'
  /** The first time within the day. */
  at: Date
  place: string | null
  address: string | null
  /** So many checks; 1 for a new place. */
  count: number
}

const shown = 60

/**
 * The day before a suspicion arose, in its own words: which places were new and which addresses asked, oldest first (LIC-8).
 * The counts of the suspicion are of all, the rows of the first sixty each.
 */
export async function suspicionEvidence(
  database: Database,
  { _id: license, suspicion }: Pick<License, '_id' | 'suspicion'>,
): Promise<Evidence[]> {
  if (!suspicion) return []
  const at = { $gte: addDays(suspicion.since, -1), $lte: suspicion.since }
  const [places, addresses] = await Promise.all([
    collectionOf(database, licenseHistoryRecord)
      .find({ license, kind: 'activated', at }, { sort: { at: 1 }, limit: shown })
      .toArray(),
    collectionOf(database, licenseAttemptRecord)
      .aggregate<{ _id: string; at: Date; count: number; places: (string | null)[] }>([
        { $match: { license, at, address: { $ne: null } } },
        {
          $group: {
            _id: '$address',
            at: { $min: '$at' },
            count: { $sum: '$count' },
            places: { $addToSet: '$domain' },
          },
        },
        { $sort: { at: 1, _id: 1 } },
        { $limit: shown },
      ])
      .toArray(),
  ])
  return [
    ...places.map(
      ({ at: seen, data, actor }): Evidence => ({
        kind: 'new_place',
        at: seen,
        place: textOf(data.domain) ?? textOf(data.fingerprint),
        address: actor.address,
        count: 1,
      }),
    ),
    ...addresses.map(
      ({ _id, at: seen, count, places: asked }): Evidence => ({
        kind: 'checked_from',
        at: seen,
        place: asked.filter(Boolean).sort().slice(0, 5).join(', ') || null,
        address: _id,
        count,
      }),
    ),
  ]
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
