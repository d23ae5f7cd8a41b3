import { productTypes } from '@/domain/catalog/records'
import { licenseReasons, licenseStatuses } from '@/domain/licensing/records'
import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'
import { soldTermsFields } from './soldTermsFields'

/** The entitlement that a purchase grants. Keys are left out: only their masked form is shown. */
export const Licenses = recordCollection({
  slug: 'licenses',
  labels: { singular: 'License', plural: 'Licenses' },
  read: anyOf(isStaff('support'), ownedBySeller('owner', 'developer', 'support')),
  admin: {
    group: groups.licenses,
    useAsTitle: 'maskedKey',
    defaultColumns: [
      'maskedKey',
      'productName',
      'packageName',
      'status',
      'suspicion',
      'expiresAt',
      'createdAt',
    ],
    listSearchableFields: ['maskedKey', 'id', 'order', 'productName'],
    hidden: shownTo({ staff: ['support'], members: ['owner', 'developer', 'support'] }),
    // A row leads to what is known of the license; its stored facts are the other tab.
    formatDocURL: ({ defaultURL }) => `${defaultURL}/overview`,
    components: {
      beforeListTable: ['/app/(payload)/_licenses/LicenseListActs#LicenseListActs'],
      edit: { beforeDocumentControls: ['/app/(payload)/_licenses/LicenseActs#LicenseActs'] },
      views: {
        edit: {
          overview: {
            Component: '/app/(payload)/_licenses/LicenseView#LicenseView',
            path: '/overview',
            tab: { label: 'Overview', href: '/overview', order: 0 },
          },
        },
      },
    },
  },
  fields: [
    idField('lic'),
    text('maskedKey', { label: 'Key' }),
    choice('status', licenseStatuses),
    choice('reason', licenseReasons),
    instant('statusChangedAt'),
    text('productName'),
    text('packageName'),
    refTo('product', 'products'),
    refTo('package', 'packages'),
    refTo('seller', 'sellers'),
    refTo('customer', 'customers'),
    refTo('order', 'orders'),
    refTo('orderItem', 'order-items', { label: 'Order line' }),
    integer('ordinal'),
    choice('type', productTypes),
    text('handles', { hasMany: true }),
    choice('billing', ['one-time', 'subscription', 'usage', 'free']),
    { name: 'test', type: 'checkbox' },
    { name: 'terms', type: 'group', fields: soldTermsFields() },
    integer('seats'),
    integer('seatsTaken'),
    integer('freeTaken'),
    {
      name: 'sold',
      type: 'group',
      label: 'As sold',
      fields: [integer('seats'), { name: 'terms', type: 'group', fields: soldTermsFields() }],
    },
    // A group that is null makes Payload fall over when it is read.
    {
      name: 'suspicion',
      type: 'json',
      admin: { components: { Cell: '/app/(payload)/_licenses/SuspicionCell#SuspicionCell' } },
    },
    {
      name: 'places',
      type: 'array',
      label: 'Activations',
      fields: [
        text('id'),
        text('publicId'),
        text('domain'),
        text('fingerprint'),
        choice('environment', ['production', 'staging', 'development']),
        { name: 'seat', type: 'checkbox' },
        text('label'),
        instant('fileUntil', { label: 'License file until' }),
        instant('firstSeenAt'),
        instant('lastSeenAt'),
      ],
    },
    instant('startsAt'),
    instant('expiresAt'),
    instant('updatesUntil'),
    instant('supportUntil'),
    instant('activatedAt'),
    instant('lastUsedAt'),
    instant('createdAt'),
    instant('updatedAt'),
  ],
})
