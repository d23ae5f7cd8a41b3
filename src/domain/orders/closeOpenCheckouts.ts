import type { Payload } from 'payload'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { step } from '@/platform/steps'
import { isProviderRefusal, type Stripe } from '@/platform/stripe'
import { cartIds } from './cartLine'
import { type Cart, orderDocument } from './records'

export interface ClosedCheckouts {
  /** An order of the cart that turned out to be paid. */
  paid: string | null
  /** Orders of the cart that take no payment any more. */
  ended: string[]
}

/**
 * Ends the open checkouts of a cart, so that a forgotten tab cannot pay twice.
 * @param except the order whose checkout stays open.
 */
export async function closeOpenCheckouts(
  payload: Payload,
  stripe: Stripe,
  cart: Pick<Cart, '_id' | 'merged'>,
  except: string | null = null,
): Promise<ClosedCheckouts> {
  const open = await collectionOf(databaseOf(payload), orderDocument)
    .find({
      cart: { $in: cartIds(cart) },
      status: { $in: ['pending', 'paid'] },
      'checkout.sessionId': { $type: 'string' },
      ...(except ? { _id: { $ne: except } } : {}),
    })
    .toArray()
  const ended: string[] = []
  for (const order of open) {
    const sessionId = order.checkout?.sessionId
    if (!sessionId) continue
    // Paid, and held for review.
    if (order.status === 'paid') return { paid: order._id, ended }
    if ((await endSession(stripe, sessionId)) === 'paid') return { paid: order._id, ended }
    ended.push(order._id)
  }
  return { paid: null, ended }
}

/** Ends a payment page, unless it was paid or is being paid: then the provider keeps it, and that is the answer. */
export async function endSession(stripe: Stripe, sessionId: string): Promise<'paid' | 'ended'> {
  const session = await stripe.checkout.sessions.retrieve(sessionId)
  if (session.status === 'complete' || session.payment_status === 'paid') return 'paid'
  if (session.status !== 'open') return 'ended'
  try {
    await step('checkout.close.session', () => stripe.checkout.sessions.expire(sessionId))
    return 'ended'
  } catch (error) {
    if (!isProviderRefusal(error)) throw error
    // Paid, or ended by another tab, between the two questions.
    const { status } = await stripe.checkout.sessions.retrieve(sessionId)
    if (status === 'open') throw error
    return status === 'complete' ? 'paid' : 'ended'
  }
}
