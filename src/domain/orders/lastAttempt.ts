import { customerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import { cartIds } from './cartLine'
import { type Cart, orderDocument } from './records'

/** What the buyer gave at the last try with this cart, so that nothing is typed twice; null at the first. */
export interface LastAttempt {
  declineReason: string | null
  email: string
  name: string | null
  country: string | null
  company: string | null
  taxId: string | null
}

/** Only of the same person, or of the guest who holds the cart: what was typed as one is not shown to the other. */
export async function lastAttempt(
  database: Database,
  cart: Pick<Cart, '_id' | 'user' | 'merged'>,
): Promise<LastAttempt | null> {
  const order = await collectionOf(database, orderDocument).findOne(
    { cart: { $in: cartIds(cart) }, status: { $in: ['pending', 'failed', 'canceled'] } },
    { sort: { createdAt: -1 } },
  )
  const customer = order && (await collectionOf(database, customerDocument).findOne({ _id: order.customer }))
  if (!order || !customer || (customer.user ?? null) !== cart.user) return null
  return {
    declineReason: order.declineReason ?? null,
    email: customer.email,
    name: customer.name ?? null,
    country: customer.country ?? null,
    company: customer.company ?? null,
    taxId: customer.taxId ?? null,
  }
}
