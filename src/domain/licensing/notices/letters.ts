import { z } from 'zod'
import { type License, licenseReasons, licenseRequestKinds } from '../records'

const instant = z.iso.datetime()
/** The words of the person who did it; null where nobody did. */
const said = z.string().nullable().default(null)

/**
 * Every mail about a license, and the facts that its act notes; what else it says is read when it is sent. The template
 * of the outbox row is `license-{kind}`. Instants are ISO 8601.
 */
export const letterFacts = {
  /** Given by hand, without an order. */
  issued: z.object({ note: z.string().nullable() }),
  /** New places within the quarter of an hour. */
  activated: z.object({ from: instant, until: instant }),
  /** One key on more places than can be right. */
  suspected: z.object({ since: instant, places: z.number(), addresses: z.number(), blocks: z.boolean() }),
  ending: z.object({ end: instant, days: z.number() }),
  grace: z.object({ end: instant }),
  expired: z.object({ end: instant.nullable() }),
  suspended: z.object({ at: instant, reason: z.enum(licenseReasons), note: said }),
  resumed: z.object({ at: instant, reason: z.enum(licenseReasons), note: said }),
  revoked: z.object({ reason: z.enum(licenseReasons), note: said }),
  renewed: z.object({}),
  extended: z.object({ note: z.string().nullable() }),
  limits_changed: z.object({
    note: z.string().nullable(),
    /** By field, as the history has it. */
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
  }),
  /** `until`: how long the old key goes on for the places that are known; null: it has ended. */
  key_replaced: z.object({ old: z.string(), until: instant.nullable(), note: z.string().nullable() }),
  /** The old key of a replacement ends soon. */
  key_ends: z.object({ old: z.string(), until: instant }),
  transferred_away: z.object({ note: z.string().nullable() }),
  transferred_here: z.object({ keepPlaces: z.boolean(), note: z.string().nullable() }),
  /** The owner asks; the seller decides. */
  requested: z.object({ asked: z.enum(licenseRequestKinds), note: z.string() }),
  /** What the customer asked for is not given. */
  request_rejected: z.object({ asked: z.enum(licenseRequestKinds), note: z.string().nullable() }),
  updates_ending: z.object({ until: instant }),
  usage: z.object({
    metric: z.string(),
    used: z.number(),
    limit: z.number(),
    threshold: z.number(),
    period: z.string(),
  }),
} as const satisfies Record<string, z.ZodType>

export type LetterKind = keyof typeof letterFacts
export type LetterFacts<Kind extends LetterKind> = z.infer<(typeof letterFacts)[Kind]>
export type LetterRole = 'customer' | 'seller' | 'staff'

/** What lies in the outbox row beside the facts. */
export const letterData = z.looseObject({
  licenses: z.array(z.string()).min(1),
  role: z.enum(['customer', 'seller', 'staff']),
})

/** A mail about a license to one reader. */
export type Letter = {
  [Kind in LetterKind]: {
    kind: Kind
    facts: LetterFacts<Kind>
    role: LetterRole
    /** A customer, a seller (its owners), or `staff:support`. */
    to: string
    /** What makes it this mail and no other: the day it speaks of, the moment of the act. */
    occasion: string
    notBefore?: Date
  }
}[LetterKind]

/** Licenses of one order share these mails: who bought fifty is told once that they end, not fifty times. */
const shared = new Set<LetterKind>([
  'ending',
  'grace',
  'expired',
  'suspended',
  'resumed',
  'revoked',
  'renewed',
  'updates_ending',
])

/** `mail:license-expired:ord_…:cus_…:2026-12-01T…` */
export const letterKey = (
  license: Pick<License, '_id' | 'order'>,
  { kind, to, occasion }: Pick<Letter, 'kind' | 'to' | 'occasion'>,
): string =>
  `mail:${templateOf(kind)}:${(shared.has(kind) && license.order) || license._id}:${to}:${occasion}`

export const templateOf = (kind: LetterKind): string => `license-${kind.replaceAll('_', '-')}`

/** The kind behind a template's name; null for a template of others. */
export const kindOfTemplate = (template: string): LetterKind | null =>
  kinds.find((kind) => templateOf(kind) === template) ?? null

const kinds = Object.keys(letterFacts) as LetterKind[]
