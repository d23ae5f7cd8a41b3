import type { BeforeDocumentControlsServerProps } from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import { orderDocument } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { databaseOf } from '@/platform/documentTransaction'
import { t } from '@/platform/words'
import { RefundButton } from './RefundButton'

const refundable: readonly string[] = ['paid', 'completed', 'partially_refunded']

/** The refund button of an order, for support and finance, while something of it is left. */
export async function OrderActs({ id, payload, user }: BeforeDocumentControlsServerProps) {
  if (!id || !hasStaffRole(user, 'support', 'finance')) return null
  const order = await collectionOf(databaseOf(payload), orderDocument).findOne({ _id: String(id) })
  if (!order || !refundable.includes(order.status) || order.totals.totalMinor === 0) return null
  return (
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
        loading: t('panel.refund.loading'),
        submitted: t('panel.refund.submitted'),
        reason: t('panel.acts.reason'),
        reasonHint: t('panel.acts.reasonHint'),
        cancel: t('panel.acts.cancel'),
      }}
    />
  )
}
