import { z } from 'zod'
import type { Actor } from './actor'
import { newId } from './ids'
import { defineRecord } from './records'

export const actorSchema = z.strictObject({
  kind: z.enum(['person', 'seller-member', 'staff', 'provider', 'license', 'token', 'system']),
  id: z.string(),
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  onBehalfOf: z.string().optional(),
})

/** What was done to what; before and after hold only what changed, never a secret. */
export interface AuditEntry {
  /** `order.refund`, `user.lock`: noun and verb. */
  act: string
  target: { collection: string; id: string }
  reason?: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

const auditSchema = z.strictObject({
  _id: z.string(),
  at: z.date(),
  act: z.string(),
  actor: actorSchema,
  target: z.strictObject({ collection: z.string(), id: z.string() }),
  reason: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type AuditRecord = z.infer<typeof auditSchema>

/** Who did what, in the transaction that did it; added to, never changed. */
export const auditRecord = defineRecord('audit', auditSchema, {
  appendOnly: true,
  indexes: [
    { name: 'target_at', keys: { 'target.id': 1, at: -1, _id: -1 } },
    { name: 'actor_at', keys: { 'actor.id': 1, at: -1, _id: -1 } },
    { name: 'act_at', keys: { act: 1, at: -1, _id: -1 } },
    { name: 'at', keys: { at: -1, _id: -1 } },
  ],
})

/** What no entry says, whatever an act hands in: fields that by their name hold what opens something. */
const secretName =
  /^(password|hash|salt|secret|token|sealed|cookie|authorization|apiKey|privateKey|licenseKey|keys|sessions)$|(Password|Hash|Salt|Secret|Token|Cookie)$/
const withheld = '[withheld]'

/** The same without the value of any field that is named like a secret, however deep it lies. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      secretName.test(name) ? withheld : withoutSecrets(inner),
    ]),
  )
}

const shownSide = (side: Record<string, unknown> | undefined): Record<string, unknown> | null =>
  side === undefined ? null : (withoutSecrets(side) as Record<string, unknown>)

export const auditRecordOf = (
  entry: AuditEntry,
  { now, actor }: { now: Date; actor: Actor },
): AuditRecord => ({
  _id: newId('evt'),
  at: now,
  act: entry.act,
  actor,
  target: entry.target,
  reason: entry.reason ?? null,
  before: shownSide(entry.before),
  after: shownSide(entry.after),
})
