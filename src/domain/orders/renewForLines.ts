import { renewLicense } from '@/domain/licensing/renewLicense'
import type { Tx } from '@/platform/transaction'
import type { OrderItem } from './records'

/**
 * Renews what the lines of a completed order were paid for, one after the other (BUY-11). Where a license can not be
 * renewed any more, revoked while the payment page was open, the order completes all the same: the money has come and is
 * booked as sold, so that a refund of the line gives it back by the usual way. Staff are told to make it.
 */
export async function renewForLines(tx: Tx, items: readonly OrderItem[]): Promise<void> {
  for (const { _id: orderItem, order, renews } of items) {
    if (!renews) continue
    const { refused } = await renewLicense({ tx, licenseId: renews.license, orderItem, order })
    if (!refused) continue
    await tx.audit({
      act: 'order.renewal_refused',
      target: { collection: 'orders', id: order },
      reason: refused,
      after: { license: renews.license, item: orderItem },
    })
    await tx.emit({
      key: `mail:renewal-refused:${orderItem}`,
      kind: 'mail',
      payload: {
        template: 'renewal-refused',
        to: 'staff:support:finance',
        locale: 'en',
        data: { order, item: orderItem, reason: refused },
      },
      refs: { order },
    })
  }
}
