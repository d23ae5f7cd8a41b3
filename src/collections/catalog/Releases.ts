import type { CollectionConfig, FilterOptionsProps } from 'payload'
import { releaseStatuses } from '@/domain/catalog/records'
import { checkRelease } from '@/hooks/catalog/checkRelease'
import { keepPublishedReleases } from '@/hooks/catalog/keepSoldProducts'
import { setSellerOfProduct } from '@/hooks/catalog/setOwningSeller'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { freezeFields } from '@/hooks/shared/freezeFields'
import { guardStateField } from '@/hooks/shared/guardStateField'
import { noOne, setByUs } from '../access/fieldRules'
import { anyOf, isStaff, mayCreate, nobody, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { catalogWriters } from './writers'

/** One version of a product's files. Published, its version and files are fixed; it can be withdrawn. */
export const Releases: CollectionConfig = {
  slug: 'releases',
  labels: { singular: 'Release', plural: 'Releases' },
  access: {
    create: mayCreate(catalogWriters),
    read: anyOf(isStaff(), ownedBySeller()),
    update: anyOf(isStaff('editor'), ownedBySeller('owner', 'developer')),
    delete: anyOf(isStaff('editor'), ownedBySeller('owner', 'developer')),
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    beforeValidate: [setSellerOfProduct(catalogWriters)],
    beforeChange: [guardStateField('status', 'uploaded'), freezeFields('product', 'seller'), checkRelease],
    beforeDelete: [keepPublishedReleases],
  },
  admin: {
    group: groups.catalog,
    useAsTitle: 'version',
    defaultColumns: ['version', 'product', 'channel', 'status', 'publishedAt', 'createdAt'],
    listSearchableFields: ['version', 'id'],
    hidden: shownTo({ staff: ['editor', 'support'], members: ['owner', 'developer'] }),
    pagination: { defaultLimit: 25 },
    components: {
      edit: { beforeDocumentControls: ['/app/(payload)/_components/ReleaseActs#ReleaseActs'] },
    },
  },
  defaultSort: '-createdAt',
  disableDuplicate: true,
  disableBulkEdit: true,
  fields: [
    idField('rel'),
    { ...refTo('product', 'products', { required: true }), access: { update: noOne } },
    text('version', { required: true, maxLength: 64, admin: { description: 'Semantic version: 2.1.0' } }),
    choice('channel', ['stable', 'beta'], { required: true, defaultValue: 'stable' }),
    {
      name: 'notes',
      type: 'textarea',
      localized: true,
      maxLength: 20_000,
      admin: { description: 'Markdown.' },
    },
    {
      name: 'upload',
      type: 'ui',
      admin: { components: { Field: '/app/(payload)/_components/ArchiveUploadField#ArchiveUploadField' } },
    },
    {
      name: 'files',
      type: 'array',
      maxRows: 10,
      admin: { description: 'Fixed once published.' },
      fields: [
        {
          ...refTo('file', 'files', { required: true }),
          filterOptions: ({ data }: FilterOptionsProps<{ seller?: string }>) => ({
            seller: { equals: data?.seller },
            state: { equals: 'stored' },
          }),
        },
        choice('kind', ['archive', 'source'], { required: true, defaultValue: 'archive' }),
      ],
    },
    {
      name: 'requirements',
      type: 'array',
      maxRows: 20,
      fields: [
        text('name', { required: true, maxLength: 100 }),
        text('range', { required: true, maxLength: 60 }),
      ],
    },
    {
      ...refTo('seller', 'sellers', { required: true }),
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar' },
    },
    choice('status', releaseStatuses, {
      required: true,
      defaultValue: 'uploaded',
      admin: { readOnly: true, position: 'sidebar' },
    }),
    instant('publishedAt', { access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
  ],
}
