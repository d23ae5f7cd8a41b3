import type { ToolName } from '@/domain/licensing/acts/mayAct'
import type { License } from '@/domain/licensing/records'
import { t } from '@/platform/words'
import type { DialogAct, DialogWords } from '../_components/ActDialog'
import type { DialogField } from '../_components/dialogFields'

export const dialogWords = (): DialogWords => ({
  effects: t('panelLicenses.dialog.effects'),
  noEffect: t('panelLicenses.dialog.noEffect'),
  loading: t('panelLicenses.dialog.loading'),
  reason: t('panelLicenses.dialog.reason'),
  reasonHint: t('panelLicenses.dialog.reasonHint'),
  cancel: t('panelLicenses.dialog.cancel'),
  done: t('panelLicenses.dialog.done'),
})

type Tool = Exclude<ToolName, 'view' | 'issue' | 'import'>

/** The dialog of an act on this license: its inputs as they stand now. */
export function dialogOf(tool: Tool, license: License): DialogAct {
  const path = `/api/licenses/${license._id}`
  return {
    path: `${path}/${tool}`,
    label: t(`panelLicenses.acts.${tool}`),
    fields: fieldsOf(tool, license),
    reason: 'reason',
    ...(tool === 'replace-key' ? { fixed: { maskedKey: license.maskedKey } } : {}),
    ...(tool === 'limits' ? { fixed: { limits: {} } } : {}),
    ...(tool === 'clear-suspicion' ? {} : { preview: previewOf(tool, license) }),
  }
}

type Previewed = Exclude<Tool, 'clear-suspicion'>

/** Where the effect of an act is asked, and what it depends on. */
export const previewOf = (act: Previewed, { _id }: License) => ({
  path: `/api/licenses/${_id}/preview`,
  sends: previewSends[act] ?? [],
  fixed: { act, ...(act === 'limits' ? { limits: {} } : {}) },
})

const previewSends: Partial<Record<Previewed, readonly string[]>> = {
  'replace-key': ['keepDays'],
  extend: ['expiresAt', 'updatesUntil', 'supportUntil'],
  limits: ['limits'],
  transfer: ['keepPlaces'],
}

function fieldsOf(tool: Tool, license: License): DialogField[] {
  switch (tool) {
    case 'revoke':
      return [check('breach', t('panelLicenses.fields.breach'), false)]
    case 'replace-key':
      return [keepDays]
    case 'extend':
      return (['expiresAt', 'updatesUntil', 'supportUntil'] as const).map((name) => ({
        name,
        label: t(`panelLicenses.fields.${name}`),
        kind: 'date',
        value: license[name]?.toISOString().slice(0, 10) ?? '',
        hint: t('panelLicenses.dialog.unlimited'),
      }))
    case 'limits':
      return limitFields(license)
    case 'transfer':
      return [
        {
          name: 'email',
          label: t('panelLicenses.fields.email'),
          kind: 'email',
          value: '',
          required: true,
        },
        check('keepPlaces', t('panelLicenses.fields.keepPlaces'), true),
      ]
    default:
      return []
  }
}

const keepDays: DialogField = {
  name: 'keepDays',
  label: t('panelLicenses.fields.keepDays'),
  kind: 'choice',
  value: '7',
  always: true,
  options: [0, 1, 3, 7, 14, 30].map((days) => ({
    value: String(days),
    label: days === 0 ? t('panelLicenses.fields.keepNone') : t('panelLicenses.fields.keepSome', { days }),
  })),
}

export const check = (name: string, label: string, checked: boolean): DialogField => ({
  name,
  label,
  kind: 'check',
  value: checked ? 'yes' : 'no',
  always: true,
})

function limitFields({ seats, terms }: License): DialogField[] {
  const number = (name: string, key: NumberLabel, value: number | null): DialogField => ({
    name: `limits.${name}`,
    label: t(`panelLicenses.fields.${key}`),
    kind: 'number',
    value: value === null ? '' : String(value),
    hint: t('panelLicenses.dialog.unlimited'),
  })
  const lines = (name: 'features' | 'domains' | 'ipRules'): DialogField => ({
    name: `limits.${name}`,
    label: t(`panelLicenses.fields.${name}`),
    kind: 'lines',
    value: terms[name].join('\n'),
    hint: t('panelLicenses.dialog.perLine'),
  })
  return [
    number('seats', 'seats', seats),
    number('users', 'users', terms.users),
    { ...number('graceDays', 'graceDays', terms.graceDays), hint: '', required: true },
    number('moveQuota', 'moveQuota', terms.moveQuota),
    number('limits.callsPerDay', 'callsPerDay', terms.limits.callsPerDay),
    number('limits.callsPerMonth', 'callsPerMonth', terms.limits.callsPerMonth),
    lines('features'),
    lines('domains'),
    lines('ipRules'),
    {
      ...check('limits.cloneBlocks', t('panelLicenses.fields.cloneBlocks'), terms.cloneBlocks),
      always: false,
    },
  ]
}

type NumberLabel = 'seats' | 'users' | 'graceDays' | 'moveQuota' | 'callsPerDay' | 'callsPerMonth'
