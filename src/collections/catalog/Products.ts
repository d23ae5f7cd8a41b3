import type { CollectionConfig } from 'payload'
import { productStatuses, productTypes } from '@/domain/catalog/records'
import { checkAffiliateRate } from '@/hooks/catalog/checkAffiliateRate'
import { deleteParts } from '@/hooks/catalog/deleteParts'
import { keepSoldProducts } from '@/hooks/catalog/keepSoldProducts'
import { nameProduct } from '@/hooks/catalog/nameProduct'
import { setOwningSeller } from '@/hooks/catalog/setOwningSeller'
import { tellProductRename } from '@/hooks/catalog/tellRename'
import { auditChanges, auditDeletion } from '@/hooks/shared/auditChanges'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { freezeFields } from '@/hooks/shared/freezeFields'
import { guardStateField } from '@/hooks/shared/guardStateField'
import { noOne, setByUs } from '../access/fieldRules'
import { anyOf, isStaff, mayCreate, nobody, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, integer, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { catalogWriters, isType } from './writers'

/** What is listed. Published and taken down by its buttons; sold once, it can only be archived. */
export const Products: CollectionConfig = {
  slug: 'products',
  labels: { singular: 'Product', plural: 'Products' },
  access: {
    create: mayCreate(catalogWriters),
    read: anyOf(isStaff(), ownedBySeller()),
    update: anyOf(isStaff('editor'), ownedBySeller('owner', 'developer')),
    delete: anyOf(isStaff('editor'), ownedBySeller('owner')),
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    beforeValidate: [setOwningSeller(catalogWriters), nameProduct],
    beforeChange: [guardStateField('status', 'draft'), freezeFields('seller', 'type')],
    beforeDelete: [keepSoldProducts],
    afterChange: [
      tellProductRename,
      auditChanges('product.rate', ['affiliateBps']),
      auditChanges('product.rename', ['handle']),
    ],
    afterDelete: [deleteParts, auditDeletion('product.delete', ['handle', 'status'])],
  },
  admin: {
    group: groups.catalog,
    useAsTitle: 'name',
    defaultColumns: ['name', 'handle', 'type', 'status', 'salesCount', 'updatedAt'],
    listSearchableFields: ['name', 'handle', 'id'],
    hidden: shownTo({
      staff: ['editor', 'support', 'finance'],
      members: ['owner', 'developer', 'support', 'finance'],
    }),
    pagination: { defaultLimit: 25 },
    components: {
      edit: { beforeDocumentControls: ['/app/(payload)/_components/ProductActs#ProductActs'] },
    },
  },
  disableDuplicate: true,
  disableBulkEdit: true,
  fields: [
    idField('prd'),
    {
      type: 'tabs',
      tabs: [
        {
          label: 'Listing',
          fields: [
            text('name', { required: true, localized: true, maxLength: 80 }),
            {
              name: 'summary',
              type: 'textarea',
              required: true,
              localized: true,
              maxLength: 200,
              admin: { description: 'One or two sentences: what it does, for whom.' },
            },
            { name: 'description', type: 'richText', localized: true },
            {
              name: 'categories',
              type: 'relationship',
              relationTo: 'categories',
              hasMany: true,
              maxRows: 5,
            },
            {
              name: 'tags',
              type: 'array',
              maxRows: 12,
              fields: [text('tag', { required: true, maxLength: 30 })],
            },
            { name: 'images', type: 'upload', relationTo: 'media', hasMany: true, maxRows: 12 },
          ],
        },
        {
          label: 'Details',
          fields: [
            {
              name: 'compatibility',
              type: 'group',
              fields: [
                text('php', {
                  label: 'PHP',
                  admin: {
                    condition: isType('package', 'plugin', 'script'),
                    description: 'As in Composer: ^8.2',
                  },
                }),
                text('laravel', {
                  label: 'Laravel',
                  admin: { condition: isType('package', 'plugin', 'script', 'theme') },
                }),
                text('other', { label: 'Further requirements', maxLength: 500 }),
              ],
            },
            {
              name: 'support',
              type: 'group',
              fields: [
                text('channels', {
                  maxLength: 200,
                  admin: { description: 'Tickets, chat, repository issues …' },
                }),
                integer('responseHours', { min: 1, max: 720, label: 'Answers within (hours)' }),
              ],
            },
            {
              name: 'links',
              type: 'group',
              fields: [webAddress('demo'), webAddress('repository'), webAddress('documentation')],
            },
            integer('affiliateBps', {
              label: 'Affiliate rate (basis points)',
              min: 0,
              max: 5_000,
              validate: checkAffiliateRate,
              admin: {
                description:
                  'Of a sale that an affiliate brought. 1500 is 15 %. Empty: the platform’s rate, which it is never below.',
              },
            }),
            {
              name: 'earnings',
              type: 'ui',
              admin: { components: { Field: '/app/(payload)/_components/EarningsField#EarningsField' } },
            },
            {
              name: 'refundPolicy',
              type: 'group',
              fields: [
                integer('days', { min: 0, max: 365, label: 'Refund within (days)' }),
                integer('version', {
                  defaultValue: 1,
                  access: setByUs,
                  admin: { readOnly: true, hidden: true },
                }),
              ],
            },
          ],
        },
      ],
    },
    {
      ...refTo('seller', 'sellers', { required: true }),
      access: { update: noOne },
      admin: { position: 'sidebar', description: 'Fixed after creation.' },
    },
    choice('type', productTypes, {
      required: true,
      access: { update: noOne },
      admin: { position: 'sidebar' },
    }),
    text('slug', {
      required: true,
      admin: { position: 'sidebar', description: '3–40 of a–z, 0–9 and hyphen.' },
    }),
    text('handle', { unique: true, access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
    {
      name: 'formerHandles',
      type: 'array',
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar', condition: (data) => data?.formerHandles?.length > 0 },
      fields: [text('handle', { required: true })],
    },
    choice('status', productStatuses, {
      required: true,
      defaultValue: 'draft',
      admin: { readOnly: true, position: 'sidebar' },
    }),
    integer('salesCount', {
      defaultValue: 0,
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar', description: 'Lines sold.' },
    }),
    instant('publishedAt', { access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
  ],
}

function webAddress(name: string) {
  return text(name, {
    maxLength: 300,
    validate: (value: unknown) =>
      value === null || value === undefined || value === '' || isWebAddress(value)
        ? true
        : 'A full address that begins with https://',
  })
}

function isWebAddress(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && new URL(value).protocol === 'https:'
}
