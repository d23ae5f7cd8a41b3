import { z } from 'zod'
import { defineDocument, defineRecord } from '@/platform/records'

const affiliateSchema = z.object({
  _id: z.string(),
  user: z.string(),
  /** In `/r/{code}`. */
  code: z.string(),
  name: z.string(),
  status: z.enum(['applied', 'approved', 'rejected', 'suspended']),
  rateBps: z.number().int().nullish(),
})
export type Affiliate = z.infer<typeof affiliateSchema>
export const affiliateDocument = defineDocument('affiliates', affiliateSchema, {
  indexes: [
    { name: 'code', keys: { code: 1 }, unique: true },
    { name: 'user', keys: { user: 1 }, unique: true },
  ],
})

export const commissionStatuses = ['pending', 'approved', 'paid', 'reversed'] as const
const commissionSchema = z.strictObject({
  _id: z.string(),
  affiliate: z.string(),
  order: z.string(),
  orderItem: z.string(),
  currency: z.string(),
  baseMinor: z.number().int(),
  rateBps: z.number().int(),
  amountMinor: z.number().int(),
  reversedMinor: z.number().int(),
  status: z.enum(commissionStatuses),
  holdUntil: z.date(),
  createdAt: z.date(),
})
export type Commission = z.infer<typeof commissionSchema>
/** What an affiliate earned on one order line; the money itself is in the entries. */
export const commissionRecord = defineRecord('commissions', commissionSchema, {
  indexes: [
    { name: 'item', keys: { orderItem: 1 }, unique: true },
    { name: 'affiliate', keys: { affiliate: 1, createdAt: -1 } },
  ],
})
