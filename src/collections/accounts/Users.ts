import type { CollectionConfig } from 'payload'
import { roles, sellerMemberRoles } from '@/domain/accounts/records'
import { mayOpenPanel } from '@/domain/accounts/rights'
import { guardAccountWrites } from '@/hooks/accounts/guardAccountWrites'
import { spellNameWords } from '@/hooks/accounts/spellNameWords'
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
    beforeChange: [spellNameWords],
    afterChange: [auditChanges('user.edit', ['email', 'name'])],
  },
  admin: {
    group: groups.people,
    useAsTitle: 'email',
    defaultColumns: ['email', 'name', 'roles', 'emailVerifiedAt', 'lockedAt', 'createdAt'],
    listSearchableFields: ['email', 'name', 'id'],
    hidden: shownTo({ staff: ['support'] }),
    pagination: { defaultLimit: 25 },
    // A row leads to the person; the stored facts are the other tab.
    formatDocURL: ({ defaultURL }) => `${defaultURL}/overview`,
    components: {
      views: {
        list: { Component: '/app/(payload)/_people/PeopleList#PeopleList' },
        edit: {
          overview: {
            Component: '/app/(payload)/_people/PersonView#PersonView',
            path: '/overview',
            tab: { label: 'Overview', href: '/overview', order: 0 },
          },
        },
      },
    },
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
      access: setByUs,
      admin: { readOnly: true, description: 'Granted and withdrawn by admins, on the page of the person.' },
    }),
    {
      name: 'memberships',
      type: 'array',
      labels: { singular: 'Membership', plural: 'Memberships' },
      access: setByUs,
      admin: { readOnly: true, description: 'The sellers this person acts for.' },
      fields: [
        refTo('seller', 'sellers', { required: true }),
        choice('role', sellerMemberRoles, { required: true, defaultValue: 'owner' }),
      ],
    },
    text('nameWords', { hasMany: true, hidden: true, access: { ...setByUs, read: noOne } }),
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
