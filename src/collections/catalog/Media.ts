import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { drawImageAnew } from '@/hooks/catalog/drawImageAnew'
import { setOwningSeller } from '@/hooks/catalog/setOwningSeller'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { freezeFields } from '@/hooks/shared/freezeFields'
import { anyOf, everybody, isStaff, mayCreate, nobody, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { idField, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { catalogWriters } from './writers'

/** Public images of listings and pages. Bitmaps only, each drawn anew: an SVG can carry script, a JPEG anything behind its end. Release files are `files`, never here. */
export const Media: CollectionConfig = {
  slug: 'media',
  labels: { singular: 'Image', plural: 'Images' },
  access: {
    create: mayCreate(catalogWriters),
    read: everybody,
    update: anyOf(isStaff('editor'), ownedBySeller('owner', 'developer')),
    delete: anyOf(isStaff('editor'), ownedBySeller('owner', 'developer')),
    unlock: nobody,
    readVersions: nobody,
  },
  upload: {
    staticDir: path.resolve(process.env.MEDIA_DIR ?? 'media'),
    mimeTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/avif'],
    pasteURL: false,
    focalPoint: true,
    bulkUpload: false,
    imageSizes: [
      { name: 'card', width: 640, height: 360, formatOptions: { format: 'webp' } },
      { name: 'page', width: 1280, formatOptions: { format: 'webp' }, withoutEnlargement: true },
    ],
    adminThumbnail: 'card',
    modifyResponseHeaders: ({ headers }) => {
      headers.set('Cache-Control', 'public, max-age=31536000, immutable')
      headers.set('X-Content-Type-Options', 'nosniff')
      return headers
    },
  },
  hooks: {
    beforeOperation: [clampLimit, drawImageAnew],
    beforeValidate: [setOwningSeller(catalogWriters)],
    beforeChange: [freezeFields('seller')],
  },
  admin: {
    group: groups.content,
    useAsTitle: 'alt',
    defaultColumns: ['filename', 'alt', 'seller', 'createdAt'],
    hidden: shownTo({ staff: ['editor'], members: ['owner', 'developer'] }),
    pagination: { defaultLimit: 25 },
  },
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  fields: [
    idField('med'),
    text('alt', {
      label: 'What it shows',
      required: true,
      localized: true,
      maxLength: 200,
      admin: { description: 'Read out to people who cannot see it.' },
    }),
    {
      ...refTo('seller', 'sellers'),
      admin: { position: 'sidebar', description: 'Empty: the platform’s own.' },
    },
  ],
}
