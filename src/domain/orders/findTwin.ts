import { customerDocument } from '@/domain/accounts/records'
import { addSeconds } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import type { Buyer } from './buyerSchema'
import type { PricedLine } from './priceCart'
import { type Cart, type Order, type OrderItem, orderDocument, orderItemRecord } from './records'

/** The provider's page of an older order may be over by the time it is given again. */
const twinSeconds = 1_800

/** A pending order of this cart that says the same of the same buyer, and can still be paid; null where there is none. */
export async function findTwin(
  tx: Tx,
  {
    cart,
    lines,
    userId,
    buyer,
    ended,
  }: {
    cart: Cart
    lines: readonly PricedLine[]
    userId: string | null
    buyer: Buyer
    ended: readonly string[]
  },
): Promise<Order | null> {
  const orders = await tx.read(orderDocument).find(
    {
      cart: cart._id,
      status: 'pending',
      currency: cart.currency,
      _id: { $nin: [...ended] },
      createdAt: { $gt: addSeconds(tx.now, -twinSeconds) },
    },
    { sort: { createdAt: -1 }, limit: 5 },
  )
  for (const order of orders) {
    const customer = await tx.read(customerDocument).findOne({ _id: order.customer })
    const items = await tx.of(orderItemRecord).find({ order: order._id })
    const isSameBuyer =
      customer &&
      (customer.user ?? null) === userId &&
      customer.email === buyer.email.trim().toLowerCase() &&
      (['name', 'company', 'country', 'taxId'] as const).every(
        (field) => (customer[field] ?? null) === buyer[field],
      )
    if (isSameBuyer && saysTheSame(items, lines)) return order
  }
  return null
}

const saysTheSame = (items: readonly OrderItem[], lines: readonly PricedLine[]): boolean =>
  items.length === lines.length &&
  lines.every((line) =>
    items.some(
      (item) =>
        item.package === line.package._id &&
        (item.renews?.license ?? null) === (line.renews?.license._id ?? null) &&
        item.packageRevision === line.package.revision &&
        item.quantity === line.quantity &&
        item.unitPriceMinor === line.unitPriceMinor,
    ),
  )
