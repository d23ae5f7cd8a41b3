import type { GlobalConfig } from 'payload'
import { productTypes } from '@/domain/catalog/records'
import { auditGlobalChanges } from '@/hooks/shared/auditChanges'
import { humanize } from '@/platform/humanize'
import { isAdmin, isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { integer, text } from '../fields/fields'
import { groups } from '../groups'

const currency = (value: unknown) =>
  (typeof value === 'string' && /^[a-z]{3}$/.test(value)) || 'Three lower-case letters: usd'

/** What admins set for the whole platform (OPS-4). Sales keep a snapshot: a change concerns later ones only. */
export const Settings: GlobalConfig = {
  slug: 'settings',
  label: 'Settings',
  access: { read: isStaff('finance'), update: isAdmin, readVersions: nobody },
  hooks: {
    afterChange: [
      auditGlobalChanges('settings.edit', [
        'commissionBps',
        'defaultCommissionBps',
        'holdDays',
        'payoutMinimumMinor',
        'affiliateBps',
        'affiliateCookieDays',
        'reminderDays',
        'baseCurrency',
        'currencies',
        'refundDays',
        'company',
      ]),
    ],
  },
  admin: { group: groups.system, hidden: shownTo({ staff: ['finance'] }) },
  fields: [
    {
      type: 'tabs',
      tabs: [
        {
          label: 'Commission and payouts',
          fields: [
            integer('defaultCommissionBps', {
              label: 'Commission (basis points)',
              required: true,
              min: 1_000,
              max: 2_000,
              defaultValue: 1_500,
              admin: { description: '1500 is 15 %. Between 10 % and 20 %.' },
            }),
            {
              name: 'commissionBps',
              type: 'group',
              label: 'By product type',
              admin: { description: 'Empty: the commission above.' },
              fields: productTypes.map((type) =>
                integer(type, { label: humanize(type), min: 1_000, max: 2_000 }),
              ),
            },
            integer('holdDays', {
              label: 'Hold (days)',
              required: true,
              min: 7,
              max: 14,
              defaultValue: 14,
            }),
            integer('payoutMinimumMinor', {
              label: 'Smallest payout (minor units)',
              required: true,
              min: 0,
              defaultValue: 5_000,
            }),
          ],
        },
        {
          label: 'Affiliates',
          fields: [
            integer('affiliateBps', {
              label: 'Default rate (basis points)',
              required: true,
              min: 0,
              max: 5_000,
              defaultValue: 1_000,
            }),
            integer('affiliateCookieDays', {
              label: 'Cookie (days)',
              required: true,
              min: 1,
              max: 365,
              defaultValue: 30,
            }),
          ],
        },
        {
          label: 'Selling',
          fields: [
            text('baseCurrency', { required: true, defaultValue: 'usd', validate: currency }),
            {
              name: 'currencies',
              type: 'text',
              hasMany: true,
              required: true,
              defaultValue: ['usd', 'eur'],
              admin: { description: 'Those in which the payment account settles.' },
              validate: (values: unknown) =>
                (Array.isArray(values) &&
                  values.length > 0 &&
                  values.every((value) => currency(value) === true)) ||
                'Three lower-case letters each: usd, eur',
            },
            integer('refundDays', {
              label: 'Refund within (days)',
              required: true,
              min: 0,
              max: 365,
              defaultValue: 14,
            }),
            {
              name: 'reminderDays',
              type: 'number',
              hasMany: true,
              defaultValue: [30, 7, 1],
              min: 1,
              max: 90,
              admin: { description: 'Days before a license expires.' },
            },
          ],
        },
        {
          label: 'Company',
          fields: [
            {
              name: 'company',
              type: 'group',
              label: 'Seller of record on invoices',
              fields: [
                text('name', { required: true, defaultValue: 'Mintreu', maxLength: 160 }),
                { name: 'address', type: 'array', maxRows: 6, fields: [text('line', { required: true })] },
                text('country', { minLength: 2, maxLength: 2 }),
                text('taxId', { label: 'Tax id', maxLength: 40 }),
                { name: 'email', type: 'email' },
              ],
            },
          ],
        },
      ],
    },
  ],
}
