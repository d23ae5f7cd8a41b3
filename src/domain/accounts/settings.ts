import type { ClientSession } from 'mongodb'
import { z } from 'zod'
import { type ProductType, productTypes } from '@/domain/catalog/records'
import type { Database } from '@/platform/database'

const rates = Object.fromEntries(
  productTypes.map((type) => [type, z.number().int().min(0).max(10_000)]),
) as Record<ProductType, z.ZodNumber>

const settingsSchema = z.object({
  /** Platform commission by product type, in basis points; 1,000–2,000 unless a contract says otherwise (PAY-1). */
  commissionBps: z.object(rates).partial().default({}),
  defaultCommissionBps: z.number().int().min(1_000).max(2_000).default(1_500),
  /** Days from the sale until the seller's share is available (PAY-3). */
  holdDays: z.number().int().min(7).max(14).default(14),
  payoutMinimumMinor: z.number().int().min(0).default(5_000),
  affiliateBps: z.number().int().min(0).max(5_000).default(1_000),
  affiliateCookieDays: z.number().int().min(1).max(365).default(30),
  reminderDays: z.array(z.number().int()).default([30, 7, 1]),
  baseCurrency: z.string().default('usd'),
  /** Currencies in which the provider account settles. */
  currencies: z.array(z.string()).default(['usd', 'eur']),
  refundDays: z.number().int().min(0).max(365).default(14),
  /** Seller of record on invoices. */
  company: z
    .object({
      name: z.string().default('Mintreu'),
      taxId: z.string().nullish(),
      email: z.string().nullish(),
      country: z.string().nullish(),
      address: z.array(z.object({ line: z.string() })).default([]),
    })
    .prefault({}),
})
export type Settings = z.infer<typeof settingsSchema>

/**
 * The platform's settings as staff left them, with the defaults for what they left alone. Read at the act; the act keeps
 * a snapshot (OPS-4).
 */
export async function readSettings(database: Database, session?: ClientSession): Promise<Settings> {
  const row = await database.db
    .collection('globals')
    .findOne({ globalType: 'settings' }, session ? { session } : {})
  return parseSettings(row ?? {})
}

/** The stored global with the defaults for what staff left alone. */
export const parseSettings = (row: Record<string, unknown>): Settings =>
  settingsSchema.parse(withoutNulls(row))

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
  return byType === undefined
    ? { rule: 'default', rateBps: settings.defaultCommissionBps }
    : { rule: `type:${type}`, rateBps: byType }
}

const withoutNulls = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
