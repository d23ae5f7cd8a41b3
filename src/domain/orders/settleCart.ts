import type { Tx } from '@/platform/transaction'
import { maxQuantity } from './cartLine'
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
  const name = { $concat: ['$$line.package', ' ', { $ifNull: ['$$line.renews', ''] }] }
  const bought = {
    $reduce: {
      input: items.map(boughtOf),
      initialValue: 0,
      in: { $cond: [{ $eq: ['$$this.name', name] }, '$$this.quantity', '$$value'] },
    },
  }
  const quantity = { $subtract: ['$$line.quantity', bought] }
  const fewer = {
    $map: { input: '$lines', as: 'line', in: { $mergeObjects: ['$$line', { quantity }] } },
  }
  const left = { $filter: { input: fewer, as: 'line', cond: { $gt: ['$$line.quantity', 0] } } }
  const change = {
    $cond: [{ $eq: [left, []] }, { lines: '$lines', order: orderId }, { lines: left, order: null }],
  }
  await tx
    .of(cartRecord)
    .update({ ...cartNamed(cartId), order: null }, [
      { $replaceWith: { $mergeObjects: ['$$ROOT', change, { updatedAt: tx.now }] } },
    ])
}

/** Of what is sold once, and of a renewal, nothing is left to buy whatever number the cart says. */
const boughtOf = ({ package: pkg, renews, quantity, quantityMode }: OrderItem) => ({
  name: `${pkg} ${renews?.license ?? ''}`,
  quantity: renews || quantityMode === 'single' ? maxQuantity : quantity,
})
