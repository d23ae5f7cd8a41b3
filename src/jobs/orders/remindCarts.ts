import { cartsToRemindOf, remindOfCart } from '@/domain/orders/remindOfCart'
import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { transact } from '@/platform/transaction'

/**
 * Reminds buyers once of a cart that they left at the payment.
 * @param hours after the order was placed; 0: nobody is ever reminded.
 * @returns how many mails were written.
 */
export async function remindCarts(
  database: Database,
  { now, hours }: { now: Date; hours: number },
): Promise<number> {
  if (hours === 0) return 0
  let written = 0
  for (const cartId of await cartsToRemindOf(database, { now, hours }))
    if (
      await transact(database, { actor: systemActor('remind carts'), now }, (tx) => remindOfCart(tx, cartId))
    )
      written++
  return written
}
