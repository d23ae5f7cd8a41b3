import type { Access, CollectionConfig, Field } from 'payload'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { refusePanelWrites } from '@/hooks/shared/refusePanelWrites'
import { nobody } from './access/rules'
import { asFacts } from './fields/asFacts'

type Admin = NonNullable<CollectionConfig['admin']>

interface RecordCollection {
  slug: string
  labels: { singular: string; plural: string }
  read: Access
  admin: Pick<
    Admin,
    | 'group'
    | 'useAsTitle'
    | 'defaultColumns'
    | 'hidden'
    | 'description'
    | 'listSearchableFields'
    | 'components'
    | 'formatDocURL'
  >
  fields: Field[]
}

/**
 * A record: written by operations through the driver only, so the panel lists and shows it and nothing more.
 * Every act on it is a button that calls an endpoint.
 */
export function recordCollection({ slug, labels, read, admin, fields }: RecordCollection): CollectionConfig {
  return {
    slug,
    labels,
    access: {
      create: nobody,
      read,
      update: nobody,
      delete: nobody,
      readVersions: nobody,
      unlock: nobody,
    },
    admin: { ...admin, enableListViewSelectAPI: true, pagination: { defaultLimit: 25 } },
    fields: asFacts(fields),
    hooks: { beforeOperation: [clampLimit, refusePanelWrites] },
    timestamps: false,
    lockDocuments: false,
    disableDuplicate: true,
    disableBulkEdit: true,
    disableBulkDelete: true,
    defaultSort: newestFirst(fields),
  }
}

/** Records tell their time as `createdAt` or, events, as `at`. */
const newestFirst = (fields: readonly Field[]): string =>
  fields.some((field) => 'name' in field && field.name === 'at') ? '-at' : '-createdAt'
