import type { Field } from 'payload'
import { afterTerm, freeEnvironments, licenseClasses, licenseTerms } from '@/domain/catalog/records'
import { choice, integer, text } from '../fields/fields'

const yes = (name: string): Field => ({ name, type: 'checkbox' })

/** License terms as they lie in licenses: a snapshot, only shown. A function, because Payload marks what it is given. */
export const soldTermsFields = (): Field[] => [
  choice('class', licenseClasses),
  choice('term', licenseTerms),
  integer('activations'),
  yes('clientProjects'),
  yes('production'),
  yes('sourceIncluded'),
  yes('prioritySupport'),
  integer('updateMonths'),
  integer('supportMonths'),
  integer('graceDays'),
  integer('users'),
  integer('leaseSeconds'),
  {
    name: 'limits',
    type: 'group',
    fields: [
      integer('callsPerMinute'),
      integer('callsPerHour'),
      integer('callsPerDay'),
      integer('callsPerMonth'),
      integer('bandwidthBytesPerMonth'),
      integer('storageBytes'),
    ],
  },
  text('features', { hasMany: true }),
  text('domains', { hasMany: true }),
  text('ipRules', { hasMany: true }),
  choice('freeEnvironments', freeEnvironments, { hasMany: true }),
  text('developmentHosts', { hasMany: true }),
  integer('recheckDays'),
  integer('tokenOnlineDays'),
  integer('moveQuota'),
  integer('moveWindowDays'),
  integer('reclaimDays'),
  integer('clonePlaces'),
  yes('cloneBlocks'),
  choice('afterTerm', afterTerm),
]
