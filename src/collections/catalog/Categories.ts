import type { CollectionConfig } from 'payload'
import { checkContentSlug } from '@/hooks/catalog/checkContentSlug'
import { keepFormerSlug } from '@/hooks/catalog/keepFormerSlug'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { setByUs } from '../access/fieldRules'
import { everybody, isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, integer, text } from '../fields/fields'
import { groups } from '../groups'

export const Categories: CollectionConfig = {
  slug: 'categories',
  labels: { singular: 'Category', plural: 'Categories' },
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
    useAsTitle: 'name',
    defaultColumns: ['name', 'slug', 'parent', 'position'],
    hidden: shownTo({ staff: ['editor'] }),
    pagination: { defaultLimit: 50 },
  },
  defaultSort: 'position',
  disableDuplicate: true,
  fields: [
    idField('cat'),
    text('name', { required: true, localized: true, maxLength: 60 }),
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
    { name: 'description', type: 'textarea', localized: true, maxLength: 400 },
    {
      name: 'parent',
      type: 'relationship',
      relationTo: 'categories',
      filterOptions: ({ id }) => (id ? { id: { not_equals: id } } : true),
    },
    integer('position', { defaultValue: 0 }),
  ],
}
