import type { Field, NumberField, PayloadRequest } from 'payload'
import { readSettings, type Settings } from '@/domain/accounts/settings'
import {
  afterTerm,
  classAnswers,
  freeEnvironments,
  licenseClasses,
  licenseTerms,
} from '@/domain/catalog/records'
import { databaseOf } from '@/platform/documentTransaction'
import { choice, integer, text } from '../fields/fields'

const byClass = (name: string, description: string) =>
  choice(name, classAnswers, { defaultValue: 'as-class', admin: { description } })

const most = (name: string, options: Partial<NumberField> = {}) => integer(name, { min: 1, ...options })

/** A new package begins with the limit of the settings (OPS-4); its seller may change it. */
const fromSettings =
  (name: keyof Settings['defaultLimits']) =>
  async ({ req }: { req: PayloadRequest }): Promise<number | null> =>
    (await readSettings(databaseOf(req.payload))).defaultLimits[name]

/**
 * The same for what may be without limit: Payload would give a default also to packages of before that have none, so it is
 * filled in when one is made.
 */
const callLimit = (name: (typeof callLimits)[number]): NumberField => {
  const present = fromSettings(name)
  return most(name, {
    admin: { description: 'Left out of a new package: from the settings. Empty: no limit.' },
    hooks: {
      beforeValidate: [
        ({ value, operation, req }) =>
          operation === 'create' && value === undefined ? present({ req }) : value,
      ],
    },
  })
}

const callLimits = ['callsPerMinute', 'callsPerHour', 'callsPerDay', 'callsPerMonth'] as const

const rules = (name: string, row: string, label?: string): Field => ({
  name,
  type: 'array',
  maxRows: 50,
  ...(label ? { label } : {}),
  fields: [text(row, { required: true, maxLength: 253 })],
})

const whatItIs: Field[] = [
  choice('class', licenseClasses, { required: true, defaultValue: 'regular' }),
  choice('term', licenseTerms, { required: true, defaultValue: 'lifetime' }),
  byClass('clientProjects', 'May run on sites of the buyer’s customers. Extended and developer: yes.'),
  byClass('production', 'May run in production. Every class: yes.'),
  byClass('sourceIncluded', 'Opens source archives. Developer: yes.'),
  byClass('prioritySupport', 'Is answered first. Developer: yes.'),
  integer('updateMonths', {
    min: 0,
    max: 120,
    defaultValue: 12,
    admin: { description: 'Empty: for ever.' },
  }),
  integer('supportMonths', {
    min: 0,
    max: 120,
    defaultValue: 12,
    admin: { description: 'Empty: for ever.' },
  }),
  integer('graceDays', { min: 0, max: 30, defaultValue: 0 }),
  choice('afterTerm', afterTerm, {
    defaultValue: 'term-releases',
    admin: { description: 'What can still be downloaded when the term has ended.' },
  }),
  { name: 'features', type: 'array', fields: [text('code', { required: true, maxLength: 60 })] },
]

const whereItRuns: Field[] = [
  integer('activations', {
    min: 1,
    max: 100_000,
    admin: { description: 'Production places; empty: unlimited.' },
  }),
  rules('domains', 'rule'),
  rules('ipRules', 'rule', 'Address rules'),
  choice('freeEnvironments', freeEnvironments, {
    hasMany: true,
    defaultValue: [...freeEnvironments],
    admin: { description: 'Places that declare one of these take no seat, three for each seat at most.' },
  }),
  rules('developmentHosts', 'host', 'Development hosts'),
  integer('moveQuota', {
    min: 0,
    max: 50,
    defaultValue: fromSettings('moveQuota'),
    admin: { description: 'How many seats may change their place in the window; empty: any number.' },
  }),
  integer('moveWindowDays', { min: 1, max: 366, defaultValue: fromSettings('moveWindowDays') }),
  integer('reclaimDays', {
    min: 7,
    max: 366,
    admin: { description: 'A place unseen for so many days gives its seat to a new one; empty: never.' },
  }),
  integer('clonePlaces', {
    min: 2,
    max: 10_000,
    admin: { description: 'More new places than this in a day are suspicious; empty: by the seats.' },
  }),
  {
    name: 'cloneBlocks',
    type: 'checkbox',
    label: 'Refuse new places while suspected',
    defaultValue: false,
  },
]

const howMuch: Field[] = [
  integer('users', {
    min: 1,
    max: 10_000,
    admin: { description: 'Users at the same time; empty: not counted.' },
  }),
  integer('leaseSeconds', { min: 30, max: 86_400, defaultValue: 120 }),
  {
    name: 'limits',
    type: 'group',
    fields: [...callLimits.map(callLimit), most('bandwidthBytesPerMonth'), most('storageBytes')],
  },
  integer('recheckDays', { min: 1, max: 30, defaultValue: 7 }),
  integer('tokenOnlineDays', { min: 1, max: 30, defaultValue: 14 }),
]

/** License terms as a seller writes them on a package (LIC-2); `licenseTermsOf` makes the snapshot that is sold. */
export const licenseTermsFields: Field[] = [
  ...whatItIs,
  { type: 'collapsible', label: 'Where it runs', fields: whereItRuns },
  { type: 'collapsible', label: 'How much it carries', admin: { initCollapsed: true }, fields: howMuch },
]
