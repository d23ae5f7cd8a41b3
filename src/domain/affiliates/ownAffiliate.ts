import { collectionOf, type Database } from '@/platform/database'
import type { Currency, Minor } from '@/platform/money'
import { addDays } from '@/platform/time'
import { type Affiliate, affiliateClickRecord, affiliateDocument, commissionRecord } from './records'

export interface Earned {
  currency: Currency
  sales: number
  /** What stands of it: held, not paid out yet. */
  pendingMinor: Minor
  /** Taken back by refunds. */
  reversedMinor: Minor
}

export interface OwnAffiliate {
  affiliate: Affiliate
  /** In the last thirty days. */
  visits: number
  visitors: number
  earned: Earned[]
}

/** What a person sees of their own promoting; null: never applied. */
export async function ownAffiliate(
  database: Database,
  userId: string,
  now: Date,
): Promise<OwnAffiliate | null> {
  const affiliate = await collectionOf(database, affiliateDocument).findOne({ user: userId })
  if (!affiliate) return null
  const [counts] = await collectionOf(database, affiliateClickRecord)
    .aggregate<{ visits: number; visitors: number }>([
      { $match: { affiliate: affiliate._id, at: { $gte: addDays(now, -30) }, verdict: { $ne: 'embedded' } } },
      { $group: { _id: '$visitor', visits: { $sum: '$count' } } },
      { $group: { _id: null, visits: { $sum: '$visits' }, visitors: { $sum: 1 } } },
    ])
    .toArray()
  const earned = await collectionOf(database, commissionRecord)
    .aggregate<Earned>([
      { $match: { affiliate: affiliate._id } },
      {
        $group: {
          _id: '$currency',
          sales: { $sum: { $cond: [{ $eq: ['$status', 'reversed'] }, 0, 1] } },
          pendingMinor: {
            $sum: {
              $cond: [
                { $in: ['$status', ['pending', 'approved']] },
                { $subtract: ['$amountMinor', '$reversedMinor'] },
                0,
              ],
            },
          },
          reversedMinor: { $sum: '$reversedMinor' },
        },
      },
      { $sort: { _id: 1 } },
      { $project: { _id: 0, currency: '$_id', sales: 1, pendingMinor: 1, reversedMinor: 1 } },
    ])
    .toArray()
  return { affiliate, visits: counts?.visits ?? 0, visitors: counts?.visitors ?? 0, earned }
}
