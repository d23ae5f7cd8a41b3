import type { DocumentTx } from '@/platform/documentTransaction'
import { conflict, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import { payOwed } from './payOwed'
import { orderDocument, paymentRecord, type Refund, refundRecord } from './records'

/**
 * Staff paid the buyer what is owed outside of the provider, for where the card takes no money any more: kept as a refund
 * that is done, booked from the platform's bank account.
 * @param reason how it was paid, with the transfer's reference.
 * @throws CodedError 404; 409 nothing_owed, refund_open.
 */
export async function payByHand(
  tx: DocumentTx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<Refund> {
  const order = await tx.read(orderDocument).findOne({ _id: orderId })
  if (!order) throw notFound('order')
  if (!order.owedMinor) throw conflict('nothing_owed', 'Nothing of this order is owed to the buyer.')
  const open = await tx
    .of(refundRecord)
    .findOne({ order: orderId, status: { $in: ['requested', 'approved', 'submitted'] } })
  if (open) throw conflict('refund_open', 'A refund of this order is on its way. Wait until it is done.')
  const payment = await tx.of(paymentRecord).findOne({ order: orderId, status: 'succeeded' })
  if (!payment) throw notFound('payment')
  const refund: Refund = {
    _id: newId('ref'),
    order: orderId,
    payment: payment._id,
    amountMinor: order.owedMinor,
    currency: payment.currency,
    owedMinor: order.owedMinor,
    lines: [],
    reason,
    status: 'approved',
    providerRefund: null,
    byHand: true,
    error: null,
    requestedBy: tx.actor,
    createdAt: tx.now,
    settledAt: tx.now,
  }
  // Open for a moment: the index that allows one open refund decides against a request at the same time.
  await step('refund.byHand.record', () => tx.of(refundRecord).insert(refund))
  await step('refund.byHand.settle', () =>
    tx.of(refundRecord).update({ _id: refund._id, status: 'approved' }, { $set: { status: 'succeeded' } }),
  )
  await payOwed(tx, { order, refund, amountMinor: order.owedMinor })
  await step('refund.byHand.audit', () =>
    tx.audit({
      act: 'order.pay_by_hand',
      target: { collection: 'orders', id: orderId },
      reason,
      after: { refund: refund._id, amountMinor: refund.amountMinor, currency: refund.currency },
    }),
  )
  return { ...refund, status: 'succeeded' }
}
