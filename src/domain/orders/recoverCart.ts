import { customerDocument } from '@/domain/accounts/records'
import { collectionOf, type Database } from '@/platform/database'
import { CodedError, notFound } from '@/platform/errors'
import type { Tx } from '@/platform/transaction'
import { adoptCart, joinGuestCarts } from './adoptCart'
import type { CartHolder } from './cart'
import { type Cart, cartRecord, type Order, orderDocument } from './records'
import { isUnpaid } from './remindOfCart'
import { cartNamed } from './settleCart'

export interface Recovery {
  order: Order
  email: string
  /** The cart as it is now; null where it is gone, or was bought. */
  cart: Cart | null
  isBought: boolean
}

/** What an unpaid order and its cart have become; null for an unknown order. The caller has checked who asks. */
export async function viewRecovery(database: Database, orderId: string): Promise<Recovery | null> {
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  const customer = order && (await collectionOf(database, customerDocument).findOne({ _id: order.customer }))
  if (!order || !customer) return null
  const cart = order.cart
    ? await collectionOf(database, cartRecord).findOne(cartNamed(order.cart), { sort: { updatedAt: -1 } })
    : null
  // Paid, and waiting while the books are frozen: there is nothing left to pay.
  const isOpen = !order.paidAt && cart !== null && cart.order === null && cart.lines.length > 0
  return {
    order,
    email: customer.email,
    cart: isOpen ? cart : null,
    isBought: !isUnpaid(order) || Boolean(order.paidAt || cart?.order),
  }
}

/**
 * Gives this browser the cart of an unpaid order. A guest's joins what the visitor has here; one that belongs to an account
 * is given to its person alone.
 * @returns the cart that the visitor goes on with.
 * @throws CodedError 404 where it is gone or bought; 403 not_your_cart.
 */
export async function recoverCart(
  tx: Tx,
  { orderId, holder }: { orderId: string; holder: CartHolder },
): Promise<Cart> {
  const order = await tx.read(orderDocument).findOne({ _id: orderId })
  const cart =
    order?.cart &&
    !order.paidAt &&
    (await tx.of(cartRecord).findOne({ ...cartNamed(order.cart), order: null }))
  if (!cart) throw notFound('cart')
  if (cart.user === null) {
    const joined = holder.userId
      ? await adoptCart(tx, { cartId: cart._id, userId: holder.userId })
      : await joinGuestCarts(tx, { into: cart, from: holder.cartId })
    if (!joined) throw notFound('cart')
    return joined
  }
  if (cart.user !== holder.userId)
    throw new CodedError({ status: 403, code: 'not_your_cart', detail: 'Sign in to go on with this cart.' })
  return cart
}
