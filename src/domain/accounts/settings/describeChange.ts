import { productTypes } from '@/domain/catalog/records'
import { splitSale } from '@/domain/ledger/splitSale'
import { formatMoney } from '@/platform/money'
import { addDays } from '@/platform/time'
import { t } from '@/platform/words'
import { commissionRate, type Settings } from '../settings'
import { settingDefinition, settingParts } from './definitions'
import type { PlannedChange } from './planChange'
import { settingLabel, settingText } from './settingText'

export interface SettingEffect {
  effect: string
  sentence: string
}

interface Around {
  /** The settings as they would be without and with it, at the time that it takes effect. */
  before: Settings
  after: Settings
  /** Sellers whose contract has a commission of its own. */
  contracts: number
  isLater: boolean
}

/** What a change brings about, in sentences, by the code that books sales. */
export function describeChange(plan: PlannedChange, around: Around): SettingEffect[] {
  const keys = Object.keys(plan.after)
  return [
    when(plan.from, around.isLater),
    ...keys.map((key) => ({
      effect: key,
      sentence: t('panelSettings.effects.value', {
        name: settingLabel(key),
        before: settingText(key, plan.before[key] ?? null, around.before.baseCurrency),
        after: settingText(key, plan.after[key] ?? null, around.after.baseCurrency),
      }),
    })),
    ...sales(around),
    ...(keys.includes('holdDays') ? [hold(plan, around)] : []),
    ...(keys.includes('affiliateBps') ? [referral(around)] : []),
    ...kept(keys),
  ]
}

const when = (from: Date, isLater: boolean): SettingEffect => ({
  effect: 'from',
  sentence: isLater
    ? t('panelSettings.effects.later', { from: minuteOf(from) })
    : t('panelSettings.effects.atOnce'),
})

/** For each product type whose rate changes: what the seller then gets of 100. */
function sales({ before, after, contracts }: Around): SettingEffect[] {
  const seller = { house: false }
  const changed = productTypes.filter(
    (type) => commissionRate(before, seller, type).rateBps !== commissionRate(after, seller, type).rateBps,
  )
  const rows = changed.map((type) => ({
    effect: `sale:${type}`,
    sentence: t('panelSettings.effects.sale', {
      type: t(`panelSettings.each.${type}`),
      price: formatMoney(hundred, after.baseCurrency),
      before: shareOfSeller(before, type),
      after: shareOfSeller(after, type),
    }),
  }))
  return rows.length > 0 && contracts > 0
    ? [...rows, { effect: 'contracts', sentence: t('panelSettings.effects.contracts', { count: contracts }) }]
    : rows
}

const hundred = 10_000

function shareOfSeller(settings: Settings, type: (typeof productTypes)[number]): string {
  const { rateBps } = commissionRate(settings, { house: false }, type)
  const legs = splitSale({ netMinor: hundred, taxMinor: 0, commissionBps: rateBps, affiliateBps: null })
  return formatMoney(legs.sellerMinor, settings.baseCurrency)
}

const hold = ({ from }: PlannedChange, { before, after }: Around): SettingEffect => ({
  effect: 'hold',
  sentence: t('panelSettings.effects.hold', {
    before: dayOf(addDays(from, before.holdDays)),
    after: dayOf(addDays(from, after.holdDays)),
  }),
})

function referral({ after }: Around): SettingEffect {
  const legs = splitSale({
    netMinor: hundred,
    taxMinor: 0,
    commissionBps: after.defaultCommissionBps,
    affiliateBps: after.affiliateBps,
  })
  return {
    effect: 'referral',
    sentence: t('panelSettings.effects.referral', {
      price: formatMoney(hundred, after.baseCurrency),
      affiliate: formatMoney(legs.affiliateMinor, after.baseCurrency),
      seller: formatMoney(legs.sellerMinor, after.baseCurrency),
    }),
  }
}

/** What was made before keeps what it was made with. */
const kept = (keys: readonly string[]): SettingEffect[] =>
  settingParts
    .filter((part) => keys.some((key) => settingDefinition(key).part === part))
    .map((part) => ({ effect: `keeps:${part}`, sentence: t(`panelSettings.keeps.${part}`) }))

/** `1 Dec 2026, 00:00 UTC`. */
export const minuteOf = (at: Date): string =>
  `${new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`

const dayOf = (at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
