import type { Tx } from '@/platform/transaction'
import { cartRecord, type OrderItem } from './records'

/** A cart by its id, also where it was merged into another one since. */
export const cartNamed = (cartId: string) => ({ $or: [{ _id: cartId }, { merged: cartId }] })

/**
 * A completed order takes what was bought out of its cart. What the buyer put in while the payment page was open, more of
 * the same too, was not bought and stays; a cart that has nothing left is done. A cart that was merged into the person's
 * own meanwhile is found there, so that nothing is paid twice.
 */
export async function settleCart(
  tx: Tx,
  cartId: string,
  orderId: string,
  items: readonly OrderItem[],
): Promise<void> {
  const carts = tx.of(cartRecord)
  const cart = await carts.findOne({ ...cartNamed(cartId), order: null })
  if (!cart) return
  const left = cart.lines.flatMap((line) => {
    const item = items.find((one) => one.package === line.package && isSame(one, line.renews))
    if (!item) return [line]
    // One is sold, or one renewal: whatever number the cart says, there is nothing left to buy.
    const whole = item.renews || item.quantityMode === 'single' || line.quantity <= item.quantity
    return whole ? [] : [{ ...line, quantity: line.quantity - item.quantity }]
  })
  const change = left.length === 0 ? { order: orderId } : { lines: left }
  await carts.update({ _id: cart._id, order: null }, { $set: { ...change, updatedAt: tx.now } })
}

const isSame = ({ renews }: OrderItem, license: string | null | undefined): boolean =>
  (renews?.license ?? null) === (license ?? null)
