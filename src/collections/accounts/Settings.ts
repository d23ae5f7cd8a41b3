import type { GlobalConfig } from 'payload'
import { isStaff, nobody } from '../access/rules'
import { shownTo } from '../access/visibility'
import { asFacts } from '../fields/asFacts'
import { integer, shown } from '../fields/fields'
import { groups } from '../groups'
import { settingsFields } from './settingsFields'

/**
 * What admins set for the whole platform (OPS-4). Nobody edits it as a document: a change has a time, a reason and a
 * preview, and goes by the acts of `endpoints/accounts/settingsActs.ts`.
 */
export const Settings: GlobalConfig = {
  slug: 'settings',
  label: 'Settings',
  access: { read: isStaff('finance'), update: nobody, readVersions: nobody },
  admin: {
    group: groups.system,
    hideAPIURL: true,
    hidden: shownTo({ staff: ['finance'] }),
    components: {
      views: {
        edit: { default: { Component: '/app/(payload)/_settings/SettingsView#SettingsView' } },
      },
    },
  },
  fields: asFacts([
    ...settingsFields(),
    // How often it was written: who changes it says which state they saw.
    integer('revision', { defaultValue: 0 }),
    shown('scheduled', 'Scheduled changes'),
  ]),
}
