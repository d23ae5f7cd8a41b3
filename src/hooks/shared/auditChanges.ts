import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  GlobalAfterChangeHook,
  PayloadRequest,
} from 'payload'
import { hasStaffRole } from '@/domain/accounts/rights'
import type { Actor } from '@/platform/actor'
import { auditRecord, auditRecordOf } from '@/platform/audit'
import { databaseOf } from '@/platform/documentTransaction'
import { now } from '@/platform/time'
import { sessionOf } from './sessionOf'

/** Writes what a person changed of these fields to the audit, in the same transaction. Operations audit for themselves. */
export const auditChanges =
  (act: string, fields: readonly string[]): CollectionAfterChangeHook =>
  async ({ doc, previousDoc, operation, req, collection }) => {
    if (req.context.operation === collection.slug || !req.user) return doc
    const target = { collection: collection.slug, id: String(doc.id) }
    await writeAudit(req, act, target, differences(fields, operation === 'create' ? {} : previousDoc, doc))
    return doc
  }

export const auditGlobalChanges =
  (act: string, fields: readonly string[]): GlobalAfterChangeHook =>
  async ({ doc, previousDoc, req, global }) => {
    await writeAudit(
      req,
      act,
      { collection: 'globals', id: global.slug },
      differences(fields, previousDoc ?? {}, doc),
    )
    return doc
  }

/** Keeps what a document was when somebody deleted it. */
export const auditDeletion =
  (act: string, fields: readonly string[]): CollectionAfterDeleteHook =>
  async ({ id, doc, req, collection }) => {
    const before = Object.fromEntries(fields.map((field) => [field, doc[field] ?? null]))
    await writeAudit(req, act, { collection: collection.slug, id: String(id) }, { before, after: {} })
  }

interface Difference {
  before: Record<string, unknown>
  after: Record<string, unknown>
}

function differences(
  fields: readonly string[],
  previous: Record<string, unknown>,
  present: Record<string, unknown>,
): Difference | null {
  const changed = fields.filter((field) => JSON.stringify(previous[field]) !== JSON.stringify(present[field]))
  if (changed.length === 0) return null
  const pick = (source: Record<string, unknown>) =>
    Object.fromEntries(changed.map((field) => [field, source[field] ?? null]))
  return { before: pick(previous), after: pick(present) }
}

async function writeAudit(
  req: PayloadRequest,
  act: string,
  target: { collection: string; id: string },
  difference: Difference | null,
): Promise<void> {
  if (!difference) return
  const session = await sessionOf(req)
  const row = auditRecordOf({ act, target, ...difference }, { now: now(), actor: actorOfRequest(req) })
  await databaseOf(req.payload)
    .db.collection<typeof row>(auditRecord.name)
    .insertOne(row, session ? { session } : {})
}

/** Who sent this request to Payload. */
export function actorOfRequest(req: PayloadRequest): Actor {
  if (!req.user) return { kind: 'system', id: 'payload', address: null, requestId: null }
  return {
    kind: hasStaffRole(req.user) ? 'staff' : 'person',
    id: req.user.id,
    address: req.headers.get('x-forwarded-for'),
    requestId: req.headers.get('x-request-id'),
  }
}
