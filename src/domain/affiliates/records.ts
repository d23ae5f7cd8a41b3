import { z } from 'zod'
import { defineDocument, defineRecord } from '@/platform/records'

export const affiliateStatuses = ['applied', 'approved', 'rejected', 'suspended'] as const
const affiliateSchema = z.object({
  _id: z.string(),
  user: z.string(),
  /** In `/r/{code}`: 3–32 of a–z and 0–9. */
  code: z.string(),
  name: z.string(),
  status: z.enum(affiliateStatuses),
  /** Why it was rejected or paused, for the affiliate to read. */
  statusReason: z.string().nullish(),
  website: z.string().nullish(),
  /** How they promote, in their own words. */
  pitch: z.string().nullish(),
  /** Which terms they accepted, and when. */
  termsVersion: z.number().int().nullish(),
  appliedAt: z.date().nullish(),
  decidedAt: z.date().nullish(),
})
export type Affiliate = z.infer<typeof affiliateSchema>
export const affiliateDocument = defineDocument('affiliates', affiliateSchema, {
  indexes: [
    { name: 'code', keys: { code: 1 }, unique: true },
    { name: 'user', keys: { user: 1 }, unique: true },
  ],
})

/** What a browser said of a visit: somebody followed the link; a script led there; a part of another page asked. */
export const visitVerdicts = ['landing', 'scripted', 'embedded'] as const
const affiliateClickSchema = z.strictObject({
  _id: z.string(),
  affiliate: z.string(),
  /** The page of ours that the link led to. */
  path: z.string(),
  /** Keyed hash of day, network and browser: tells visitors of one day apart, and nothing else. */
  visitor: z.string(),
  /** The host of the page with the link, where the browser names it. */
  referrer: z.string().nullable(),
  verdict: z.enum(visitVerdicts),
  /** The same visitor's clicks on the same link within an hour are one row. */
  count: z.number().int(),
  at: z.date(),
})
export type AffiliateClick = z.infer<typeof affiliateClickSchema>
/** Visits by referral links, as edge saw them. They count and explain; who is paid stands in the order's lines. */
export const affiliateClickRecord = defineRecord('affiliate-clicks', affiliateClickSchema, {
  indexes: [
    { name: 'affiliate', keys: { affiliate: 1, at: -1 } },
    // Thirteen months: a year can be compared with the one before.
    { name: 'clean', keys: { at: 1 }, expireAfterSeconds: 34_214_400 },
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

/** Who referred a line, at which rate and by which click: taken at the checkout, never derived again (AFF-3). */
export const lineReferralSchema = z.strictObject({
  affiliate: z.string(),
  rateBps: z.number().int(),
  /** `platform`: the rate of the settings; `product`: the seller's higher one; `capped`: what the price leaves. */
  rule: z.enum(['platform', 'product', 'capped']),
  click: z.string(),
  clickedAt: z.date(),
})
export type LineReferral = z.infer<typeof lineReferralSchema>

export const referralRefusals = ['not_approved', 'own_purchase', 'own_product', 'same_card'] as const
/** A click that would have earned on a line, and why it does not. */
export const refusedReferralSchema = z.strictObject({
  affiliate: z.string(),
  click: z.string(),
  reason: z.enum(referralRefusals),
})
export type RefusedReferral = z.infer<typeof refusedReferralSchema>
