import type { CollectionConfig } from 'payload'
import { auditChanges } from '@/hooks/shared/auditChanges'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { setByUs } from '../access/fieldRules'
import { isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, instant, refTo, text } from '../fields/fields'
import { groups } from '../groups'

/** The buyer as the books know it. Made by checkout; the address and whose account it is are never typed in. */
export const Customers: CollectionConfig = {
  slug: 'customers',
  labels: { singular: 'Customer', plural: 'Customers' },
  access: {
    create: nobody,
    read: isStaff('support', 'finance'),
    update: isStaff('support'),
    delete: nobody,
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    afterChange: [auditChanges('customer.edit', ['name', 'company', 'country', 'taxId', 'address'])],
  },
  admin: {
    group: groups.people,
    useAsTitle: 'email',
    defaultColumns: ['email', 'name', 'company', 'country', 'user', 'createdAt'],
    listSearchableFields: ['email', 'name', 'company', 'id'],
    hidden: shownTo({ staff: ['support', 'finance'] }),
    pagination: { defaultLimit: 25 },
  },
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  disableBulkDelete: true,
  fields: [
    idField('cus'),
    { name: 'email', type: 'email', required: true, access: setByUs, admin: { readOnly: true } },
    instant('emailVerifiedAt', {
      label: 'Email verified',
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar' },
    }),
    text('name', { maxLength: 120 }),
    text('company', { maxLength: 160 }),
    text('country', {
      minLength: 2,
      maxLength: 2,
      admin: { description: 'Two letters, ISO 3166-1: DE, US.' },
    }),
    text('taxId', { label: 'Tax id', maxLength: 40 }),
    {
      name: 'address',
      type: 'group',
      fields: [
        text('line1', { maxLength: 160 }),
        text('line2', { maxLength: 160 }),
        text('postalCode', { maxLength: 20 }),
        text('city', { maxLength: 100 }),
        text('state', { maxLength: 100 }),
      ],
    },
    {
      name: 'providerIds',
      type: 'group',
      label: 'At the payment provider',
      access: setByUs,
      admin: { position: 'sidebar', readOnly: true },
      fields: [text('stripe', { admin: { readOnly: true } })],
    },
    {
      ...refTo('user', 'users', { label: 'Signs in as' }),
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar' },
    },
  ],
}
