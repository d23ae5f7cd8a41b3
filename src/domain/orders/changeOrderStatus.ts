import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { nextOrderStatus, type OrderEvent } from './orderState'
import type { Order } from './records'

type OrderChange = Partial<
  Pick<
    Order,
    | 'totals'
    | 'declineReason'
    | 'paidAt'
    | 'completedAt'
    | 'refundedAt'
    | 'checkout'
    | 'disputed'
    | 'owedMinor'
  >
>

/**
 * The one way by which an order's state moves. The Orders hook runs inside: an order that becomes completed is fulfilled
 * in this very transaction, whoever called.
 * @returns whether it moved; false when the event means nothing in its state.
 */
export async function changeOrderStatus(
  tx: DocumentTx,
  order: Pick<Order, '_id' | 'status'>,
  event: OrderEvent,
  change: OrderChange = {},
): Promise<boolean> {
  const status = nextOrderStatus(order.status, event)
  if (!status) return false
  await updateOrder(tx, order._id, { ...change, status })
  return true
}

/** Changes of an order that are no change of state: the checkout session, the last decline. */
export async function updateOrder(
  tx: DocumentTx,
  orderId: string,
  data: OrderChange & { status?: Order['status'] },
): Promise<void> {
  await asOperation(tx, 'orders', () =>
    tx.payload.update({
      collection: 'orders',
      id: orderId,
      data: serialize(data),
      ...asSystem(tx),
    }),
  )
}

/** Payload speaks ISO text where MongoDB holds dates. */
function serialize(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      value instanceof Date
        ? value.toISOString()
        : value && typeof value === 'object' && !Array.isArray(value)
          ? serialize(value as Record<string, unknown>)
          : value,
    ]),
  )
}
