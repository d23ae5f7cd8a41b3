import type { CollectionConfig } from 'payload'
import { checkContentSlug } from '@/hooks/catalog/checkContentSlug'
import { keepFormerSlug } from '@/hooks/catalog/keepFormerSlug'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { setByUs } from '../access/fieldRules'
import { everybody, isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, integer, text } from '../fields/fields'
import { groups } from '../groups'

/** Collections of products that editors put together, for the home page and pages of their own. */
export const Curations: CollectionConfig = {
  slug: 'curations',
  labels: { singular: 'Curated collection', plural: 'Curated collections' },
  access: {
    create: isStaff('editor'),
    read: everybody,
    update: isStaff('editor'),
    delete: isStaff('editor'),
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: { beforeOperation: [clampLimit], beforeValidate: [checkContentSlug, keepFormerSlug] },
  admin: {
    group: groups.content,
    useAsTitle: 'title',
    defaultColumns: ['title', 'slug', 'homePosition', 'updatedAt'],
    hidden: shownTo({ staff: ['editor'] }),
    pagination: { defaultLimit: 25 },
  },
  disableDuplicate: true,
  fields: [
    idField('cur'),
    text('title', { required: true, localized: true, maxLength: 80 }),
    text('slug', { required: true, unique: true }),
    {
      name: 'formerSlugs',
      type: 'array',
      access: setByUs,
      admin: {
        readOnly: true,
        condition: (data) => data?.formerSlugs?.length > 0,
        description: 'Old addresses lead here.',
      },
      fields: [text('slug', { required: true })],
    },
    { name: 'intro', type: 'textarea', localized: true, maxLength: 400 },
    {
      name: 'products',
      type: 'relationship',
      relationTo: 'products',
      hasMany: true,
      maxRows: 48,
      filterOptions: { status: { equals: 'published' } },
    },
    integer('homePosition', {
      admin: { description: 'Place on the home page; the first is featured at its top; empty: not there.' },
    }),
  ],
}
