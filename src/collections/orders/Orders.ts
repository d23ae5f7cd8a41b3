import type { CollectionConfig } from 'payload'
import { orderStatuses } from '@/domain/orders/records'
import { fulfilCompletedOrder } from '@/hooks/orders/fulfilCompletedOrder'
import { refuseEdits } from '@/hooks/orders/refuseEdits'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { asFacts } from '../fields/asFacts'
import { choice, idField, instant, integer, minor, refTo, text } from '../fields/fields'
import { groups } from '../groups'

/** One checkout. Changed by operations alone: an order that becomes completed is fulfilled by its hook (BUY-5). */
export const Orders: CollectionConfig = {
  slug: 'orders',
  labels: { singular: 'Order', plural: 'Orders' },
  access: {
    create: nobody,
    read: isStaff('support', 'finance'),
    update: nobody,
    delete: nobody,
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    beforeChange: [refuseEdits],
    afterChange: [fulfilCompletedOrder],
  },
  admin: {
    group: groups.sales,
    useAsTitle: 'id',
    defaultColumns: ['id', 'status', 'customer', 'currency', 'totals.totalMinor', 'owedMinor', 'createdAt'],
    listSearchableFields: ['id', 'customer', 'checkout.sessionId'],
    hidden: shownTo({ staff: ['support', 'finance'] }),
    pagination: { defaultLimit: 25 },
    components: {
      edit: { beforeDocumentControls: ['/app/(payload)/_components/OrderActs#OrderActs'] },
      views: {
        edit: {
          timeline: {
            Component: '/app/(payload)/_views/OrderTimeline#OrderTimeline',
            path: '/timeline',
            tab: { label: 'Timeline', href: '/timeline' },
          },
        },
      },
    },
  },
  defaultSort: '-createdAt',
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  disableBulkDelete: true,
  fields: asFacts([
    {
      name: 'notice',
      type: 'ui',
      admin: {
        disableListColumn: true,
        components: { Field: '/app/(payload)/_components/OrderNotice#OrderNotice' },
      },
    },
    idField('ord'),
    choice('status', orderStatuses, { required: true, defaultValue: 'pending', admin: { readOnly: true } }),
    { name: 'disputed', type: 'checkbox', defaultValue: false, admin: { readOnly: true } },
    { ...refTo('customer', 'customers', { required: true }), admin: { readOnly: true } },
    text('currency', { required: true, admin: { readOnly: true } }),
    {
      name: 'totals',
      type: 'group',
      admin: { readOnly: true },
      fields: [
        minor('subtotalMinor', { required: true, admin: { readOnly: true } }),
        minor('discountMinor', { required: true, admin: { readOnly: true } }),
        minor('netMinor', { required: true, admin: { readOnly: true } }),
        minor('taxMinor', { required: true, admin: { readOnly: true } }),
        minor('totalMinor', { required: true, admin: { readOnly: true } }),
        minor('refundedMinor', { required: true, admin: { readOnly: true } }),
      ],
    },
    minor('owedMinor', {
      label: 'Owed to the buyer',
      defaultValue: 0,
      admin: { readOnly: true, description: 'Held, or sent back by the bank: refund it or pay it by hand.' },
    }),
    integer('itemCount', { required: true, admin: { readOnly: true } }),
    text('cart', { admin: { readOnly: true, position: 'sidebar' } }),
    text('locale', { defaultValue: 'en', admin: { readOnly: true, position: 'sidebar' } }),
    {
      name: 'checkout',
      type: 'group',
      label: 'Checkout session',
      admin: { readOnly: true },
      fields: [
        text('sessionId', { admin: { readOnly: true } }),
        text('url', { access: { read: () => false }, admin: { readOnly: true, hidden: true } }),
        instant('expiresAt', { admin: { readOnly: true } }),
      ],
    },
    text('declineReason', { admin: { readOnly: true } }),
    instant('paidAt', { admin: { readOnly: true, position: 'sidebar' } }),
    instant('completedAt', { admin: { readOnly: true, position: 'sidebar' } }),
    instant('refundedAt', { admin: { readOnly: true, position: 'sidebar' } }),
  ]),
}
