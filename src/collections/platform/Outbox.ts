import { isAdmin } from '../access/rules'
import { shownTo } from '../access/visibility'
import { effectKeyField, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'
import { queueFields } from './queueFields'

/** What must happen outside. Contents are left out: a mail may carry a link that acts. */
export const Outbox = recordCollection({
  slug: 'outbox',
  labels: { singular: 'Outgoing effect', plural: 'Outbox' },
  read: isAdmin,
  admin: {
    group: groups.system,
    useAsTitle: 'id',
    defaultColumns: ['createdAt', 'kind', 'id', 'state', 'attempts', 'nextAt', 'error'],
    listSearchableFields: ['id', 'kind'],
    hidden: shownTo({ staff: ['admin'] }),
  },
  fields: [
    effectKeyField(),
    text('kind'),
    shown('refs'),
    { name: 'reached', type: 'text', hasMany: true },
    ...queueFields(),
  ],
})
