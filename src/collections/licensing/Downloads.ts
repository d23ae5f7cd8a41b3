import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, instant, integer, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const Downloads = recordCollection({
  slug: 'downloads',
  labels: { singular: 'Download', plural: 'Downloads' },
  read: anyOf(isStaff('support'), ownedBySeller('owner', 'developer', 'support')),
  admin: {
    group: groups.licenses,
    useAsTitle: 'id',
    defaultColumns: ['at', 'license', 'product', 'release', 'bytes', 'via', 'address'],
    listSearchableFields: ['license', 'address', 'id'],
    hidden: shownTo({ staff: ['support'], members: ['owner', 'developer', 'support'] }),
  },
  fields: [
    idField('dwn'),
    instant('at'),
    refTo('license', 'licenses'),
    refTo('seller', 'sellers'),
    refTo('customer', 'customers'),
    refTo('product', 'products'),
    refTo('release', 'releases'),
    refTo('file', 'files'),
    text('address'),
    text('userAgent'),
    text('via'),
    integer('bytes'),
  ],
})
