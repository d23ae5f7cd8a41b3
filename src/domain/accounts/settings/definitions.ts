import { productTypes } from '@/domain/catalog/records'
import { ticketPriorities } from '@/domain/support/records'

/** The parts in which people see and change the settings, in this order. */
export const settingParts = [
  'commission',
  'payouts',
  'affiliates',
  'limits',
  'reminders',
  'support',
  'selling',
  'company',
] as const
export type SettingPart = (typeof settingParts)[number]

export const payoutSchedules = ['weekly', 'every-two-weeks', 'monthly'] as const

interface Common {
  /** The path in the settings: `commissionBps.package`. */
  key: string
  part: SettingPart
  /** May be left empty. */
  optional?: true
}
interface Bounded {
  min: number
  max: number
}

/** What a setting is: its kind decides how it is checked, typed in and shown. */
export type SettingDefinition = Common &
  (
    | ({ kind: 'rate'; default?: number } & Bounded)
    | ({ kind: 'whole'; unit: 'days' | 'hours' | 'calls' | 'moves'; default?: number } & Bounded)
    | ({ kind: 'amount'; default: number } & Bounded)
    | ({ kind: 'wholes'; unit: 'days'; most: number; default: readonly number[] } & Bounded)
    | { kind: 'choice'; options: readonly string[]; default: string }
    | { kind: 'currency'; default: string }
    | { kind: 'currencies'; default: readonly string[] }
    | { kind: 'text'; most: number; default?: string }
    | { kind: 'lines'; most: number; default: readonly string[] }
    | { kind: 'country' }
    | { kind: 'email' }
  )

/** What staff may set: 10–20 %; the house and contracts lie outside, on the seller, visibly (PAY-1, PAY-9). */
export const commissionBand = { min: 1_000, max: 2_000 } as const

const firstResponse = { low: 48, normal: 24, high: 8, urgent: 4 } as const
const resolution = { low: 240, normal: 120, high: 48, urgent: 24 } as const
const callLimits = ['callsPerMinute', 'callsPerHour', 'callsPerDay', 'callsPerMonth'] as const

/** All that admins set for the whole platform (OPS-4), with its bounds. Words are in messages/en/panelSettings.json. */
export const settingDefinitions: readonly SettingDefinition[] = [
  { key: 'defaultCommissionBps', part: 'commission', kind: 'rate', ...commissionBand, default: 1_500 },
  ...productTypes.map(
    (type): SettingDefinition => ({
      key: `commissionBps.${type}`,
      part: 'commission',
      kind: 'rate',
      ...commissionBand,
      optional: true,
    }),
  ),

  { key: 'holdDays', part: 'payouts', kind: 'whole', unit: 'days', min: 7, max: 14, default: 14 },
  { key: 'payoutMinimumMinor', part: 'payouts', kind: 'amount', min: 0, max: 1_000_000, default: 5_000 },
  { key: 'payoutSchedule', part: 'payouts', kind: 'choice', options: payoutSchedules, default: 'weekly' },

  { key: 'affiliateBps', part: 'affiliates', kind: 'rate', min: 0, max: 5_000, default: 1_000 },
  {
    key: 'affiliateCookieDays',
    part: 'affiliates',
    kind: 'whole',
    unit: 'days',
    min: 1,
    max: 365,
    default: 30,
  },

  ...callLimits.map(
    (name): SettingDefinition => ({
      key: `defaultLimits.${name}`,
      part: 'limits',
      kind: 'whole',
      unit: 'calls',
      min: 1,
      max: 1_000_000_000,
      optional: true,
    }),
  ),
  {
    key: 'defaultLimits.moveQuota',
    part: 'limits',
    kind: 'whole',
    unit: 'moves',
    min: 0,
    max: 50,
    default: 5,
  },
  {
    key: 'defaultLimits.moveWindowDays',
    part: 'limits',
    kind: 'whole',
    unit: 'days',
    min: 1,
    max: 366,
    default: 30,
  },

  {
    key: 'reminderDays',
    part: 'reminders',
    kind: 'wholes',
    unit: 'days',
    min: 1,
    max: 90,
    most: 5,
    default: [30, 7, 1],
  },

  ...slaHours('firstResponseHours', firstResponse),
  ...slaHours('resolutionHours', resolution),

  { key: 'refundDays', part: 'selling', kind: 'whole', unit: 'days', min: 0, max: 365, default: 14 },
  { key: 'baseCurrency', part: 'selling', kind: 'currency', default: 'usd' },
  { key: 'currencies', part: 'selling', kind: 'currencies', default: ['usd', 'eur'] },

  { key: 'company.name', part: 'company', kind: 'text', most: 160, default: 'Mintreu' },
  { key: 'company.address', part: 'company', kind: 'lines', most: 6, default: [] },
  { key: 'company.country', part: 'company', kind: 'country', optional: true },
  { key: 'company.taxId', part: 'company', kind: 'text', most: 40, optional: true },
  { key: 'company.email', part: 'company', kind: 'email', optional: true },
]

function slaHours(
  name: string,
  hours: Readonly<Record<(typeof ticketPriorities)[number], number>>,
): SettingDefinition[] {
  return ticketPriorities.map((priority) => ({
    key: `sla.${name}.${priority}`,
    part: 'support',
    kind: 'whole',
    unit: 'hours',
    min: 1,
    max: 720,
    default: hours[priority],
  }))
}

const byKey = new Map(settingDefinitions.map((definition) => [definition.key, definition]))

/** @throws Error for a key that is no setting: a mistake of ours. */
export function settingDefinition(key: string): SettingDefinition {
  const definition = byKey.get(key)
  if (!definition) throw new Error(`there is no setting "${key}"`)
  return definition
}

export const isSetting = (key: string): boolean => byKey.has(key)
