import type { ClientSession } from 'mongodb'
import { z } from 'zod'
import { type ProductType, productTypes } from '@/domain/catalog/records'
import { ticketPriorities } from '@/domain/support/records'
import type { Database } from '@/platform/database'
import { now } from '@/platform/time'
import { payoutSchedules, settingDefinition } from './settings/definitions'
import { withValues } from './settings/values'

/** A number within the bounds and with the default of its definition. */
function number(key: string) {
  const definition = settingDefinition(key)
  if (!('min' in definition) || typeof definition.default !== 'number')
    throw new Error(`${key} is no number with a default`)
  return bounded(definition).default(definition.default)
}

/** A number that may be left empty. */
function numberOrNone(key: string) {
  const definition = settingDefinition(key)
  if (!('min' in definition)) throw new Error(`${key} is no number`)
  return bounded(definition).nullable().default(null)
}

const bounded = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max)

const rateByType = Object.fromEntries(
  productTypes.map((type) => [type, numberOrNone(`commissionBps.${type}`)]),
) as Record<ProductType, ReturnType<typeof numberOrNone>>

const hours = (name: string) =>
  z
    .object(
      Object.fromEntries(
        ticketPriorities.map((priority) => [priority, number(`sla.${name}.${priority}`)]),
      ) as Record<(typeof ticketPriorities)[number], ReturnType<typeof number>>,
    )
    .prefault({})

const settingsSchema = z.object({
  /** Platform commission by product type, in basis points; null: `defaultCommissionBps` (PAY-1). */
  commissionBps: z.object(rateByType).prefault({}),
  defaultCommissionBps: number('defaultCommissionBps'),
  /** Days from the sale until the seller's share is available (PAY-3). */
  holdDays: number('holdDays'),
  /** In the base currency; what is below rolls over (PAY-4). */
  payoutMinimumMinor: number('payoutMinimumMinor'),
  payoutSchedule: z.enum(payoutSchedules).default('weekly'),
  affiliateBps: number('affiliateBps'),
  affiliateCookieDays: number('affiliateCookieDays'),
  /** What a new package begins with; null: no limit (GW-4, LIC-5). */
  defaultLimits: z
    .object({
      callsPerMinute: numberOrNone('defaultLimits.callsPerMinute'),
      callsPerHour: numberOrNone('defaultLimits.callsPerHour'),
      callsPerDay: numberOrNone('defaultLimits.callsPerDay'),
      callsPerMonth: numberOrNone('defaultLimits.callsPerMonth'),
      moveQuota: number('defaultLimits.moveQuota'),
      moveWindowDays: number('defaultLimits.moveWindowDays'),
    })
    .prefault({}),
  /** Days before a license ends, the most first (LIC-10). */
  reminderDays: z.array(z.number().int()).default([30, 7, 1]),
  /** Within how many business hours tickets are answered first and solved, by priority (SUP-2). */
  sla: z
    .object({
      firstResponseHours: hours('firstResponseHours'),
      resolutionHours: hours('resolutionHours'),
    })
    .prefault({}),
  baseCurrency: z.string().default('usd'),
  /** Currencies in which the provider account settles. */
  currencies: z.array(z.string()).default(['usd', 'eur']),
  refundDays: number('refundDays'),
  /** Seller of record on invoices. */
  company: z
    .object({
      name: z.string().default('Mintreu'),
      taxId: z.string().nullable().default(null),
      email: z.string().nullable().default(null),
      country: z.string().nullable().default(null),
      address: z.array(z.object({ line: z.string() })).default([]),
    })
    .prefault({}),
})
export type Settings = z.infer<typeof settingsSchema>

/** A change that was asked for with a later day: it holds from then on, whether or not a job has looked at it. */
const scheduledSchema = z.object({
  id: z.string(),
  from: z.coerce.date(),
  values: z.record(
    z.string(),
    z.union([z.number(), z.string(), z.array(z.number()), z.array(z.string()), z.null()]),
  ),
  reason: z.string(),
  /** The user id of the admin. */
  by: z.string(),
  askedAt: z.coerce.date(),
})
export type ScheduledChange = z.infer<typeof scheduledSchema>

/**
 * The platform's settings as they are at a moment, with the defaults for what was left alone. Read at the act; the act
 * keeps a snapshot (OPS-4).
 */
export async function readSettings(
  database: Database,
  session?: ClientSession,
  at: Date = now(),
): Promise<Settings> {
  return parseSettings((await readSettingsRow(database, session)) ?? {}, at)
}

/** The one stored document of the settings. */
export const readSettingsRow = (
  database: Database,
  session?: ClientSession,
): Promise<Record<string, unknown> | null> =>
  database.db.collection('globals').findOne({ globalType: 'settings' }, session ? { session } : {})

/** The stored document as it holds at a moment: scheduled changes count from their time on. */
export const parseSettings = (row: Record<string, unknown>, at: Date = now()): Settings =>
  settingsSchema.parse(
    withoutNulls(
      scheduledChanges(row)
        .filter(({ from }) => from <= at)
        .reduce((folded, { values }) => withValues(folded, values), row),
    ),
  )

/** How often the settings were written: whoever changes them says which state they saw. */
export const revisionOf = (row: Record<string, unknown>): number =>
  typeof row.revision === 'number' ? row.revision : 0

/** What was asked for later, the first first; also what has come into effect since the document was last written. */
export const scheduledChanges = (row: Record<string, unknown>): ScheduledChange[] =>
  z
    .array(scheduledSchema)
    .parse(row.scheduled ?? [])
    .sort((a, b) => a.from.getTime() - b.from.getTime() || (a.id < b.id ? -1 : 1))

/** The platform's share for a line: the seller's contract, else the rate of the product's type. */
export function commissionRate(
  settings: Settings,
  seller: { house: boolean; commissionBps?: number | null | undefined },
  type: ProductType,
): { rule: string; rateBps: number } {
  if (seller.house) return { rule: 'house', rateBps: 0 }
  if (seller.commissionBps !== null && seller.commissionBps !== undefined)
    return { rule: 'contract', rateBps: seller.commissionBps }
  const byType = settings.commissionBps[type]
  return byType === null
    ? { rule: 'default', rateBps: settings.defaultCommissionBps }
    : { rule: `type:${type}`, rateBps: byType }
}

const withoutNulls = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, isPlain(value) ? withoutNulls(value) : value]),
  )

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
