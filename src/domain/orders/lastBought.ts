import { collectionOf, type Database } from '@/platform/database'
import { addDays, now } from '@/platform/time'
import type { CartHolder } from './cart'
import { cartRecord } from './records'

/**
 * The order that the holder's cart has become within a day; null where none did. For a tab that stayed behind while
 * another one paid.
 */
export async function lastBought(database: Database, { cartId, userId }: CartHolder): Promise<string | null> {
  const bought = { order: { $type: 'string' as const }, updatedAt: { $gt: addDays(now(), -1) } }
  const whose = [
    ...(cartId ? [{ _id: cartId, user: { $in: [null, userId] } }] : []),
    ...(userId ? [{ user: userId }] : []),
  ]
  if (whose.length === 0) return null
  const cart = await collectionOf(database, cartRecord).findOne(
    { $and: [{ $or: whose }, bought] },
    { sort: { updatedAt: -1 } },
  )
  return cart?.order ?? null
}
