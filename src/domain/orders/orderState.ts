import type { OrderStatus } from './records'

//  pending ──settle──▶ completed ──refundPart──▶ partially_refunded ──refundAll──▶ refunded
//     │ ╲──hold──▶ paid ──release──▶ completed ──refundAll──▶ refunded
//     │           (in review, or the provider's amount differs)
//     ├──fail──▶ failed          ├──cancel──▶ canceled
//  A payment that arrives after all (failed, canceled) still settles: the buyer paid, so the buyer gets it.
export const orderTransitions = {
  pending: { settle: 'completed', hold: 'paid', fail: 'failed', cancel: 'canceled' },
  paid: { release: 'completed', refundAll: 'refunded' },
  completed: { refundPart: 'partially_refunded', refundAll: 'refunded' },
  partially_refunded: { refundPart: 'partially_refunded', refundAll: 'refunded' },
  refunded: {},
  failed: { settle: 'completed', hold: 'paid' },
  canceled: { settle: 'completed', hold: 'paid' },
} as const satisfies Record<OrderStatus, Partial<Record<OrderEvent, OrderStatus>>>

export type OrderEvent = 'settle' | 'hold' | 'release' | 'fail' | 'cancel' | 'refundPart' | 'refundAll'

/** The state after the event, or null where the event means nothing in that state: losing a race is an answer. */
export function nextOrderStatus(status: OrderStatus, event: OrderEvent): OrderStatus | null {
  const row: Partial<Record<OrderEvent, OrderStatus>> = orderTransitions[status]
  return row[event] ?? null
}

/** What a buyer may use of it. */
export const isFulfilled = (status: OrderStatus): boolean =>
  status === 'completed' || status === 'partially_refunded'
