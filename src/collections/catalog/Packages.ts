import type { CollectionConfig } from 'payload'
import { pricingModels } from '@/domain/catalog/records'
import { checkPrices, checkUsageCurrency, lowestPriceMinor } from '@/hooks/catalog/checkPrices'
import { countRevision } from '@/hooks/catalog/countRevision'
import { keepSoldPackages } from '@/hooks/catalog/keepSoldProducts'
import { setSellerOfProduct } from '@/hooks/catalog/setOwningSeller'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { freezeFields } from '@/hooks/shared/freezeFields'
import { noOne, setByUs } from '../access/fieldRules'
import { anyOf, isStaff, mayCreate, nobody, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, integer, minor, refTo, text } from '../fields/fields'
import { groups } from '../groups'
import { licenseTermsFields } from './licenseTermsFields'
import { catalogWriters } from './writers'

const isUsagePriced = (data: { pricingModel?: string }) => data.pricingModel === 'usage'

/** What is bought of a product. Orders keep a copy of what they sold, so every edit counts a revision. */
export const Packages: CollectionConfig = {
  slug: 'packages',
  labels: { singular: 'Package', plural: 'Packages' },
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
    beforeValidate: [setSellerOfProduct(catalogWriters)],
    beforeChange: [freezeFields('product', 'seller'), countRevision],
    beforeDelete: [keepSoldPackages],
  },
  admin: {
    group: groups.catalog,
    useAsTitle: 'name',
    defaultColumns: ['name', 'product', 'pricingModel', 'active', 'position', 'updatedAt'],
    listSearchableFields: ['name', 'id'],
    hidden: shownTo({ staff: ['editor', 'support', 'finance'], members: ['owner', 'developer'] }),
    pagination: { defaultLimit: 25 },
  },
  disableDuplicate: true,
  disableBulkEdit: true,
  fields: [
    idField('pkg'),
    { ...refTo('product', 'products', { required: true }), access: { update: noOne } },
    text('name', { required: true, localized: true, maxLength: 60 }),
    { name: 'description', type: 'textarea', localized: true, maxLength: 600 },
    {
      name: 'features',
      type: 'array',
      maxRows: 20,
      fields: [text('text', { required: true, localized: true, maxLength: 120 })],
    },
    choice('pricingModel', pricingModels, { required: true, defaultValue: 'one-time' }),
    {
      name: 'prices',
      type: 'array',
      maxRows: 12,
      validate: checkPrices,
      admin: {
        description: 'One price per currency that this marketplace sells in, in minor units: 4900 is 49.00.',
        condition: (data) => data?.pricingModel !== 'free',
      },
      fields: [
        text('currency', {
          required: true,
          validate: (value: unknown) =>
            /^[a-z]{3}$/.test(typeof value === 'string' ? value : '') || 'Three lower-case letters: usd',
        }),
        minor('amountMinor', {
          label: 'Amount (minor units)',
          required: true,
          min: lowestPriceMinor,
          max: 100_000_00,
        }),
      ],
    },
    {
      name: 'usagePrice',
      type: 'group',
      admin: { condition: isUsagePriced },
      fields: [
        integer('unitPriceMicros', {
          min: 0,
          admin: { description: 'Millionths of the currency per block.' },
        }),
        integer('per', { min: 1, admin: { description: 'Calls in a block: 1, 100 or 1000.' } }),
        text('currency', { validate: checkUsageCurrency }),
      ],
    },
    choice('quantityMode', ['licenses', 'seats', 'single'], {
      required: true,
      defaultValue: 'licenses',
      admin: { description: 'n licenses, one license with n times the seats, or always one.' },
    }),
    { name: 'license', type: 'group', label: 'License terms', fields: licenseTermsFields },
    integer('trialDays', { min: 1, max: 90 }),
    {
      ...refTo('seller', 'sellers', { required: true }),
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar' },
    },
    integer('position', { defaultValue: 0, admin: { position: 'sidebar' } }),
    { name: 'mostPopular', type: 'checkbox', defaultValue: false, admin: { position: 'sidebar' } },
    { name: 'active', type: 'checkbox', defaultValue: true, admin: { position: 'sidebar' } },
    integer('revision', { defaultValue: 1, access: setByUs, admin: { readOnly: true, position: 'sidebar' } }),
  ],
}
