import { z } from 'zod'
import { actorSchema } from '@/platform/audit'
import { defineRecord } from '@/platform/records'

export const legsSchema = z.strictObject({
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  commissionMinor: z.number().int(),
  affiliateMinor: z.number().int(),
  sellerMinor: z.number().int(),
})
/** The parts of a line's money: net = commission + affiliate + seller; the buyer pays net + tax. */
export type Legs = z.infer<typeof legsSchema>

export const entryKinds = [
  'sale',
  'fee',
  'held',
  'release',
  'refund',
  'refund_failed',
  'paid_by_hand',
  'dispute_open',
  'dispute_lost',
  'dispute_won',
  'payout_reserve',
  'payout_paid',
  'payout_failed',
  'bad_debt',
  'adjustment',
] as const

const postingSchema = z.strictObject({
  account: z.string(),
  amountMinor: z.number().int(),
})
export type Posting = z.infer<typeof postingSchema>

const entrySchema = z.strictObject({
  /** The effect key, so that an effect is booked once: `sale:itm_…`. */
  _id: z.string(),
  kind: z.enum(entryKinds),
  currency: z.string(),
  /** Sum to zero: MongoDB itself refuses an entry that does not. Assets and costs are positive, debts and income negative. */
  postings: z.array(postingSchema).min(2),
  effectiveAt: z.date(),
  refs: z.record(z.string(), z.string()),
  /** The entry that this one reverses, in part or whole. */
  reverses: z.string().nullable(),
  actor: actorSchema,
  memo: z.string().nullable(),
  /** Given by the sealing job: the place in the chain, and SHA-256 over the entry and the hash before it. */
  seq: z.number().int().nullable(),
  hash: z.string().nullable(),
  createdAt: z.date(),
})
export type Entry = z.infer<typeof entrySchema>

/** The books: insert-only, one document per entry with all its postings (ARCHITECTURE, rule 6). */
export const entryRecord = defineRecord('entries', entrySchema, {
  indexes: [
    { name: 'account', keys: { 'postings.account': 1, effectiveAt: 1 } },
    { name: 'order', keys: { 'refs.order': 1, createdAt: 1 } },
    {
      name: 'seq',
      keys: { seq: 1 },
      unique: true,
      partialFilterExpression: { seq: { $type: 'number' } },
    },
    { name: 'unsealed', keys: { seq: 1, createdAt: 1, _id: 1 } },
  ],
  validator: {
    $and: [
      {
        $jsonSchema: {
          bsonType: 'object',
          required: ['_id', 'kind', 'currency', 'postings'],
          properties: {
            kind: { enum: [...entryKinds] },
            currency: { bsonType: 'string' },
            postings: {
              bsonType: 'array',
              minItems: 2,
              items: {
                bsonType: 'object',
                required: ['account', 'amountMinor'],
                properties: {
                  account: { bsonType: 'string' },
                  // The driver stores whole numbers as int or, past 32 bits, as double; never a fraction.
                  amountMinor: {
                    bsonType: ['int', 'long', 'double'],
                    multipleOf: 1,
                  },
                },
              },
            },
          },
        },
      },
      { $expr: { $eq: [{ $sum: '$postings.amountMinor' }, 0] } },
    ],
  },
})

export const payoutStatuses = [
  'requested',
  'held',
  'approved',
  'sending',
  'unknown',
  'in_transit',
  'paid',
  'failed',
  'returned',
  'canceled',
] as const
const payoutSchema = z.strictObject({
  _id: z.string(),
  payee: z.strictObject({
    kind: z.enum(['seller', 'affiliate']),
    id: z.string(),
  }),
  /** The seller, for the panel's filter; null for an affiliate's payout. */
  seller: z.string().nullable(),
  amountMinor: z.number().int(),
  currency: z.string(),
  feeMinor: z.number().int(),
  method: z.enum(['stripe', 'bank', 'paypal']),
  status: z.enum(payoutStatuses),
  /** Why it waits or did not work, for the payee to read. */
  statusReason: z.string().nullable(),
  reference: z.string().nullable(),
  createdAt: z.date(),
  settledAt: z.date().nullable(),
})
export type Payout = z.infer<typeof payoutSchema>
export const payoutRecord = defineRecord('payouts', payoutSchema, {
  indexes: [{ name: 'payee', keys: { 'payee.id': 1, createdAt: -1 } }],
})
