import { refundStatuses } from '@/domain/orders/records'
import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, minor, refTo, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const Refunds = recordCollection({
  slug: 'refunds',
  labels: { singular: 'Refund', plural: 'Refunds' },
  read: isStaff('support', 'finance'),
  admin: {
    group: groups.money,
    useAsTitle: 'id',
    defaultColumns: ['createdAt', 'order', 'status', 'amountMinor', 'currency', 'reason'],
    listSearchableFields: ['order', 'reason', 'id'],
    hidden: shownTo({ staff: ['support', 'finance'] }),
  },
  fields: [
    idField('ref'),
    refTo('order', 'orders'),
    refTo('payment', 'payments'),
    choice('status', refundStatuses),
    minor('amountMinor'),
    text('currency'),
    { name: 'lines', type: 'array', fields: [refTo('item', 'order-items'), minor('grossMinor')] },
    minor('owedMinor', { label: 'Of what was owed' }),
    text('reason'),
    text('providerRefund'),
    text('error'),
    shown('requestedBy'),
    instant('createdAt'),
    instant('settledAt'),
    instant('returnedAt', { label: 'Sent back by the bank' }),
    text('requestKey'),
    { name: 'byHand', type: 'checkbox', label: 'Paid by hand' },
  ],
})
