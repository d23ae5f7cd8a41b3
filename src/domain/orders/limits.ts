import type { Actor } from '@/platform/actor'
import { type AttemptPolicy, spendAttempt } from '@/platform/attemptLimiter'
import type { Database } from '@/platform/database'
import { addressCell } from '@/platform/rateLimit'
import type { CartHolder } from './cart'

/** So many in an hour are free; then each waits a little longer, five minutes at most. */
const hourly = (scope: string, free: number): AttemptPolicy => ({
  scope,
  free,
  firstDelaySeconds: 5,
  longestDelaySeconds: 300,
  forgetAfterSeconds: 3_600,
})

/**
 * A new cart, of somebody who has none: what a program without cookies would make thousands of. Whoever has a cart changes
 * it as they like. Counted over all processes.
 * @throws CodedError 429 `too_many_attempts`.
 */
export async function spendNewCart(
  database: Database,
  { actor, holder, perHour }: { actor: Actor; holder: CartHolder; perHour: number },
): Promise<void> {
  if (holder.cartId || holder.userId || !actor.address) return
  await spendAttempt(database, hourly('new-cart', perHour), addressCell(actor.address))
}

/** Many people may stand behind one address; one cart is not placed so often by anybody. */
const perCart = 20

/**
 * An order is placed and the payment provider asked: counted for the cart and for the address, over all processes.
 * @throws CodedError 429 `too_many_attempts`.
 */
export async function spendCheckout(
  database: Database,
  { actor, cartId, perHour }: { actor: Actor; cartId: string; perHour: number },
): Promise<void> {
  await spendAttempt(database, hourly('checkout-cart', perCart), cartId)
  if (actor.address) await spendAttempt(database, hourly('checkout', perHour), addressCell(actor.address))
}
