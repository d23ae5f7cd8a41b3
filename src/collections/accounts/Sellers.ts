import type { CollectionConfig } from 'payload'
import { nameSeller } from '@/hooks/accounts/nameSeller'
import { tellSellerRename } from '@/hooks/catalog/tellRename'
import { auditChanges } from '@/hooks/shared/auditChanges'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { guardStateField } from '@/hooks/shared/guardStateField'
import { fieldForStaff, setByUs } from '../access/fieldRules'
import { anyOf, isAdmin, isStaff, nobody, ownSeller } from '../access/rules'
import { choice, idField, integer, text } from '../fields/fields'
import { groups } from '../groups'

/** Who sells: an account with members (`users.memberships`). The house seller is the platform itself. */
export const Sellers: CollectionConfig = {
  slug: 'sellers',
  labels: { singular: 'Seller', plural: 'Sellers' },
  access: {
    create: isAdmin,
    read: anyOf(isStaff(), ownSeller()),
    update: anyOf(isAdmin, ownSeller('owner')),
    delete: nobody,
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    beforeValidate: [nameSeller],
    beforeChange: [guardStateField('status', 'active')],
    afterChange: [tellSellerRename, auditChanges('seller.edit', ['name', 'slug'])],
  },
  admin: {
    group: groups.people,
    useAsTitle: 'name',
    defaultColumns: ['name', 'slug', 'status', 'house', 'commissionBps', 'createdAt'],
    listSearchableFields: ['name', 'slug', 'id'],
    pagination: { defaultLimit: 25 },
    components: {
      edit: { beforeDocumentControls: ['/app/(payload)/_settings/SellerActs#SellerActs'] },
    },
  },
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  disableBulkDelete: true,
  fields: [
    idField('sel'),
    text('name', { required: true, maxLength: 80 }),
    text('slug', {
      required: true,
      unique: true,
      access: { update: fieldForStaff('admin') },
      admin: { description: 'First half of every handle: 3–40 of a–z, 0–9 and hyphen.' },
    }),
    {
      name: 'formerSlugs',
      type: 'array',
      access: setByUs,
      admin: { readOnly: true, description: 'Stay valid for ever.' },
      fields: [text('slug', { required: true })],
    },
    choice('status', ['active', 'suspended', 'terminated'], {
      required: true,
      defaultValue: 'active',
      admin: { readOnly: true, position: 'sidebar' },
    }),
    {
      name: 'house',
      type: 'checkbox',
      defaultValue: false,
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar', description: 'The platform itself: no payout.' },
    },
    integer('commissionBps', {
      label: 'Contracted commission (basis points)',
      min: 0,
      max: 10_000,
      access: setByUs,
      admin: {
        readOnly: true,
        position: 'sidebar',
        description: 'Empty: by product type, from the settings.',
      },
    }),
    integer('holdDays', {
      label: 'Hold (days)',
      min: 7,
      max: 90,
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar', description: 'Empty: from the settings.' },
    }),
  ],
}
