import type { CollectionConfig } from 'payload'
import { ticketCategories, ticketChannels, ticketPriorities, ticketStatuses } from '@/domain/support/records'
import { setOwningSeller } from '@/hooks/catalog/setOwningSeller'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { freezeFields } from '@/hooks/shared/freezeFields'
import { guardStateField } from '@/hooks/shared/guardStateField'
import { fieldForStaff } from '../access/fieldRules'
import { anyOf, isStaff, mayCreate, nobody, ownedBySeller } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, refTo, text } from '../fields/fields'
import { groups } from '../groups'

/** Tickets and chats. A seller's members see those of their products, support sees all (SUP-2). */
export const Tickets: CollectionConfig = {
  slug: 'tickets',
  labels: { singular: 'Ticket', plural: 'Tickets' },
  access: {
    create: mayCreate({ staff: ['support'], members: [] }),
    read: anyOf(isStaff('support'), ownedBySeller('owner', 'support')),
    update: anyOf(isStaff('support'), ownedBySeller('owner', 'support')),
    delete: nobody,
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit],
    beforeValidate: [setOwningSeller({ staff: ['support'], members: [] })],
    beforeChange: [
      guardStateField('status', 'open'),
      freezeFields('seller', 'customer', 'product', 'license', 'order', 'channel'),
    ],
  },
  admin: {
    group: groups.support,
    useAsTitle: 'subject',
    defaultColumns: ['subject', 'status', 'priority', 'category', 'seller', 'assignee', 'updatedAt'],
    listSearchableFields: ['subject', 'id', 'order', 'license'],
    hidden: shownTo({ staff: ['support'], members: ['owner', 'support'] }),
    pagination: { defaultLimit: 25 },
  },
  defaultSort: '-updatedAt',
  disableDuplicate: true,
  disableBulkDelete: true,
  fields: [
    idField('tkt'),
    text('subject', { required: true, maxLength: 160 }),
    choice('channel', ticketChannels, {
      required: true,
      defaultValue: 'ticket',
      admin: { position: 'sidebar' },
    }),
    choice('status', ticketStatuses, {
      required: true,
      defaultValue: 'open',
      admin: { readOnly: true, position: 'sidebar' },
    }),
    choice('priority', ticketPriorities, {
      required: true,
      defaultValue: 'normal',
      admin: { position: 'sidebar' },
    }),
    choice('category', ticketCategories, { required: true, defaultValue: 'question' }),
    refTo('customer', 'customers'),
    refTo('seller', 'sellers'),
    refTo('product', 'products'),
    refTo('license', 'licenses'),
    refTo('order', 'orders'),
    {
      ...refTo('assignee', 'users'),
      access: { create: fieldForStaff('support'), update: fieldForStaff('support') },
      admin: { position: 'sidebar' },
    },
  ],
}
