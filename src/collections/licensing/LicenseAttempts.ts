import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, instant, integer, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const LicenseAttempts = recordCollection({
  slug: 'license-attempts',
  labels: { singular: 'Validation', plural: 'Validations' },
  read: anyOf(isStaff('support'), ownedBySeller('owner', 'developer', 'support')),
  admin: {
    group: groups.licenses,
    useAsTitle: 'code',
    defaultColumns: ['at', 'code', 'license', 'product', 'domain', 'address', 'count'],
    listSearchableFields: ['license', 'code', 'domain', 'address', 'requestId'],
    hidden: shownTo({ staff: ['support'], members: ['owner', 'developer', 'support'] }),
    description: 'Kept for 90 days.',
  },
  fields: [
    idField('evt'),
    instant('at'),
    refTo('license', 'licenses'),
    refTo('seller', 'sellers'),
    text('product'),
    text('code'),
    { name: 'valid', type: 'checkbox' },
    text('domain'),
    text('address'),
    text('userAgent'),
    text('requestId'),
    integer('count'),
  ],
})
