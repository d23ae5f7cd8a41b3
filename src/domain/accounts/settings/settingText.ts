import { splitSale } from '@/domain/ledger/splitSale'
import { formatMoney } from '@/platform/money'
import { hasText, t } from '@/platform/words'
import { type SettingDefinition, settingDefinition } from './definitions'
import type { SettingValue } from './values'

/** A setting's name as people read it. */
export const settingLabel = (key: string): string => textOf(`panelSettings.labels.${key}`, key)

/** What it is for and what it changes, in a sentence. */
export const settingHelp = (key: string): string => textOf(`panelSettings.help.${key}`, key)

/** Settings that differ only in a type or a priority share their words. */
function textOf(path: string, key: string): string {
  if (hasText(path)) return t(path)
  const last = key.split('.').at(-1) ?? ''
  const shared = `${path.slice(0, path.lastIndexOf('.'))}.each`
  if (!hasText(shared)) throw new Error(`no text for the setting ${key}`)
  const name = `panelSettings.each.${last}`
  return t(shared, { each: hasText(name) ? t(name) : last })
}

/** `15 %`, `14 days`, `€50.00`, `30, 7, 1 days before`: a value as people read it. */
export function settingText(key: string, value: SettingValue, currency: string): string {
  const definition = settingDefinition(key)
  if (value === null) return t(`panelSettings.empty.${emptyOf(definition)}`)
  switch (definition.kind) {
    case 'rate':
      return percent(Number(value))
    case 'whole':
      return t(`panelSettings.units.${definition.unit}`, { count: Number(value) })
    case 'amount':
      return formatMoney(Number(value), currency)
    case 'wholes':
      return Array.isArray(value) && value.length > 0
        ? t('panelSettings.units.daysBefore', { days: value.join(', ') })
        : t('panelSettings.empty.never')
    case 'choice': {
      const option = `panelSettings.options.${value}`
      return hasText(option) ? t(option) : String(value)
    }
    case 'currency':
      return String(value).toUpperCase()
    case 'currencies':
      return Array.isArray(value) ? value.join(', ').toUpperCase() : String(value)
    default:
      return Array.isArray(value) ? value.join(', ') || t('panelSettings.empty.none') : String(value)
  }
}

/** `10 % to 20 %`, `7 to 14 days`; null where there are no bounds to speak of. */
export function boundsText(definition: SettingDefinition, currency: string): string | null {
  if (!('min' in definition)) return null
  const [low, high] = [definition.min, definition.max]
  if (definition.kind === 'rate') return t('panelSettings.bounds', { low: percent(low), high: percent(high) })
  if (definition.kind === 'amount')
    return t('panelSettings.bounds', { low: formatMoney(low, currency), high: formatMoney(high, currency) })
  return t('panelSettings.bounds', {
    low: String(low),
    high: t(`panelSettings.units.${definition.unit}`, { count: high }),
  })
}

/** Basis points as percent, with as many decimals as there are. */
export const percent = (bps: number): string => `${Number((bps / 100).toFixed(2))} %`

/** What a seller gets of a sale of 100 at this commission, by the code that splits sales. */
export function shareSentence(commissionBps: number, currency: string): string {
  const legs = splitSale({ netMinor: 10_000, taxMinor: 0, commissionBps, affiliateBps: null })
  return t('panelSettings.terms.share', {
    price: formatMoney(10_000, currency),
    share: formatMoney(legs.sellerMinor, currency),
  })
}

const emptyOf = ({ kind, key }: SettingDefinition) =>
  kind === 'rate' && key.startsWith('commissionBps.')
    ? ('asDefault' as const)
    : kind === 'whole'
      ? ('unlimited' as const)
      : ('none' as const)
