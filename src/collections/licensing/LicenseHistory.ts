import { licenseHistoryKinds } from '@/domain/licensing/records'
import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, refTo, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const LicenseHistory = recordCollection({
  slug: 'license-history',
  labels: { singular: 'License event', plural: 'License history' },
  read: anyOf(isStaff('support'), ownedBySeller('owner', 'developer', 'support')),
  admin: {
    group: groups.licenses,
    useAsTitle: 'kind',
    defaultColumns: ['at', 'license', 'kind', 'reason', 'actor'],
    listSearchableFields: ['license', 'reason'],
    hidden: shownTo({ staff: ['support'], members: ['owner', 'developer', 'support'] }),
  },
  fields: [
    idField('evt'),
    instant('at'),
    refTo('license', 'licenses'),
    choice('kind', licenseHistoryKinds),
    text('reason'),
    shown('actor'),
    shown('data'),
    refTo('seller', 'sellers'),
    refTo('customer', 'customers'),
  ],
})
