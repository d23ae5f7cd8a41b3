import type { ScheduledChange, Settings } from '@/domain/accounts/settings'
import {
  type SettingDefinition,
  type SettingPart,
  settingDefinitions,
} from '@/domain/accounts/settings/definitions'
import { minuteOf } from '@/domain/accounts/settings/describeChange'
import { boundsText, settingHelp, settingLabel } from '@/domain/accounts/settings/settingText'
import { settingValue } from '@/domain/accounts/settings/values'
import { currencyExponent } from '@/platform/money'
import { hasText, t } from '@/platform/words'
import type { DialogAct, DialogWords } from '../_components/ActDialog'
import type { DialogField } from '../_components/dialogFields'

export const settingsDialogWords = (): DialogWords => ({
  effects: t('panelSettings.dialog.effects'),
  noEffect: t('panelSettings.dialog.noEffect'),
  loading: t('panelSettings.dialog.loading'),
  reason: t('panelSettings.dialog.reason'),
  reasonHint: t('panelSettings.dialog.reasonHint'),
  cancel: t('panelSettings.dialog.cancel'),
  done: t('panelSettings.dialog.done'),
})

const base = '/api/globals/settings'

/** The dialog that changes the settings of a part: what is typed differs is changed, the rest stays. */
export function changeDialog(part: SettingPart, settings: Settings, revision: number): DialogAct {
  const fields = settingDefinitions
    .filter((definition) => definition.part === part)
    .map((definition) => fieldOf(definition, settings))
  return {
    path: `${base}/change`,
    label: t('panelSettings.page.change', { part: t(`panelSettings.parts.${part}`).toLowerCase() }),
    fields: [
      ...fields,
      {
        name: 'from',
        label: t('panelSettings.dialog.from'),
        kind: 'datetime',
        value: '',
        hint: t('panelSettings.dialog.fromHint'),
      },
    ],
    fixed: { revision, values: {} },
    preview: { path: `${base}/preview`, sends: ['values', 'from'], fixed: { values: {} } },
    reason: 'reason',
  }
}

export const withdrawDialog = ({ id, from }: ScheduledChange, revision: number): DialogAct => ({
  path: `${base}/withdraw`,
  label: t('panelSettings.page.withdrawOf', { from: minuteOf(from) }),
  fields: [],
  fixed: { revision, id },
  reason: 'reason',
})

function fieldOf(definition: SettingDefinition, settings: Settings): DialogField {
  const { key, optional } = definition
  const unit = unitOf(definition, settings.baseCurrency)
  const bounds = boundsText(definition, settings.baseCurrency)
  return {
    name: `values.${key}`,
    label: unit ? `${settingLabel(key)} (${unit})` : settingLabel(key),
    hint: [
      settingHelp(key),
      bounds ? t('panelSettings.dialog.bounds', { bounds }) : '',
      optional && definition.kind !== 'rate' ? t('panelSettings.dialog.emptyAllowed') : '',
      definition.kind === 'lines' ? t('panelSettings.dialog.perLine') : '',
    ]
      .filter(Boolean)
      .join(' '),
    required: !optional && definition.kind !== 'wholes' && definition.kind !== 'lines',
    ...inputOf(definition, settings),
  }
}

function inputOf(
  definition: SettingDefinition,
  settings: Settings,
): Pick<DialogField, 'kind' | 'value' | 'scale' | 'min' | 'max' | 'options'> {
  const value = settingValue(settings, definition.key)
  const text = value === null ? '' : String(value)
  switch (definition.kind) {
    case 'rate':
      return scaled(definition, value, 100)
    case 'amount':
      return scaled(definition, value, 10 ** currencyExponent(settings.baseCurrency))
    case 'whole':
      return { kind: 'number', value: text, min: definition.min, max: definition.max }
    case 'wholes':
    case 'currencies':
      return { kind: 'list', value: Array.isArray(value) ? value.join(', ') : text }
    case 'choice':
      return { kind: 'choice', value: text, options: definition.options.map(optionOf) }
    case 'lines':
      return { kind: 'lines', value: Array.isArray(value) ? value.join('\n') : text }
    case 'email':
      return { kind: 'email', value: text }
    default:
      return { kind: 'text', value: text }
  }
}

const scaled = ({ min, max }: { min: number; max: number }, value: unknown, scale: number) => ({
  kind: 'number' as const,
  value: typeof value === 'number' ? String(value / scale) : '',
  scale,
  min: min / scale,
  max: max / scale,
})

function optionOf(value: string): { value: string; label: string } {
  const key = `panelSettings.options.${value}`
  return { value, label: hasText(key) ? t(key) : value }
}

function unitOf(definition: SettingDefinition, currency: string): string | null {
  if (definition.kind === 'rate') return t('panelSettings.inputUnits.rate')
  if (definition.kind === 'amount') return currency.toUpperCase()
  if (definition.kind === 'wholes') return t('panelSettings.inputUnits.list')
  return definition.kind === 'whole' ? t(`panelSettings.inputUnits.${definition.unit}`) : null
}
