import { entryRecord } from '@/domain/ledger/records'
import { licenseRecord } from '@/domain/licensing/records'
import type { Actor } from '@/platform/actor'
import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { invoiceRecord, type Order, orderDocument, paymentRecord, type Refund, refundRecord } from './records'

export type FactSource = 'buyer' | 'provider' | 'us' | 'staff'

/** One thing that happened to an order; `words` fills the text of its kind (`panel.timeline.<kind>`). */
export interface Fact {
  id: string
  at: Date
  source: FactSource
  kind:
    | 'placed'
    | 'paid'
    | 'completed'
    | 'event'
    | 'payment'
    | 'declined'
    | 'entry'
    | 'refund'
    | 'refundFailed'
    | 'refundReturned'
    | 'paidByHand'
    | 'invoice'
    | 'creditNote'
    | 'license'
    | 'mail'
    | 'effect'
    | 'audit'
  words: Record<string, string>
  amount?: { amountMinor: number; currency: string }
  /** The record behind it, for a link. */
  record?: { collection: string; id: string }
  state?: { state: 'due' | 'done' | 'parked'; error: string | null }
}

/** At most so many of each kind: an order that has more is looked at in the lists. */
const most = 200

/** Facts about an order by source, in time order; null for an unknown order. The caller has checked who asks. */
export async function orderTimeline(database: Database, orderId: string): Promise<Fact[] | null> {
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  if (!order) return null
  const parts = await Promise.all([
    ordered(order),
    events(database, orderId),
    payments(database, orderId),
    entries(database, orderId),
    refunds(database, orderId),
    invoices(database, orderId),
    licenses(database, orderId),
    effects(database, orderId),
    acts(database, orderId),
  ])
  return parts.flat().sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
}

function ordered({ _id, createdAt, paidAt, completedAt, totals, currency }: Order): Fact[] {
  const amount = { amountMinor: totals.totalMinor, currency }
  return [
    { id: `${_id}:placed`, at: createdAt, source: 'buyer', kind: 'placed', words: {}, amount },
    ...(paidAt
      ? [{ id: `${_id}:paid`, at: paidAt, source: 'provider', kind: 'paid', words: {} } as const]
      : []),
    ...(completedAt
      ? [{ id: `${_id}:completed`, at: completedAt, source: 'us', kind: 'completed', words: {} } as const]
      : []),
  ]
}

async function events(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, inboxRow).find({ order }).limit(most).toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.createdAt,
    source: 'provider',
    kind: 'event',
    words: { type: row.type },
    record: { collection: 'inbox', id: row._id },
    state: { state: row.state, error: row.error },
  }))
}

async function payments(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, paymentRecord).find({ order }).limit(most).toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.createdAt,
    source: 'provider',
    ...said(
      row.declineReason
        ? { kind: 'declined', words: { reason: row.declineReason } }
        : { kind: 'payment', words: { status: row.status } },
    ),
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    record: { collection: 'payments', id: row._id },
  }))
}

async function entries(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, entryRecord).find({ 'refs.order': order }).limit(most).toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.createdAt,
    source: 'us',
    kind: 'entry',
    words: { kind: row.kind },
    // An entry sums to zero: its size is what stands on one side.
    amount: {
      amountMinor: row.postings.reduce((sum, { amountMinor }) => sum + Math.max(0, amountMinor), 0),
      currency: row.currency,
    },
    record: { collection: 'entries', id: row._id },
  }))
}

async function refunds(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, refundRecord).find({ order }).limit(most).toArray()
  return rows.flatMap(refundFacts)
}

/** A refund that the bank sent back is two facts: it succeeded, and later it did not. */
function refundFacts(row: Refund): Fact[] {
  const fact = {
    id: row._id,
    at: row.settledAt ?? row.createdAt,
    source: sourceOf(row.requestedBy),
    amount: { amountMinor: row.amountMinor, currency: row.currency },
    record: { collection: 'refunds', id: row._id },
  }
  const { reason } = row
  const error = row.error ?? ''
  if (row.byHand) return [{ ...fact, kind: 'paidByHand', words: { reason } }]
  if (row.returnedAt)
    return [
      { ...fact, kind: 'refund', words: { status: 'succeeded', reason } },
      {
        ...fact,
        id: `${row._id}:returned`,
        at: row.returnedAt,
        source: 'provider',
        kind: 'refundReturned',
        words: { error },
      },
    ]
  if (row.status === 'failed') return [{ ...fact, kind: 'refundFailed', words: { reason, error } }]
  return [{ ...fact, kind: 'refund', words: { status: row.status, reason } }]
}

async function invoices(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, invoiceRecord).find({ order }).limit(most).toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.issuedAt,
    source: 'us',
    kind: row.kind === 'invoice' ? 'invoice' : 'creditNote',
    words: { number: row.number ?? '' },
    amount: { amountMinor: row.totalMinor, currency: row.currency },
    record: { collection: 'invoices', id: row._id },
  }))
}

async function licenses(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, licenseRecord)
    .find({ order }, { projection: { keys: 0, places: 0 } })
    .limit(most)
    .toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.createdAt,
    source: 'us',
    kind: 'license',
    words: { key: row.maskedKey, product: row.productName },
    record: { collection: 'licenses', id: row._id },
  }))
}

async function effects(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, outboxRow).find({ 'refs.order': order }).limit(most).toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.doneAt ?? row.createdAt,
    source: 'us',
    ...said(
      row.kind === 'mail'
        ? { kind: 'mail', words: { template: String(row.payload.template ?? row._id) } }
        : { kind: 'effect', words: { kind: row.kind, key: row._id } },
    ),
    record: { collection: 'outbox', id: row._id },
    state: { state: row.state, error: row.error },
  }))
}

async function acts(database: Database, order: string): Promise<Fact[]> {
  const rows = await collectionOf(database, auditRecord)
    .find({ 'target.id': order })
    .sort({ at: -1 })
    .limit(most)
    .toArray()
  return rows.map((row) => ({
    id: row._id,
    at: row.at,
    source: sourceOf(row.actor),
    kind: 'audit',
    words: { act: row.act },
    record: { collection: 'audit', id: row._id },
  }))
}

const said = (text: Pick<Fact, 'kind' | 'words'>): Pick<Fact, 'kind' | 'words'> => text

function sourceOf({ kind }: Pick<Actor, 'kind'>): FactSource {
  if (kind === 'staff') return 'staff'
  if (kind === 'provider') return 'provider'
  return kind === 'person' ? 'buyer' : 'us'
}
