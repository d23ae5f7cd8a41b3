import { productTypes } from '@/domain/catalog/records'
import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, minor, refTo, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

/** The lines of orders: what sellers see of a sale. */
export const OrderItems = recordCollection({
  slug: 'order-items',
  labels: { singular: 'Sales line', plural: 'Sales lines' },
  read: anyOf(isStaff('support', 'finance'), ownedBySeller('owner', 'finance', 'support')),
  admin: {
    group: groups.sales,
    useAsTitle: 'id',
    defaultColumns: [
      'createdAt',
      'productName',
      'packageName',
      'quantity',
      'legs.netMinor',
      'legs.commissionMinor',
      'legs.affiliateMinor',
      'legs.sellerMinor',
      'currency',
      'status',
    ],
    listSearchableFields: ['productName', 'packageName', 'order', 'id'],
    hidden: shownTo({ staff: ['support', 'finance'], members: ['owner', 'finance', 'support'] }),
  },
  fields: [
    idField('itm'),
    choice('status', ['pending', 'completed', 'partially_refunded', 'refunded', 'canceled']),
    refTo('order', 'orders'),
    refTo('customer', 'customers'),
    refTo('seller', 'sellers'),
    text('sellerName'),
    refTo('product', 'products'),
    text('productName'),
    refTo('package', 'packages'),
    text('packageName'),
    integer('packageRevision'),
    text('handle'),
    text('formerHandles', { hasMany: true }),
    choice('type', productTypes),
    choice('billing', ['one-time', 'subscription', 'usage', 'free']),
    integer('quantity'),
    choice('quantityMode', ['licenses', 'seats', 'single']),
    text('currency'),
    minor('unitPriceMinor'),
    minor('subtotalMinor'),
    shown('discount'),
    {
      name: 'tax',
      type: 'group',
      fields: [
        minor('amountMinor'),
        integer('rateBps'),
        text('jurisdiction'),
        choice('behavior', ['exclusive', 'inclusive']),
        text('reason'),
      ],
    },
    { name: 'legs', type: 'group', label: 'Split', fields: legs() },
    { name: 'commission', type: 'group', fields: [text('rule'), integer('rateBps')] },
    shown('affiliate'),
    shown('refusedReferral', 'Referral that earns nothing'),
    integer('holdDays'),
    instant('holdUntil'),
    { name: 'house', type: 'checkbox' },
    shown('terms', 'License terms as sold'),
    shown('renews', 'Renewed license'),
    integer('trialDays'),
    { name: 'refundPolicy', type: 'group', fields: [integer('days'), integer('version')] },
    { name: 'refunded', type: 'group', fields: legs() },
    instant('createdAt'),
    instant('completedAt'),
  ],
})

function legs() {
  return [
    minor('netMinor', { label: 'Net' }),
    minor('taxMinor', { label: 'Tax' }),
    minor('commissionMinor', { label: 'Platform commission' }),
    minor('affiliateMinor', { label: 'Affiliate commission' }),
    minor('sellerMinor', { label: 'Seller share' }),
  ]
}
