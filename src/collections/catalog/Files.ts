import { fileStates } from '@/domain/catalog/records'
import { anyOf, isStaff, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, refTo, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

/** Private files of releases; where the store keeps them is nobody's business here. */
export const Files = recordCollection({
  slug: 'files',
  labels: { singular: 'File', plural: 'Files' },
  read: anyOf(isStaff('editor', 'support'), ownedBySeller('owner', 'developer')),
  admin: {
    group: groups.catalog,
    useAsTitle: 'name',
    defaultColumns: ['name', 'seller', 'bytes', 'contentType', 'state', 'createdAt'],
    listSearchableFields: ['name', 'sha256', 'id'],
    hidden: shownTo({ staff: ['editor', 'support'], members: ['owner', 'developer'] }),
  },
  fields: [
    idField('fil'),
    refTo('seller', 'sellers'),
    text('name'),
    integer('bytes'),
    text('sha256', { label: 'SHA-256' }),
    text('contentType'),
    choice('state', fileStates),
    shown('refusal', 'Why it was not taken'),
    text('createdBy'),
    instant('createdAt'),
  ],
})
