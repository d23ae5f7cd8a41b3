import { entryKinds } from '@/domain/ledger/records'
import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, effectKeyField, instant, integer, minor, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

/** The books. Each entry's postings sum to zero: MongoDB itself holds that. */
export const Entries = recordCollection({
  slug: 'entries',
  labels: { singular: 'Ledger entry', plural: 'Ledger' },
  read: isStaff('finance'),
  admin: {
    group: groups.money,
    useAsTitle: 'id',
    defaultColumns: ['effectiveAt', 'kind', 'id', 'currency', 'postings', 'seq'],
    listSearchableFields: ['id', 'postings.account'],
    hidden: shownTo({ staff: ['finance'] }),
  },
  fields: [
    effectKeyField(),
    choice('kind', entryKinds),
    text('currency'),
    { name: 'postings', type: 'array', fields: [text('account'), minor('amountMinor')] },
    instant('effectiveAt'),
    shown('refs'),
    text('reverses'),
    shown('actor'),
    text('memo'),
    integer('seq', { label: 'Place in the chain' }),
    text('hash'),
    instant('createdAt'),
  ],
})
