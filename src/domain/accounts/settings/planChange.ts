import { z } from 'zod'
import { type FieldError, invalid } from '@/platform/errors'
import { addDays } from '@/platform/time'
import { parseSettings, type ScheduledChange, type Settings, scheduledChanges } from '../settings'
import { isSetting, settingDefinition } from './definitions'
import { isSame, type SettingValues, settingSchema, settingValue } from './values'

/** What an admin asks for: some settings, and from when on; null: at once. */
export interface SettingsChange {
  values: Record<string, unknown>
  from: Date | null
}

export interface PlannedChange {
  from: Date
  /** Only what differs from what would hold then. */
  before: SettingValues
  after: SettingValues
}

/** How far ahead a change may be scheduled, and how many may wait. */
export const longestAheadDays = 366
export const mostScheduled = 20

/**
 * A change of the settings as it would be made: every value within its bounds, and all of them still fit together, also
 * with what is scheduled for later.
 * @throws CodedError 422 `settings_invalid` with the settings that are wrong, `nothing_changes`, `from_invalid`.
 */
export function planChange(row: Record<string, unknown>, change: SettingsChange, now: Date): PlannedChange {
  const from = change.from ?? now
  if (change.from && (from <= now || from > addDays(now, longestAheadDays)))
    throw invalid('from_invalid', 'A change takes effect at once, or at a time within the next year.', [
      { path: 'from', code: 'range', message: 'A time within the next year.' },
    ])
  const given = parseValues(change.values)
  const then = parseSettings(row, from)
  const changed = Object.entries(given).filter(([key, value]) => !isSame(settingValue(then, key), value))
  if (changed.length === 0) throw invalid('nothing_changes', 'These settings are so already.')
  const after = Object.fromEntries(changed)
  checkTogether([...scheduledChanges(row), { id: '~', from, values: after }], row)
  return {
    from,
    before: Object.fromEntries(changed.map(([key]) => [key, settingValue(then, key)])),
    after,
  }
}

function parseValues(values: Record<string, unknown>): SettingValues {
  const problems: FieldError[] = []
  const parsed: SettingValues = {}
  for (const [key, value] of Object.entries(values)) {
    if (!isSetting(key)) {
      problems.push({ path: key, code: 'unknown_field', message: 'There is no such setting.' })
      continue
    }
    const { success, data, error } = settingSchema(settingDefinition(key)).safeParse(value)
    if (success) parsed[key] = data
    else problems.push({ path: key, code: 'out_of_bounds', message: z.prettifyError(error) })
  }
  if (problems.length > 0) throw refused(problems)
  return parsed
}

type Step = Pick<ScheduledChange, 'id' | 'from' | 'values'>

/** The settings after each step that is still to come make sense as a whole. @throws CodedError 422 `settings_invalid`. */
export function checkTogether(steps: readonly Step[], row: Record<string, unknown>): void {
  const scheduled = steps.map((step) => ({ ...step, reason: '', by: '', askedAt: step.from }))
  for (const { from } of steps) {
    const problem = problemOf(parseSettings({ ...row, scheduled }, from))
    if (problem) throw refused([problem])
  }
}

function problemOf({ baseCurrency, currencies }: Settings): FieldError | null {
  if (!currencies.includes(baseCurrency))
    return {
      path: 'currencies',
      code: 'base_currency',
      message: `The base currency, ${baseCurrency.toUpperCase()}, must be among the currencies.`,
    }
  return null
}

const refused = (errors: FieldError[]) =>
  invalid('settings_invalid', errors.map(({ message }) => message).join(' '), errors)
