import { z } from 'zod'
import { lineReferralSchema, refusedReferralSchema } from '@/domain/affiliates/records'
import { licenseTermsSchema, productTypes } from '@/domain/catalog/records'
import { legsSchema } from '@/domain/ledger/records'
import { actorSchema } from '@/platform/audit'
import { anyText, anyTime, defineDocument, defineRecord } from '@/platform/records'

export const orderStatuses = [
  'pending',
  'paid',
  'completed',
  'partially_refunded',
  'refunded',
  'failed',
  'canceled',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const totalsSchema = z.object({
  subtotalMinor: z.number().int(),
  discountMinor: z.number().int(),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  totalMinor: z.number().int(),
  refundedMinor: z.number().int(),
})

const orderSchema = z.object({
  _id: z.string(),
  customer: z.string(),
  status: z.enum(orderStatuses),
  disputed: z.boolean().default(false),
  currency: z.string(),
  totals: totalsSchema,
  /**
   * The buyer's money that lies with us: a held payment, or a refund that the bank sent back. In the payment's currency.
   * Above zero somebody has to act.
   */
  owedMinor: z.number().int().nullish(),
  itemCount: z.number().int(),
  cart: z.string().nullish(),
  locale: z.string().default('en'),
  /** The provider's session of the present attempt. */
  checkout: z
    .object({
      sessionId: z.string().nullish(),
      url: z.string().nullish(),
      expiresAt: z.date().nullish(),
    })
    .nullish(),
  /** Last decline as the provider words it; empty again after a success. */
  declineReason: z.string().nullish(),
  paidAt: z.date().nullish(),
  completedAt: z.date().nullish(),
  refundedAt: z.date().nullish(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type Order = z.infer<typeof orderSchema>
/** One checkout: all its sellers' lines, one payment, one currency. No child orders. */
export const orderDocument = defineDocument('orders', orderSchema, {
  indexes: [
    { name: 'customer', keys: { customer: 1, createdAt: -1 } },
    { name: 'status', keys: { status: 1, createdAt: -1 } },
    { name: 'created', keys: { createdAt: -1 } },
    { name: 'cart', keys: { cart: 1, createdAt: -1 } },
  ],
})

export const taxSchema = z.strictObject({
  amountMinor: z.number().int(),
  rateBps: z.number().int(),
  jurisdiction: z.string().nullable(),
  behavior: z.enum(['exclusive', 'inclusive']),
  /** `not_collecting`, `reverse_charge`, `standard`: why this amount. */
  reason: z.string(),
})

const orderItemSchema = z.strictObject({
  _id: z.string(),
  order: z.string(),
  customer: z.string(),
  seller: z.string(),
  product: z.string(),
  package: z.string(),
  packageRevision: z.number().int(),
  handle: z.string(),
  formerHandles: z.array(z.string()),
  productName: z.string(),
  packageName: z.string(),
  sellerName: z.string(),
  type: z.enum(productTypes),
  billing: z.enum(['one-time', 'subscription', 'usage', 'free']),
  quantity: z.number().int(),
  quantityMode: z.enum(['licenses', 'seats', 'single']),
  currency: z.string(),
  unitPriceMinor: z.number().int(),
  subtotalMinor: z.number().int(),
  discount: z
    .strictObject({
      amountMinor: z.number().int(),
      funder: z.enum(['platform', 'seller']),
      coupon: z.string(),
    })
    .nullable(),
  tax: taxSchema,
  legs: legsSchema,
  commission: z.strictObject({ rule: z.string(), rateBps: z.number().int() }),
  affiliate: lineReferralSchema.nullable(),
  /** A referral that earns nothing on this line, and why; absent where there was none. */
  refusedReferral: refusedReferralSchema.nullish(),
  holdDays: z.number().int(),
  holdUntil: z.date().nullable(),
  /** A house sale has no payee: its share is the platform's own. */
  house: z.boolean(),
  terms: licenseTermsSchema.strict(),
  trialDays: z.number().int().nullable(),
  refundPolicy: z.strictObject({
    days: z.number().int(),
    version: z.number().int(),
  }),
  /** Cumulative, by leg: notes/marketplace-money.md §2.2. */
  refunded: legsSchema,
  /** The line renews this license instead of issuing one (BUY-11). */
  renews: z
    .strictObject({
      license: z.string(),
      maskedKey: z.string(),
      /** The ends that the buyer was shown. */
      expiresAt: z.date().nullable(),
      updatesUntil: z.date().nullable(),
      supportUntil: z.date().nullable(),
    })
    .nullish(),
  status: z.enum(['pending', 'completed', 'partially_refunded', 'refunded', 'canceled']),
  createdAt: z.date(),
  completedAt: z.date().nullable(),
})
export type OrderItem = z.infer<typeof orderItemSchema>
/** One line of an order, with everything as it was: nothing is derived again from today's settings. */
export const orderItemRecord = defineRecord('order-items', orderItemSchema, {
  indexes: [
    { name: 'order', keys: { order: 1 } },
    { name: 'seller', keys: { seller: 1, createdAt: -1 } },
    { name: 'customer', keys: { customer: 1, createdAt: -1 } },
    { name: 'product', keys: { product: 1, status: 1 } },
  ],
})

export const paymentStatuses = [
  'created',
  'requires_action',
  'processing',
  'succeeded',
  'failed',
  'canceled',
] as const
const paymentSchema = z.strictObject({
  _id: z.string(),
  order: z.string(),
  provider: z.enum(['stripe']),
  /** The provider's id of this attempt: a charge. Unique: an attempt is one record. */
  attempt: z.string(),
  providerIds: z.strictObject({
    session: z.string().nullable(),
    intent: z.string().nullable(),
    charge: z.string(),
    balanceTransaction: z.string().nullable(),
  }),
  method: z.strictObject({
    brand: z.string().nullable(),
    last4: z.string().nullable(),
    /** The provider's name of the card, the same for every payment with it; tells whose card it is nothing of. */
    fingerprint: z.string().nullish(),
  }),
  amountMinor: z.number().int(),
  currency: z.string(),
  feeMinor: z.number().int().nullable(),
  status: z.enum(paymentStatuses),
  declineCode: z.string().nullable(),
  declineReason: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type Payment = z.infer<typeof paymentSchema>
/** One attempt to pay (BUY-4). */
export const paymentRecord = defineRecord('payments', paymentSchema, {
  indexes: [
    { name: 'attempt', keys: { provider: 1, attempt: 1 }, unique: true },
    { name: 'order', keys: { order: 1, createdAt: 1 } },
    {
      name: 'fingerprint',
      keys: { 'method.fingerprint': 1 },
      partialFilterExpression: { 'method.fingerprint': anyText },
    },
    {
      name: 'one_success',
      keys: { order: 1 },
      unique: true,
      partialFilterExpression: { status: 'succeeded' },
    },
  ],
})

export const refundStatuses = ['requested', 'approved', 'submitted', 'succeeded', 'failed'] as const
const refundSchema = z.strictObject({
  _id: z.string(),
  order: z.string(),
  payment: z.string(),
  amountMinor: z.number().int(),
  currency: z.string(),
  lines: z.array(z.strictObject({ item: z.string(), grossMinor: z.number().int() })),
  /** The part that pays what the order owes (`owedMinor` there); the lines are the rest. */
  owedMinor: z.number().int().nullish(),
  reason: z.string(),
  status: z.enum(refundStatuses),
  providerRefund: z.string().nullable(),
  error: z.string().nullable(),
  requestedBy: actorSchema,
  createdAt: z.date(),
  settledAt: z.date().nullable(),
  /** It had succeeded, and the bank sent the money back then; its state is `failed`. */
  returnedAt: z.date().nullish(),
  /** What the asking dialog called it: sent again, because no answer came, it is the same refund. */
  requestKey: z.string().nullish(),
  /** Paid by staff outside of the provider; the reason names the transfer. */
  byHand: z.boolean().nullish(),
})
export type Refund = z.infer<typeof refundSchema>
export const refundRecord = defineRecord('refunds', refundSchema, {
  indexes: [
    { name: 'order', keys: { order: 1, createdAt: 1 } },
    {
      name: 'provider_refund',
      keys: { providerRefund: 1 },
      unique: true,
      partialFilterExpression: { providerRefund: anyText },
    },
    {
      name: 'one_open',
      keys: { order: 1, status: 1 },
      unique: true,
      partialFilterExpression: { status: 'approved' },
    },
  ],
})

const partySchema = z.strictObject({
  name: z.string().nullable(),
  company: z.string().nullable(),
  email: z.string().nullable(),
  country: z.string().nullable(),
  taxId: z.string().nullable(),
  address: z.array(z.string()),
})
const invoiceSchema = z.strictObject({
  _id: z.string(),
  kind: z.enum(['invoice', 'credit_note']),
  order: z.string(),
  customer: z.string(),
  /** For a credit note. */
  refund: z.string().nullable(),
  corrects: z.string().nullable(),
  /** `2026-000001`; given by the sealing job in the order of creation, gapless per year and kind. */
  number: z.string().nullable(),
  status: z.enum(['open', 'paid', 'void', 'uncollectible']),
  currency: z.string(),
  lines: z.array(
    z.strictObject({
      item: z.string(),
      text: z.string(),
      seller: z.string(),
      quantity: z.number().int(),
      unitPriceMinor: z.number().int(),
      netMinor: z.number().int(),
      tax: taxSchema,
    }),
  ),
  netMinor: z.number().int(),
  taxMinor: z.number().int(),
  totalMinor: z.number().int(),
  issuer: partySchema,
  buyer: partySchema,
  paidWith: z.string().nullable(),
  issuedAt: z.date(),
  numberedAt: z.date().nullable(),
})
export type Invoice = z.infer<typeof invoiceSchema>
/** Invoices and credit notes, with both parties as they were. The PDF is drawn from this record alone. */
export const invoiceRecord = defineRecord('invoices', invoiceSchema, {
  indexes: [
    {
      name: 'one_invoice',
      keys: { order: 1 },
      unique: true,
      partialFilterExpression: { kind: 'invoice' },
    },
    {
      name: 'one_credit_note',
      keys: { refund: 1 },
      unique: true,
      partialFilterExpression: { refund: { $type: 'string' } },
    },
    {
      name: 'number',
      keys: { kind: 1, number: 1 },
      unique: true,
      partialFilterExpression: { number: { $type: 'string' } },
    },
    { name: 'unnumbered', keys: { number: 1, issuedAt: 1, _id: 1 } },
    { name: 'order', keys: { order: 1 } },
    { name: 'customer', keys: { customer: 1, issuedAt: -1 } },
  ],
})

const cartSchema = z.strictObject({
  _id: z.string(),
  /** Whose cart it is; null for a guest, who holds it by a signed cookie. */
  user: z.string().nullable(),
  currency: z.string(),
  lines: z.array(
    z.strictObject({
      package: z.string(),
      /** The license that is renewed; null: a new one is bought. A line is its package and this. */
      renews: z.string().nullish(),
      quantity: z.number().int(),
      /** The price that the person saw when adding: a change is shown. */
      seenPriceMinor: z.number().int(),
      addedAt: z.date(),
    }),
  ),
  /** Becomes the order's: a cart that was bought is done. */
  order: z.string().nullable(),
  /** Carts that were merged into this one: an order that was placed from one of them settles here. */
  merged: z.array(z.string()).nullish(),
  /** The newest order that was placed from it: the only one whose payment page may stay open. */
  placed: z.strictObject({ order: z.string(), at: z.date() }).nullish(),
  /** When it was decided whether its buyer is reminded of it: once, whatever becomes of it. */
  remindedAt: z.date().nullish(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type Cart = z.infer<typeof cartSchema>
export const cartRecord = defineRecord('carts', cartSchema, {
  indexes: [
    {
      name: 'user',
      keys: { user: 1, updatedAt: -1 },
      partialFilterExpression: { user: anyText },
    },
    // Two tabs that begin a cart for one person at once conflict here, so that neither's is lost from sight.
    {
      name: 'one_open',
      keys: { user: 1, order: 1 },
      unique: true,
      partialFilterExpression: { user: { $type: 'string' }, order: null },
    },
    {
      name: 'merged',
      keys: { merged: 1 },
      partialFilterExpression: { merged: anyText },
    },
    {
      name: 'placed',
      keys: { 'placed.at': 1 },
      partialFilterExpression: { 'placed.at': anyTime },
    },
    { name: 'clean', keys: { updatedAt: 1 }, expireAfterSeconds: 7_776_000 },
  ],
})
