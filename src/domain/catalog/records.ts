import { z } from 'zod'
import { defineDocument, defineRecord } from '@/platform/records'

export const productTypes = ['package', 'plugin', 'script', 'theme', 'api', 'saas', 'consultation'] as const
export type ProductType = (typeof productTypes)[number]

export const productStatuses = [
  'draft',
  'in_review',
  'changes_requested',
  'published',
  'rejected',
  'suspended',
  'archived',
] as const
export const releaseStatuses = ['uploaded', 'checking', 'staged', 'published', 'withdrawn'] as const

/** A text by language; English is always there. */
export const localizedText = z.object({
  en: z.string(),
  de: z.string().nullish(),
})
const localizedTextOrNone = z.object({ en: z.string().nullish(), de: z.string().nullish() }).nullish()
const localizedRichText = z.object({ en: z.unknown(), de: z.unknown() }).partial().nullish()

const productSchema = z.object({
  _id: z.string(),
  seller: z.string(),
  slug: z.string(),
  /** `{seller}/{product}`: its name in API, gateway, Composer and URLs. Set by a hook. */
  handle: z.string(),
  formerHandles: z.array(z.object({ handle: z.string() })).default([]),
  type: z.enum(productTypes),
  status: z.enum(productStatuses),
  name: localizedText,
  summary: localizedText,
  description: localizedRichText,
  categories: z.array(z.string()).default([]),
  tags: z.array(z.object({ tag: z.string() })).default([]),
  compatibility: z
    .object({
      php: z.string().nullish(),
      laravel: z.string().nullish(),
      other: z.string().nullish(),
    })
    .nullish(),
  support: z
    .object({
      channels: z.string().nullish(),
      responseHours: z.number().nullish(),
    })
    .nullish(),
  links: z
    .object({
      demo: z.string().nullish(),
      repository: z.string().nullish(),
      documentation: z.string().nullish(),
    })
    .nullish(),
  refundPolicy: z
    .object({
      days: z.number().int().nullish(),
      version: z.number().int().nullish(),
    })
    .nullish(),
  /** The seller's rate for affiliates, in basis points; null: the platform's. It is never below that (AFF-3). */
  affiliateBps: z.number().int().nullish(),
  salesCount: z.number().int().default(0),
  publishedAt: z.date().nullish(),
  createdAt: z.date(),
  updatedAt: z.date(),
})
export type Product = z.infer<typeof productSchema>
export const productDocument = defineDocument('products', productSchema, {
  indexes: [
    { name: 'handle', keys: { handle: 1 }, unique: true },
    { name: 'seller', keys: { seller: 1, createdAt: -1 } },
    { name: 'status_published', keys: { status: 1, publishedAt: -1 } },
    { name: 'former_handles', keys: { 'formerHandles.handle': 1 } },
    { name: 'updated', keys: { updatedAt: -1 } },
  ],
})

export const pricingModels = ['one-time', 'subscription', 'usage', 'free'] as const
export const licenseClasses = ['regular', 'extended', 'developer'] as const
export const licenseTerms = ['lifetime', 'annual', 'monthly', 'trial'] as const

/** What may be used in a period; null: as much as one likes. The gateway and the metering endpoint count. */
export const usageLimitsSchema = z.strictObject({
  callsPerMinute: z.number().int().nullable(),
  callsPerHour: z.number().int().nullable(),
  callsPerDay: z.number().int().nullable(),
  callsPerMonth: z.number().int().nullable(),
  bandwidthBytesPerMonth: z.number().int().nullable(),
  storageBytes: z.number().int().nullable(),
})
export type UsageLimits = z.infer<typeof usageLimitsSchema>

/** Environments that a seller may let run without a seat. */
export const freeEnvironments = ['staging', 'development'] as const
/** What is left of the releases when a term has ended (DL-2). */
export const afterTerm = ['term-releases', 'none'] as const

/** License terms as data on the package; copied to the license at the sale, never read again (LIC-2). */
export const licenseTermsSchema = z.object({
  class: z.enum(licenseClasses),
  term: z.enum(licenseTerms),
  /** How many production places; null: unlimited. Development hosts never count. */
  activations: z.number().int().nullable(),
  /** Places may be sites of the buyer's own customers. */
  clientProjects: z.boolean(),
  /** Covers production; without it only development and free environments run. */
  production: z.boolean(),
  /** Source archives of releases may be downloaded (DL-5). */
  sourceIncluded: z.boolean(),
  prioritySupport: z.boolean(),
  updateMonths: z.number().int().nullable(),
  supportMonths: z.number().int().nullable(),
  graceDays: z.number().int(),
  /** Users at the same time, as leased seats; null: not counted. */
  users: z.number().int().nullable(),
  /** A user's seat is free again so long after its last heartbeat. */
  leaseSeconds: z.number().int(),
  limits: usageLimitsSchema,
  features: z.array(z.string()),
  /** Exact hosts or `*.` one level; empty: any host, bound at activation. */
  domains: z.array(z.string()),
  /** Addresses or CIDR; empty: any. */
  ipRules: z.array(z.string()),
  /** Places that declare one of these take no seat, up to a bound (seats.ts). */
  freeEnvironments: z.array(z.enum(freeEnvironments)),
  /** Hosts, or their endings after a dot, that count as development beside the list of ours. */
  developmentHosts: z.array(z.string()),
  recheckDays: z.number().int(),
  tokenOnlineDays: z.number().int(),
  /** How many seats may change their place within the window of days; null: as many as one likes. */
  moveQuota: z.number().int().nullable(),
  moveWindowDays: z.number().int(),
  /** A place that was not seen for so long gives its seat to a new one when there is no other; null: never. */
  reclaimDays: z.number().int().nullable(),
  /** More new places than this within a day are suspicious; null: by the seats. */
  clonePlaces: z.number().int().nullable(),
  /** A suspicion refuses new places (`CLONE_DETECTED`), not only tells people. */
  cloneBlocks: z.boolean(),
  afterTerm: z.enum(afterTerm),
})
export type LicenseTerms = z.infer<typeof licenseTermsSchema>

/** Left to the class, or said for this package. */
export const classAnswers = ['as-class', 'yes', 'no'] as const
const asClassOr = z.enum(classAnswers).nullish()

const packageSchema = z.object({
  _id: z.string(),
  product: z.string(),
  seller: z.string(),
  name: localizedText,
  description: localizedTextOrNone,
  features: z.array(z.object({ text: localizedText })).default([]),
  pricingModel: z.enum(pricingModels),
  prices: z.array(z.object({ currency: z.string(), amountMinor: z.number().int() })).default([]),
  /** Usage prices: millionths of the currency per block of calls. */
  usagePrice: z
    .object({
      unitPriceMicros: z.number().int().nullish(),
      per: z.number().int().nullish(),
      currency: z.string().nullish(),
    })
    .nullish(),
  /** `licenses`: n licenses; `seats`: one license with n times the seats (BUY-1). */
  quantityMode: z.enum(['licenses', 'seats', 'single']),
  /** As Payload stores it: lists are rows. `licenseTermsOf` makes the snapshot. */
  license: z.object({
    class: z.enum(licenseClasses),
    term: z.enum(licenseTerms),
    activations: z.number().int().nullish(),
    clientProjects: asClassOr,
    production: asClassOr,
    sourceIncluded: asClassOr,
    prioritySupport: asClassOr,
    updateMonths: z.number().int().nullish(),
    supportMonths: z.number().int().nullish(),
    graceDays: z.number().int().nullish(),
    users: z.number().int().nullish(),
    leaseSeconds: z.number().int().nullish(),
    limits: z
      .object({
        callsPerMinute: z.number().int().nullish(),
        callsPerHour: z.number().int().nullish(),
        callsPerDay: z.number().int().nullish(),
        callsPerMonth: z.number().int().nullish(),
        bandwidthBytesPerMonth: z.number().int().nullish(),
        storageBytes: z.number().int().nullish(),
      })
      .nullish(),
    features: z.array(z.object({ code: z.string() })).default([]),
    domains: z.array(z.object({ rule: z.string() })).default([]),
    ipRules: z.array(z.object({ rule: z.string() })).default([]),
    freeEnvironments: z.array(z.enum(freeEnvironments)).nullish(),
    developmentHosts: z.array(z.object({ host: z.string() })).nullish(),
    recheckDays: z.number().int().nullish(),
    tokenOnlineDays: z.number().int().nullish(),
    moveQuota: z.number().int().nullish(),
    moveWindowDays: z.number().int().nullish(),
    reclaimDays: z.number().int().nullish(),
    clonePlaces: z.number().int().nullish(),
    cloneBlocks: z.boolean().nullish(),
    afterTerm: z.enum(afterTerm).nullish(),
  }),
  trialDays: z.number().int().nullish(),
  position: z.number().int().default(0),
  mostPopular: z.boolean().default(false),
  active: z.boolean().default(true),
  /** Counts its edits: an order item names the version it was bought at. */
  revision: z.number().int().default(1),
})
export type Package = z.infer<typeof packageSchema>
export const packageDocument = defineDocument('packages', packageSchema, {
  indexes: [
    { name: 'product', keys: { product: 1, position: 1 } },
    { name: 'updated', keys: { updatedAt: -1 } },
  ],
})

const releaseSchema = z.object({
  _id: z.string(),
  product: z.string(),
  seller: z.string(),
  /** Semantic version. */
  version: z.string(),
  channel: z.enum(['stable', 'beta']),
  status: z.enum(releaseStatuses),
  notes: localizedTextOrNone,
  /** `file` names a `files` record; name, size and checksum are there. */
  files: z.array(z.object({ file: z.string(), kind: z.enum(['archive', 'source']) })).default([]),
  requirements: z.array(z.object({ name: z.string(), range: z.string() })).default([]),
  publishedAt: z.date().nullish(),
  createdAt: z.date(),
})
export type Release = z.infer<typeof releaseSchema>
export const releaseDocument = defineDocument('releases', releaseSchema, {
  indexes: [
    { name: 'product_version', keys: { product: 1, version: 1 }, unique: true },
    {
      name: 'product_published',
      keys: { product: 1, status: 1, publishedAt: -1 },
    },
    { name: 'updated', keys: { updatedAt: -1 } },
  ],
})

/** What it was called before; addresses lead from there for ever, unless another is called so today. */
const formerSlugs = z.array(z.object({ slug: z.string() })).nullish()

const categorySchema = z.object({
  _id: z.string(),
  slug: z.string(),
  formerSlugs,
  name: localizedText,
  description: localizedTextOrNone,
  parent: z.string().nullish(),
  position: z.number().int().default(0),
})
export type Category = z.infer<typeof categorySchema>
export const categoryDocument = defineDocument('categories', categorySchema, {
  indexes: [
    { name: 'slug', keys: { slug: 1 }, unique: true },
    { name: 'updated', keys: { updatedAt: -1 } },
  ],
})

const curationSchema = z.object({
  _id: z.string(),
  slug: z.string(),
  formerSlugs,
  title: localizedText,
  intro: localizedTextOrNone,
  products: z.array(z.string()).default([]),
  /** Shown on the home page, in this order; null: only at its own address. */
  homePosition: z.number().int().nullish(),
})
export type Curation = z.infer<typeof curationSchema>
/** Collections of products that editors put together. */
export const curationDocument = defineDocument('curations', curationSchema, {
  indexes: [
    { name: 'slug', keys: { slug: 1 }, unique: true },
    { name: 'former_slugs', keys: { 'formerSlugs.slug': 1 } },
  ],
})

const mediaSchema = z.object({
  _id: z.string(),
  alt: localizedText,
  /** Whose image it is; none: the platform's own. */
  seller: z.string().nullish(),
  filename: z.string(),
  mimeType: z.string(),
  filesize: z.number(),
  width: z.number().nullish(),
  height: z.number().nullish(),
})
export type Media = z.infer<typeof mediaSchema>
/** Public images of listings and pages; the file name is how a request finds them. */
export const mediaDocument = defineDocument('media', mediaSchema, {
  indexes: [
    { name: 'filename', keys: { filename: 1 }, unique: true },
    { name: 'seller', keys: { seller: 1, createdAt: -1 } },
  ],
})

//   uploading ──▶ checking ──▶ stored
//                     └──▶ refused        (the bytes are gone, the reason stays)
export const fileStates = ['uploading', 'checking', 'stored', 'refused'] as const

const fileSchema = z.strictObject({
  _id: z.string(),
  seller: z.string().nullable(),
  /** As people see it. */
  name: z.string(),
  bytes: z.number().int(),
  /** Hex; empty until the file is stored. */
  sha256: z.string(),
  contentType: z.string(),
  /** Where the file store keeps it, once it is stored: random, never public. */
  storageKey: z.string(),
  state: z.enum(fileStates),
  /** Why an upload was not taken, for its seller to read. */
  refusal: z.strictObject({ code: z.string(), detail: z.string() }).nullish(),
  createdBy: z.string(),
  createdAt: z.date(),
})
export type FileRecord = z.infer<typeof fileSchema>
/** Private files: release archives. Delivered only through signed links. */
export const fileRecord = defineRecord('files', fileSchema, {
  indexes: [{ name: 'seller', keys: { seller: 1, createdAt: -1 } }],
})

const uploadLockSchema = z.strictObject({
  /** The upload's id. */
  _id: z.string(),
  holder: z.string(),
  until: z.date(),
  /** Somebody waits: the holder ends what it does. */
  isWanted: z.boolean(),
})
/** Who goes on with an upload just now: one request at a time, whichever process has it. */
export const uploadLockRecord = defineRecord('upload-locks', uploadLockSchema, {
  indexes: [{ name: 'clean', keys: { until: 1 }, expireAfterSeconds: 86_400 }],
})
