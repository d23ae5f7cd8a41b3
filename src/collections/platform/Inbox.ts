import { isAdmin } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, effectKeyField, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'
import { queueFields } from './queueFields'

export const Inbox = recordCollection({
  slug: 'inbox',
  labels: { singular: 'Incoming event', plural: 'Inbox' },
  read: isAdmin,
  admin: {
    group: groups.system,
    useAsTitle: 'id',
    defaultColumns: ['createdAt', 'type', 'objectId', 'order', 'state', 'attempts', 'error'],
    listSearchableFields: ['id', 'type', 'objectId', 'order'],
    hidden: shownTo({ staff: ['admin'] }),
  },
  fields: [
    effectKeyField(),
    choice('provider', ['stripe']),
    text('type'),
    text('objectId'),
    text('order'),
    choice('via', ['webhook', 'reconciliation', 'return']),
    ...queueFields(),
  ],
})
