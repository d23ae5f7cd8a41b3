import { type NewEntry, postEntries } from '@/domain/ledger/postEntry'
import { creditPostings } from '@/domain/ledger/postings'
import type { DocumentTx } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { step } from '@/platform/steps'
import { updateOrder } from './changeOrderStatus'
import type { ProviderRefund } from './readPayment'
import { orderDocument, type Refund, refundRecord } from './records'

/**
 * The provider could not give the money back. Before it had succeeded, the refund is closed with the reason and nothing
 * else happened. After it had: the bank sent the money back to us. The sale stays refunded (the seller is not paid for
 * it again, licenses stay revoked, the credit note stands: it corrects the sale, not the transfer), and the money is
 * owed to the buyer until staff refund it again or pay it by hand. Once, whatever comes again or late.
 */
export async function failRefund(
  tx: DocumentTx,
  refund: Refund,
  provider: Pick<ProviderRefund, 'id' | 'error'>,
): Promise<void> {
  const error = provider.error ?? 'the provider could not refund'
  const refunds = tx.of(refundRecord)
  const closed = await step('refund.fail.close', () =>
    refunds.update(
      { _id: refund._id, status: { $in: ['approved', 'submitted'] } },
      // Its event may be faster than the answer by which we would have learnt its id.
      { $set: { status: 'failed', providerRefund: provider.id, error, settledAt: tx.now } },
    ),
  )
  if (closed) return tellStaff(tx, refund, false)
  const returned = await step('refund.return.close', () =>
    refunds.update(
      { _id: refund._id, status: 'succeeded' },
      { $set: { status: 'failed', error, returnedAt: tx.now } },
    ),
  )
  if (!returned) return
  const order = await tx.read(orderDocument).findOne({ _id: refund.order })
  if (!order) throw notFound('order')
  const entry: NewEntry = {
    key: `refund_failed:${refund._id}`,
    kind: 'refund_failed',
    currency: refund.currency,
    postings: creditPostings(order.customer, refund.amountMinor),
    refs: { order: order._id, customer: order.customer, refund: refund._id },
    memo: error,
  }
  await step('refund.return.entry', () => postEntries(tx, [entry]))
  const owedMinor = (order.owedMinor ?? 0) + refund.amountMinor
  await step('refund.return.order', () => updateOrder(tx, order._id, { owedMinor }))
  await tx.audit({
    act: 'order.refund_returned',
    target: { collection: 'orders', id: order._id },
    reason: error,
    after: { refund: refund._id, owedMinor: refund.amountMinor, currency: refund.currency },
  })
  await tellStaff(tx, refund, true)
}

const tellStaff = (tx: DocumentTx, refund: Refund, returned: boolean): Promise<void> =>
  step('refund.fail.mail', () =>
    tx.emit({
      key: `mail:refund-failed:${refund._id}`,
      kind: 'mail',
      payload: {
        template: 'refund-failed',
        to: 'staff:support:finance',
        locale: 'en',
        data: { order: refund.order, refund: refund._id, returned },
      },
      refs: { order: refund.order },
    }),
  )
