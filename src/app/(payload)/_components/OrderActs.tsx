import type { BeforeDocumentControlsServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { RefundButton } from './RefundButton'
import { reasonWords } from './reasonWords'
import { StateActs } from './StateActs'

const refundable: readonly string[] = ['paid', 'completed', 'partially_refunded']

/** The refund button of an order, for support and finance, while something of it is left or owed to the buyer. */
export async function OrderActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !hasStaffRole(user, 'support', 'finance')) return null
  const order = await collectionOf(databaseOf(payload), orderDocument).findOne({ _id: String(id) })
  if (!order) return null
  const owes = Boolean(order.owedMinor)
  if (!owes && (!refundable.includes(order.status) || order.totals.totalMinor === 0)) return null
  return (
    <>
      {owes && hasStaffRole(user, 'finance') ? (
        <StateActs
          endpoint={`/api/orders/${order._id}`}
          acts={[{ path: 'refund/by-hand', label: t('panel.acts.pay-by-hand'), asksWhy: true }]}
          words={reasonWords()}
        />
      ) : null}
      <RefundButton
        orderId={order._id}
        words={{
          open: t('panel.acts.refund'),
          title: t('panel.refund.title'),
          lines: t('panel.refund.lines'),
          total: t('panel.refund.total'),
          fromSellers: t('panel.refund.fromSellers'),
          fromCommission: t('panel.refund.fromCommission'),
          fromAffiliates: t('panel.refund.fromAffiliates'),
          taxBack: t('panel.refund.taxBack'),
          full: t('panel.refund.full'),
          partial: t('panel.refund.partial'),
          owed: t(order.status === 'paid' ? 'panel.refund.held' : 'panel.refund.owed'),
          loading: t('panel.refund.loading'),
          submitted: t('panel.refund.submitted'),
          reason: t('panel.acts.reason'),
          reasonHint: t('panel.acts.reasonHint'),
          cancel: t('panel.acts.cancel'),
        }}
      />
    </>
  )
}
