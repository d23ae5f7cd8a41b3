import { conflict, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { previewOrderRefund, type RefundLine } from './previewRefund'
import { orderDocument, orderItemRecord, paymentRecord, type Refund, refundRecord } from './records'

/**
 * Staff give money back: the refund is approved here, sent to the provider by the outbox, and takes effect when the
 * provider says that it succeeded (`applyRefund`). Nothing else changes yet.
 * @param lines by line and gross amount. Left out: what is owed to the buyer where something is (a held payment, a refund
 *   that the bank sent back), else all that is left.
 * @param key what the asker calls this very refund: who asks again because no answer came gets the same one, not another.
 * @throws CodedError 404; 409 refund_open, refund_whole_only, not_refundable, disputed; 422 from the preview.
 */
export async function requestRefund(
  tx: Tx,
  {
    orderId,
    lines,
    reason,
    key = null,
  }: { orderId: string; lines?: readonly RefundLine[]; reason: string; key?: string | null },
): Promise<Refund> {
  const known = key && (await tx.of(refundRecord).findOne({ order: orderId, requestKey: key }))
  if (known) return known
  const order = await tx.read(orderDocument).findOne({ _id: orderId })
  if (!order) throw notFound('order')
  const paid = ['paid', 'completed', 'partially_refunded'].includes(order.status)
  if (!paid && !order.owedMinor)
    throw conflict('not_refundable', 'Only a paid order with something left can be refunded.')
  if (order.disputed)
    throw conflict('disputed', 'The buyer disputes this payment at the bank: answer the dispute instead.')
  const open = await tx
    .of(refundRecord)
    .findOne({ order: orderId, status: { $in: ['requested', 'approved', 'submitted'] } })
  if (open) throw conflict('refund_open', 'A refund of this order is on its way. Wait until it is done.')
  const payment = await tx.of(paymentRecord).findOne({ order: orderId, status: 'succeeded' })
  if (!payment) throw conflict('not_refundable', 'This order was not paid through a provider.')
  const items = await tx.of(orderItemRecord).find({ order: orderId })
  const preview = previewOrderRefund({ order, items, currency: payment.currency }, lines)
  const refund: Refund = {
    _id: newId('ref'),
    order: orderId,
    payment: payment._id,
    amountMinor: preview.amountMinor,
    currency: preview.currency,
    owedMinor: preview.owedMinor,
    lines: preview.lines.map(({ item, grossMinor }) => ({ item, grossMinor })),
    reason,
    status: 'approved',
    providerRefund: null,
    error: null,
    requestedBy: tx.actor,
    ...(key ? { requestKey: key } : {}),
    createdAt: tx.now,
    settledAt: null,
  }
  await step('refund.request.record', () => tx.of(refundRecord).insert(refund))
  await step('refund.request.effect', () =>
    tx.emit({
      key: `refund:${refund._id}`,
      kind: 'provider-refund',
      payload: { refund: refund._id },
      refs: { order: orderId },
    }),
  )
  await step('refund.request.audit', () =>
    tx.audit({
      act: 'order.refund',
      target: { collection: 'orders', id: orderId },
      reason,
      after: { refund: refund._id, amountMinor: refund.amountMinor, currency: refund.currency },
    }),
  )
  return refund
}
