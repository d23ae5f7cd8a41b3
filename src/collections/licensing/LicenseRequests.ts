import { licenseRequestKinds, licenseRequestStates } from '@/domain/licensing/records'
import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

/** What customers ask for about their licenses. Decided by buttons, never by editing. */
export const LicenseRequests = recordCollection({
  slug: 'license-requests',
  labels: { singular: 'License request', plural: 'License requests' },
  read: anyOf(isStaff('support'), ownedBySeller('owner', 'developer', 'support')),
  admin: {
    group: groups.licenses,
    useAsTitle: 'kind',
    defaultColumns: ['createdAt', 'license', 'kind', 'status', 'note', 'toEmail'],
    listSearchableFields: ['license', 'note'],
    hidden: shownTo({ staff: ['support'], members: ['owner', 'developer', 'support'] }),
    components: {
      edit: { beforeDocumentControls: ['/app/(payload)/_licenses/RequestActs#RequestActs'] },
    },
  },
  fields: [
    idField('req'),
    instant('createdAt'),
    refTo('license', 'licenses'),
    choice('kind', licenseRequestKinds),
    choice('status', licenseRequestStates),
    text('note'),
    text('toEmail'),
    instant('decidedAt'),
    text('answer'),
    refTo('product', 'products'),
    refTo('customer', 'customers'),
    refTo('seller', 'sellers'),
  ],
})
