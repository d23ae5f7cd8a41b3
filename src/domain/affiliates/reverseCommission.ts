import { invariant } from '@/platform/errors'
import type { Minor } from '@/platform/money'
import type { Tx } from '@/platform/transaction'
import { nextCommissionStatus } from './commissionState'
import { commissionRecord } from './records'

/**
 * Takes back what a refund of a line takes from its affiliate, by the nested rule of the refund's legs, so that refunds in
 * any parts end at nothing. Wholly taken back, the commission is reversed.
 */
export async function reverseCommission(
  tx: Tx,
  { orderItem, amountMinor }: { orderItem: string; amountMinor: Minor },
): Promise<void> {
  if (amountMinor === 0) return
  const commission = await tx.of(commissionRecord).findOne({ orderItem })
  invariant(commission, `line ${orderItem} has a commission to reverse`)
  const reversedMinor = commission.reversedMinor + amountMinor
  invariant(
    reversedMinor <= commission.amountMinor,
    `no more of ${commission._id} is reversed than was earned`,
  )
  const whole = reversedMinor === commission.amountMinor
  const status = (whole && nextCommissionStatus(commission.status, 'reverse')) || commission.status
  const moved = await tx
    .of(commissionRecord)
    .update(
      { _id: commission._id, reversedMinor: commission.reversedMinor },
      { $set: { reversedMinor, status } },
    )
  invariant(moved, `commission ${commission._id} is reversed by one refund at a time`)
}
