import type { CollectionConfig } from 'payload'
import { affiliateStatuses } from '@/domain/affiliates/records'
import { auditChanges } from '@/hooks/shared/auditChanges'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { freezeFields } from '@/hooks/shared/freezeFields'
import { guardStateField } from '@/hooks/shared/guardStateField'
import { setByUs } from '../access/fieldRules'
import { anyOf, isAdmin, isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, refTo, text } from '../fields/fields'
import { groups } from '../groups'

/** Promoters. They work on the storefront's own pages, never here. */
export const Affiliates: CollectionConfig = {
  slug: 'affiliates',
  labels: { singular: 'Affiliate', plural: 'Affiliates' },
  access: {
    create: isAdmin,
    read: anyOf(isStaff('support', 'finance')),
    update: isAdmin,
    delete: nobody,
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    beforeChange: [guardStateField('status', 'applied'), freezeFields('user')],
    afterChange: [auditChanges('affiliate.edit', ['code', 'name'])],
  },
  admin: {
    group: groups.people,
    useAsTitle: 'name',
    defaultColumns: ['name', 'code', 'status', 'user', 'appliedAt', 'decidedAt'],
    listSearchableFields: ['name', 'code', 'id'],
    hidden: shownTo({ staff: ['support', 'finance'] }),
    pagination: { defaultLimit: 25 },
    components: {
      edit: { beforeDocumentControls: ['/app/(payload)/_components/AffiliateActs#AffiliateActs'] },
    },
  },
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  disableBulkDelete: true,
  fields: [
    idField('aff'),
    text('name', { required: true, maxLength: 80 }),
    text('code', {
      required: true,
      unique: true,
      validate: (value: unknown) =>
        (typeof value === 'string' && /^[a-z0-9]{3,32}$/.test(value)) || '3–32 of a–z and 0–9',
      admin: { description: 'In the link: /r/{code}' },
    }),
    refTo('user', 'users', { required: true }),
    choice('status', affiliateStatuses, {
      required: true,
      defaultValue: 'applied',
      admin: { readOnly: true, position: 'sidebar' },
    }),
    text('website', { maxLength: 300, admin: { description: 'Where they promote.' } }),
    {
      name: 'pitch',
      type: 'textarea',
      label: 'How they promote',
      maxLength: 1_000,
    },
    text('statusReason', { access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
    integer('termsVersion', { access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
    instant('appliedAt', { access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
    instant('decidedAt', { access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
  ],
}
