import type { CollectionConfig } from 'payload'
import { roles, sellerMemberRoles } from '@/domain/accounts/records'
import { mayOpenPanel } from '@/domain/accounts/rights'
import { guardAccountWrites } from '@/hooks/accounts/guardAccountWrites'
import { auditChanges } from '@/hooks/shared/auditChanges'
import { clampLimit } from '@/hooks/shared/clampLimit'
import { fieldForStaff, noOne, setByUs } from '../access/fieldRules'
import { anyOf, isAdmin, isSelf, isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { choice, idField, instant, refTo, text } from '../fields/fields'
import { groups } from '../groups'

/**
 * Everybody who signs in. Roles and memberships are what rights come from; buyers are `customers`.
 * Secrets beside the framework's own password hash never live here.
 */
export const Users: CollectionConfig = {
  slug: 'users',
  labels: { singular: 'Person', plural: 'People' },
  auth: {
    useSessions: true,
    tokenExpiration: 14 * 86_400,
    /** Tries are limited by address and account in the sign-in operation: a lock would let strangers lock people out. */
    maxLoginAttempts: 0,
    depth: 0,
    cookies: { sameSite: 'Lax', secure: (process.env.PUBLIC_URL ?? '').startsWith('https:') },
  },
  access: {
    admin: ({ req }) => mayOpenPanel(req.user),
    create: isAdmin,
    read: anyOf(isStaff('support'), isSelf),
    update: anyOf(isAdmin, isSelf),
    delete: nobody,
    unlock: nobody,
    readVersions: nobody,
  },
  hooks: {
    beforeOperation: [clampLimit, guardAccountWrites],
    afterChange: [auditChanges('user.rights', ['roles', 'memberships', 'email', 'name'])],
  },
  admin: {
    group: groups.people,
    useAsTitle: 'email',
    defaultColumns: ['email', 'name', 'roles', 'emailVerifiedAt', 'lockedAt', 'createdAt'],
    listSearchableFields: ['email', 'name', 'id'],
    hidden: shownTo({ staff: ['support'] }),
    pagination: { defaultLimit: 25 },
  },
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  disableBulkDelete: true,
  fields: [
    idField('usr'),
    {
      name: 'email',
      type: 'email',
      required: true,
      unique: true,
      access: { update: noOne },
    },
    text('name', { maxLength: 120 }),
    choice('roles', roles, {
      hasMany: true,
      required: true,
      defaultValue: ['customer'],
      access: { create: fieldForStaff('admin'), update: fieldForStaff('admin') },
      admin: { description: 'Granted and withdrawn by admins only.' },
    }),
    {
      name: 'memberships',
      type: 'array',
      labels: { singular: 'Membership', plural: 'Memberships' },
      access: { create: fieldForStaff('admin'), update: fieldForStaff('admin') },
      admin: { description: 'The sellers this person acts for.' },
      fields: [
        refTo('seller', 'sellers', { required: true }),
        choice('role', sellerMemberRoles, { required: true, defaultValue: 'owner' }),
      ],
    },
    instant('emailVerifiedAt', {
      label: 'Email verified',
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar' },
    }),
    instant('lockedAt', {
      label: 'Locked',
      access: setByUs,
      admin: { readOnly: true, position: 'sidebar' },
    }),
    text('lockReason', {
      access: { ...setByUs, read: fieldForStaff('support') },
      admin: { readOnly: true, position: 'sidebar' },
    }),
  ],
}
