import { paymentStatuses } from '@/domain/orders/records'
import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, minor, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const Payments = recordCollection({
  slug: 'payments',
  labels: { singular: 'Payment', plural: 'Payments' },
  read: isStaff('support', 'finance'),
  admin: {
    group: groups.money,
    useAsTitle: 'attempt',
    defaultColumns: ['createdAt', 'order', 'status', 'amountMinor', 'currency', 'method', 'declineReason'],
    listSearchableFields: ['order', 'attempt', 'providerIds.intent', 'id'],
    hidden: shownTo({ staff: ['support', 'finance'] }),
  },
  fields: [
    idField('pay'),
    refTo('order', 'orders'),
    choice('status', paymentStatuses),
    choice('provider', ['stripe']),
    text('attempt'),
    {
      name: 'providerIds',
      type: 'group',
      fields: [text('session'), text('intent'), text('charge'), text('balanceTransaction')],
    },
    { name: 'method', type: 'group', fields: [text('brand'), text('last4'), text('fingerprint')] },
    minor('amountMinor'),
    text('currency'),
    minor('feeMinor'),
    text('declineCode'),
    text('declineReason'),
    instant('createdAt'),
    instant('updatedAt'),
  ],
})
