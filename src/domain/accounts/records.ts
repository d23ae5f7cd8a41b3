import { z } from 'zod'
import { defineDocument, defineRecord } from '@/platform/records'

export const staffRoles = ['admin', 'support', 'editor', 'finance'] as const
export const roles = ['customer', 'seller', 'affiliate', ...staffRoles] as const
export const sellerMemberRoles = ['owner', 'developer', 'support', 'finance'] as const
export type Role = (typeof roles)[number]
export type StaffRole = (typeof staffRoles)[number]
export type SellerMemberRole = (typeof sellerMemberRoles)[number]

export const membershipSchema = z.object({
  seller: z.string(),
  role: z.enum(sellerMemberRoles),
})

const userSchema = z.object({
  _id: z.string(),
  email: z.string(),
  name: z.string().nullish(),
  /** By which staff find a person: people/nameWords.ts. Kept by a hook. */
  nameWords: z.array(z.string()).nullish(),
  roles: z.array(z.enum(roles)).default(['customer']),
  /** The only link between people and sellers: `req.user` carries it. */
  memberships: z.array(membershipSchema).default([]),
  emailVerifiedAt: z.date().nullish(),
  lockedAt: z.date().nullish(),
  lockReason: z.string().nullish(),
  /** Payload's own: the password, and who is signed in with it. Never leaves the operations. */
  hash: z.string().nullish(),
  salt: z.string().nullish(),
  sessions: z.array(z.object({ id: z.string(), createdAt: z.date(), expiresAt: z.date() })).nullish(),
})
export type User = z.infer<typeof userSchema>
/** One account per address: the index decides between two registrations at once. */
export const userDocument = defineDocument('users', userSchema, {
  indexes: [
    { name: 'email', keys: { email: 1 }, unique: true },
    { name: 'name_words', keys: { nameWords: 1 } },
    { name: 'roles', keys: { roles: 1, _id: -1 } },
    { name: 'seller', keys: { 'memberships.seller': 1 } },
    { name: 'locked', keys: { lockedAt: -1 }, partialFilterExpression: { lockedAt: { $type: 'date' } } },
  ],
})

const addressSchema = z.object({
  line1: z.string().nullish(),
  line2: z.string().nullish(),
  postalCode: z.string().nullish(),
  city: z.string().nullish(),
  state: z.string().nullish(),
})

const customerSchema = z.object({
  _id: z.string(),
  /** Where mails go, in lower case. Proven only when `emailVerifiedAt` is set. */
  email: z.string(),
  emailVerifiedAt: z.date().nullish(),
  name: z.string().nullish(),
  company: z.string().nullish(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().nullish(),
  taxId: z.string().nullish(),
  address: addressSchema.nullish(),
  providerIds: z.object({ stripe: z.string().nullish() }).nullish(),
  /** Who signs in as this buyer; null for a guest until claimed. */
  user: z.string().nullish(),
  createdAt: z.date(),
})
export type Customer = z.infer<typeof customerSchema>
/** The buyer as the books know it. A guest checkout makes its own; claiming sets `user` by one conditional write. */
export const customerDocument = defineDocument('customers', customerSchema, {
  indexes: [
    { name: 'email_user', keys: { email: 1, user: 1 } },
    { name: 'user', keys: { user: 1 } },
  ],
})

const sellerSchema = z.object({
  _id: z.string(),
  /** 3–40 of [a-z0-9-]; the first half of every handle. */
  slug: z.string(),
  formerSlugs: z.array(z.object({ slug: z.string() })).default([]),
  name: z.string(),
  /** The platform itself as a seller: no payout (PAY-9). */
  house: z.boolean().default(false),
  status: z.enum(['active', 'suspended', 'terminated']),
  /** Contracted rate; null: by product type and volume from the settings. */
  commissionBps: z.number().int().nullish(),
  holdDays: z.number().int().nullish(),
})
export type Seller = z.infer<typeof sellerSchema>
export const sellerDocument = defineDocument('sellers', sellerSchema, {
  indexes: [
    { name: 'slug', keys: { slug: 1 }, unique: true },
    { name: 'former_slugs', keys: { 'formerSlugs.slug': 1 } },
    { name: 'updated', keys: { updatedAt: -1 } },
  ],
})

const accountTokenSchema = z.strictObject({
  /** SHA-256 of the secret half; the secret is only in the mail. */
  _id: z.string(),
  purpose: z.enum(['verify-email', 'reset-password']),
  user: z.string(),
  /** The address that it proves. */
  email: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
  usedAt: z.date().nullable(),
})
export type AccountToken = z.infer<typeof accountTokenSchema>
/** Single-use secrets of account mails: used by compare-and-set, cleaned a month after they expire. */
export const accountTokenRecord = defineRecord('account-tokens', accountTokenSchema, {
  indexes: [
    { name: 'user', keys: { user: 1, purpose: 1 } },
    { name: 'clean', keys: { expiresAt: 1 }, expireAfterSeconds: 2_592_000 },
  ],
})

const knownBrowserSchema = z.strictObject({
  /** `user:browser`. */
  _id: z.string(),
  user: z.string(),
  /** Random; the browser keeps it signed. */
  browser: z.string(),
  /** The public id of the session that it has; null: signed out. */
  session: z.string().nullable(),
  /** Where it was last, as a network; never a whole address. */
  network: z.string().nullable(),
  userAgent: z.string().nullable(),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
})
export type KnownBrowser = z.infer<typeof knownBrowserSchema>
/** The browsers that somebody signed in with: what strangers do elsewhere does not slow them (browsers.ts). */
export const knownBrowserRecord = defineRecord('known-browsers', knownBrowserSchema, {
  indexes: [
    { name: 'user_session', keys: { user: 1, session: 1 } },
    { name: 'clean', keys: { lastSeenAt: 1 }, expireAfterSeconds: 181 * 86_400 },
  ],
})
