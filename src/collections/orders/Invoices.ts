import type { Field } from 'payload'
import { isStaff } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, minor, refTo, shown, text } from '../fields/fields'
import { groups } from '../groups'
import { recordCollection } from '../recordCollection'

const party = (name: string): Field => ({
  name,
  type: 'group',
  fields: [
    text('name'),
    text('company'),
    text('email'),
    text('country'),
    text('taxId'),
    text('address', { hasMany: true }),
  ],
})

export const Invoices = recordCollection({
  slug: 'invoices',
  labels: { singular: 'Invoice', plural: 'Invoices' },
  read: isStaff('finance'),
  admin: {
    group: groups.money,
    useAsTitle: 'number',
    defaultColumns: ['number', 'kind', 'status', 'order', 'totalMinor', 'currency', 'issuedAt'],
    listSearchableFields: ['number', 'order', 'id'],
    hidden: shownTo({ staff: ['finance'] }),
  },
  fields: [
    idField('inv'),
    text('number'),
    choice('kind', ['invoice', 'credit_note']),
    choice('status', ['open', 'paid', 'void', 'uncollectible']),
    refTo('order', 'orders'),
    refTo('customer', 'customers'),
    refTo('refund', 'refunds'),
    text('corrects'),
    text('currency'),
    {
      name: 'lines',
      type: 'array',
      fields: [
        text('item'),
        text('text'),
        text('seller'),
        integer('quantity'),
        minor('unitPriceMinor'),
        minor('netMinor'),
        shown('tax'),
      ],
    },
    minor('netMinor'),
    minor('taxMinor'),
    minor('totalMinor'),
    party('issuer'),
    party('buyer'),
    text('paidWith'),
    instant('issuedAt'),
    instant('numberedAt'),
  ],
})
