import { z } from 'zod'
import { licenseTermsSchema, productTypes } from '@/domain/catalog/records'
import { actorSchema } from '@/platform/audit'
import { anyText, anyTime, defineRecord } from '@/platform/records'

export const licenseStatuses = ['pending', 'active', 'expired', 'suspended', 'revoked'] as const
export type LicenseStatus = (typeof licenseStatuses)[number]
export const licenseReasons = [
  'refunded',
  'disputed',
  'canceled',
  'terms',
  'payment',
  'staff',
  'seller',
] as const

export type LicenseReason = (typeof licenseReasons)[number]

const licenseKeySchema = z.strictObject({
  /** HMAC-SHA256 under the key-hash key: look-up. */
  hash: z.string(),
  /** AES-GCM, bound to this license: its owner can see it again. */
  sealed: z.string(),
  masked: z.string(),
  state: z.enum(['current', 'retiring', 'imported']),
  until: z.date().nullable(),
})

export const environments = ['production', 'staging', 'development'] as const

/** So many places lie in the license record; more lie in `license-places`. */
export const placesInRecord = 50

/** One place on which a license is in use (activation); up to 50 lie in the license, so that a verdict is one read. */
export const placeSchema = z.strictObject({
  id: z.string(),
  /** `pub_…`: names the place in a browser, where no key may go (LIC-12). */
  publicId: z.string(),
  domain: z.string().nullable(),
  fingerprint: z.string().nullable(),
  environment: z.enum(environments),
  /** Takes a seat: production places do, those of a free environment do not, development hosts are never kept. */
  seat: z.boolean(),
  label: z.string().nullable(),
  /** A license file for this machine proves the license until then, whatever becomes of the place. */
  fileUntil: z.date().optional(),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
})

const licenseSchema = z.strictObject({
  _id: z.string(),
  customer: z.string(),
  seller: z.string(),
  product: z.string(),
  package: z.string(),
  order: z.string().nullable(),
  orderItem: z.string().nullable(),
  /** The how-manieth license of its item; unique with it: an item can never issue twice. */
  ordinal: z.number().int(),
  type: z.enum(productTypes),
  /** Current and former handles: all stay valid in answers for ever (ID-3). The first is the current one. */
  handles: z.array(z.string()),
  productName: z.string(),
  packageName: z.string(),
  billing: z.enum(['one-time', 'subscription', 'usage', 'free']),
  status: z.enum(licenseStatuses),
  reason: z.enum(licenseReasons).nullable(),
  statusChangedAt: z.date(),
  test: z.boolean(),
  keys: z.array(licenseKeySchema).max(3),
  maskedKey: z.string(),
  /** As they hold now: what was sold, and what seller or staff gave beside it. */
  terms: licenseTermsSchema.strict(),
  seats: z.number().int().nullable(),
  /** As sold: a seller's override never goes below it. */
  sold: z.strictObject({ terms: licenseTermsSchema.strict(), seats: z.number().int().nullable() }),
  places: z.array(placeSchema).max(placesInRecord),
  /** Of all places, also those in `license-places`. */
  seatsTaken: z.number().int(),
  /** Places without a seat, of free environments. */
  freeTaken: z.number().int(),
  /** When seats changed their place or were given back, newest last: what `moveQuota` counts. */
  freed: z.array(z.date()).max(50),
  /** The last move, while it can be taken back. */
  undo: z.strictObject({ place: placeSchema, replacedBy: z.string().nullable(), until: z.date() }).nullable(),
  /** One key in use on more places than can be right; cleared by seller or staff. */
  suspicion: z
    .strictObject({ since: z.date(), places: z.number().int(), addresses: z.number().int() })
    .nullable(),
  /** The last reminder of the end that was told: `days` before `end`. */
  reminded: z.strictObject({ end: z.date(), days: z.number().int() }).nullable(),
  /** The end of the update window that was told. */
  updatesReminded: z.date().optional(),
  startsAt: z.date(),
  expiresAt: z.date().nullable(),
  updatesUntil: z.date().nullable(),
  supportUntil: z.date().nullable(),
  activatedAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type License = z.infer<typeof licenseSchema>

/** What a check looks at; the rest, half of a record, costs neither the way nor memory. */
export const judgedFields = [
  '_id',
  'customer',
  'seller',
  'product',
  'type',
  'handles',
  'packageName',
  'billing',
  'status',
  'reason',
  'test',
  'keys',
  'terms',
  'seats',
  'places',
  'seatsTaken',
  'freeTaken',
  'freed',
  'undo',
  'suspicion',
  'startsAt',
  'expiresAt',
  'updatesUntil',
  'supportUntil',
  'activatedAt',
  'lastUsedAt',
] as const satisfies readonly (keyof License)[]
/** A key as it is judged: never what it is shown by. */
export type JudgedKey = Pick<License['keys'][number], 'hash' | 'state' | 'until'>
/** A license as verdicts read it. */
export type JudgedLicense = Omit<Pick<License, (typeof judgedFields)[number]>, 'keys'> & { keys: JudgedKey[] }
export type LicensePlace = z.infer<typeof placeSchema>

/** The entitlement that a purchase grants. Everything that a verdict needs lies in the one record. */
export const licenseRecord = defineRecord('licenses', licenseSchema, {
  indexes: [
    { name: 'key_hash', keys: { 'keys.hash': 1 }, unique: true },
    {
      name: 'item_ordinal',
      keys: { orderItem: 1, ordinal: 1 },
      unique: true,
      partialFilterExpression: { orderItem: { $type: 'string' } },
    },
    {
      name: 'public_id',
      keys: { 'places.publicId': 1 },
      unique: true,
      partialFilterExpression: { 'places.publicId': anyText },
    },
    {
      name: 'suspicion',
      keys: { 'suspicion.since': -1 },
      partialFilterExpression: { 'suspicion.since': { $type: 'date' } },
    },
    { name: 'customer', keys: { customer: 1, createdAt: -1 } },
    { name: 'seller', keys: { seller: 1, createdAt: -1 } },
    { name: 'product', keys: { product: 1, createdAt: -1 } },
    { name: 'order', keys: { order: 1 } },
    { name: 'expiry', keys: { status: 1, expiresAt: 1 } },
    { name: 'updates_end', keys: { status: 1, updatesUntil: 1 } },
    {
      name: 'keys_end',
      keys: { 'keys.until': 1 },
      partialFilterExpression: { 'keys.until': anyTime },
    },
    {
      name: 'withdrawn',
      keys: { status: 1, statusChangedAt: 1 },
      partialFilterExpression: { status: { $in: ['revoked', 'suspended'] } },
    },
  ],
})

const heldPlaceSchema = placeSchema.omit({ id: true }).extend({
  /** The activation's id. */
  _id: z.string(),
  license: z.string(),
  /** What makes it the same place: its host, else `#` and its fingerprint. */
  spot: z.string(),
})
export type HeldPlace = z.infer<typeof heldPlaceSchema>
/** Places beyond those that a license record holds. */
export const licensePlaceRecord = defineRecord('license-places', heldPlaceSchema, {
  indexes: [
    { name: 'license_spot', keys: { license: 1, spot: 1 }, unique: true },
    { name: 'license', keys: { license: 1, _id: 1 } },
    { name: 'license_seen', keys: { license: 1, seat: 1, lastSeenAt: 1 } },
    { name: 'public_id', keys: { publicId: 1 }, unique: true },
  ],
})

const licenseLeaseSchema = z.strictObject({
  /** `{license}:{slot}`: there are as many slots as users were sold, so never more leases than that. */
  _id: z.string(),
  license: z.string(),
  slot: z.number().int(),
  /** Who sits there: a keyed hash of what the program calls its user. */
  holder: z.string(),
  until: z.date(),
  /** Counts the sittings: a late heartbeat of the one before does not extend the one after. */
  fence: z.number().int(),
})
export type LicenseLease = z.infer<typeof licenseLeaseSchema>
/** Seats of concurrent users: leased, extended by heartbeats, free again when they stay away (GW-5). */
export const licenseLeaseRecord = defineRecord('license-leases', licenseLeaseSchema, {
  indexes: [
    { name: 'license_holder', keys: { license: 1, holder: 1 }, unique: true },
    { name: 'license_until', keys: { license: 1, until: 1 } },
    { name: 'license_slot', keys: { license: 1, slot: -1 } },
  ],
})

export const licenseHistoryKinds = [
  'created',
  'activated',
  'deactivated',
  'moved',
  'state',
  'limits_changed',
  'limit_passed',
  'key_shown',
  'replaced',
  'transferred',
  'renewed',
  'suspected',
  'cleared',
  /** A license file was made for a machine without network. */
  'file',
] as const

const licenseHistorySchema = z.strictObject({
  _id: z.string(),
  license: z.string(),
  seller: z.string(),
  customer: z.string(),
  at: z.date(),
  kind: z.enum(licenseHistoryKinds),
  actor: actorSchema,
  reason: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type LicenseHistory = z.infer<typeof licenseHistorySchema>
/** What happened to a license: seen by customer, seller and staff, each their part. */
export const licenseHistoryRecord = defineRecord('license-history', licenseHistorySchema, {
  indexes: [
    { name: 'license_at', keys: { license: 1, at: -1 } },
    { name: 'seller_at', keys: { seller: 1, at: 1 } },
  ],
})

const windowsSchema = z.strictObject({
  expiresAt: z.date().nullable(),
  updatesUntil: z.date().nullable(),
  supportUntil: z.date().nullable(),
})
const licenseRenewalSchema = z.strictObject({
  /** The order line that paid for it. */
  _id: z.string(),
  license: z.string(),
  order: z.string(),
  before: windowsSchema,
  /** Where what it added begins: at `before`, or later where a gap was not paid for. Rows without it closed the gap. */
  begins: windowsSchema.nullish(),
  after: windowsSchema,
  at: z.date(),
  /** The line was refunded: what it added was taken back. */
  takenBackAt: z.date().nullable(),
  /** Paid, and nothing could be renewed any more: why. `after` is `before` then, and the money is to be given back. */
  refused: z.enum(['gone', 'revoked', 'endless']).nullish(),
})
export type LicenseRenewal = z.infer<typeof licenseRenewalSchema>
/** What each paid renewal added; a line renews once (BUY-11). */
export const licenseRenewalRecord = defineRecord('license-renewals', licenseRenewalSchema, {
  indexes: [
    { name: 'license_at', keys: { license: 1, at: -1 } },
    { name: 'order', keys: { order: 1 } },
  ],
})

export const licenseRequestKinds = ['extend', 'transfer'] as const
export const licenseRequestStates = ['open', 'approved', 'rejected', 'withdrawn'] as const

const licenseRequestSchema = z.strictObject({
  _id: z.string(),
  license: z.string(),
  seller: z.string(),
  customer: z.string(),
  product: z.string(),
  kind: z.enum(licenseRequestKinds),
  status: z.enum(licenseRequestStates),
  /** Why, in the customer's words. */
  note: z.string(),
  /** To whom a transfer goes, in lower case. */
  toEmail: z.string().nullable(),
  createdAt: z.date(),
  decidedAt: z.date().nullable(),
  /** What the customer is told. */
  answer: z.string().nullable(),
})
export type LicenseRequest = z.infer<typeof licenseRequestSchema>
/** What a customer asks for about a license: more time, another owner. Seller or staff decide (LIC-9, LIC-11). */
export const licenseRequestRecord = defineRecord('license-requests', licenseRequestSchema, {
  indexes: [
    {
      name: 'one_open',
      keys: { license: 1, kind: 1 },
      unique: true,
      partialFilterExpression: { status: 'open' },
    },
    { name: 'seller_status', keys: { seller: 1, status: 1, createdAt: -1 } },
    { name: 'status', keys: { status: 1, createdAt: -1 } },
    { name: 'customer', keys: { customer: 1, createdAt: -1 } },
  ],
})

const licenseAttemptSchema = z.strictObject({
  _id: z.string(),
  /** null where no license was found. */
  license: z.string().nullable(),
  seller: z.string().nullable(),
  product: z.string(),
  code: z.string(),
  valid: z.boolean(),
  domain: z.string().nullable(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  at: z.date(),
  /** Repeats of the same verdict by license, place and address within five minutes are one row. */
  count: z.number().int(),
})
export type LicenseAttempt = z.infer<typeof licenseAttemptSchema>
/** The log of validations, written in batches, kept 90 days. */
export const licenseAttemptRecord = defineRecord('license-attempts', licenseAttemptSchema, {
  indexes: [
    { name: 'license_at', keys: { license: 1, at: -1 } },
    { name: 'clean', keys: { at: 1 }, expireAfterSeconds: 7_776_000 },
  ],
})

const signingKeySchema = z.strictObject({
  /** The key id (`kid`) in tokens and JWKS. */
  _id: z.string(),
  purpose: z.enum(['license']),
  alg: z.literal('EdDSA'),
  publicJwk: z.record(z.string(), z.unknown()),
  /** PKCS#8 PEM, sealed. */
  sealedPrivate: z.string(),
  /** `next` is published before it signs, so that whoever holds the key set of before knows it already. */
  state: z.enum(['next', 'active', 'retiring', 'retired']),
  createdAt: z.date(),
  /** Since when it signs; left out of the first key, which always did. */
  activeSince: z.date().optional(),
  /** Until when it is published after its successor signs: so long the last proof of it may live. */
  retiresAt: z.date().optional(),
})
export type SigningKey = z.infer<typeof signingKeySchema>
export const signingKeyRecord = defineRecord('signing-keys', signingKeySchema, {
  indexes: [
    {
      name: 'one_active',
      keys: { purpose: 1 },
      unique: true,
      partialFilterExpression: { state: 'active' },
    },
    {
      name: 'one_next',
      keys: { purpose: 1, state: 1 },
      unique: true,
      partialFilterExpression: { state: 'next' },
    },
  ],
})

const downloadSchema = z.strictObject({
  _id: z.string(),
  license: z.string(),
  seller: z.string(),
  customer: z.string(),
  product: z.string(),
  release: z.string(),
  file: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  at: z.date(),
  /** How the link came: `order`, `account`, `releases`. */
  via: z.string(),
  bytes: z.number().int(),
})
export type Download = z.infer<typeof downloadSchema>
/** Each use of a download link; one row per link (its id is the link's), however often a client resumes. */
export const downloadRecord = defineRecord('downloads', downloadSchema, {
  indexes: [
    { name: 'license_at', keys: { license: 1, at: -1 } },
    { name: 'seller_at', keys: { seller: 1, at: -1 } },
  ],
})
