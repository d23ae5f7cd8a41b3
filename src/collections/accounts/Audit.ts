import { isAdmin } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, instant, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

export const Audit = recordCollection({
  slug: 'audit',
  labels: { singular: 'Audit entry', plural: 'Audit' },
  read: isAdmin,
  admin: {
    group: groups.system,
    useAsTitle: 'act',
    defaultColumns: ['at', 'act', 'target', 'actor', 'reason'],
    listSearchableFields: ['act', 'target.id'],
    hidden: shownTo({ staff: ['admin'] }),
    description: 'Who did what to which record; never changed.',
    components: { views: { list: { Component: '/app/(payload)/_audit/AuditList#AuditList' } } },
  },
  fields: [
    idField('evt'),
    instant('at'),
    text('act'),
    shown('actor'),
    shown('target'),
    text('reason'),
    shown('before'),
    shown('after'),
  ],
})
