import { commissionStatuses } from '@/domain/affiliates/records'
import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, minor, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const Commissions = recordCollection({
  slug: 'commissions',
  labels: { singular: 'Commission', plural: 'Commissions' },
  read: isStaff('finance'),
  admin: {
    group: groups.money,
    useAsTitle: 'id',
    defaultColumns: ['createdAt', 'affiliate', 'order', 'amountMinor', 'currency', 'status', 'holdUntil'],
    listSearchableFields: ['affiliate', 'order', 'id'],
    hidden: shownTo({ staff: ['finance'] }),
  },
  fields: [
    idField('com'),
    refTo('affiliate', 'affiliates'),
    refTo('order', 'orders'),
    refTo('orderItem', 'order-items', { label: 'Order line' }),
    choice('status', commissionStatuses),
    text('currency'),
    minor('baseMinor'),
    integer('rateBps'),
    minor('amountMinor'),
    minor('reversedMinor'),
    instant('holdUntil'),
    instant('createdAt'),
  ],
})
