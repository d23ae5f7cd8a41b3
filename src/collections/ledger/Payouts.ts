import { payoutStatuses } from '@/domain/ledger/records'
import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, minor, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const Payouts = recordCollection({
  slug: 'payouts',
  labels: { singular: 'Payout', plural: 'Payouts' },
  read: anyOf(isStaff('finance'), ownedBySeller('owner', 'finance')),
  admin: {
    group: groups.money,
    useAsTitle: 'id',
    defaultColumns: ['createdAt', 'seller', 'amountMinor', 'currency', 'status', 'method', 'settledAt'],
    listSearchableFields: ['id', 'reference', 'payee.id'],
    hidden: shownTo({ staff: ['finance'], members: ['owner', 'finance'] }),
  },
  fields: [
    idField('pyo'),
    choice('status', payoutStatuses),
    text('statusReason'),
    refTo('seller', 'sellers'),
    { name: 'payee', type: 'group', fields: [choice('kind', ['seller', 'affiliate']), text('id')] },
    minor('amountMinor'),
    text('currency'),
    minor('feeMinor'),
    choice('method', ['stripe', 'bank', 'paypal']),
    text('reference'),
    instant('createdAt'),
    instant('settledAt'),
  ],
})
