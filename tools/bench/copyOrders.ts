import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { customerDocument } from '@/domain/accounts/records'
import { type Entry, entryRecord } from '@/domain/ledger/records'
import { chainHash } from '@/domain/ledger/sealEntries'
import { licenseHistoryRecord, licenseRecord } from '@/domain/licensing/records'
import {
  cartRecord,
  type Invoice,
  invoiceRecord,
  orderDocument,
  orderItemRecord,
  type Payment,
  paymentRecord,
} from '@/domain/orders/records'
import { counterRecord } from '@/platform/counters'
import { collectionOf, type Database } from '@/platform/database'
import { type IdPrefix, isId, newId } from '@/platform/ids'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import { freshQueueFields } from '@/platform/queue'

type Row = Record<string, unknown> & { _id: string }

/** A completed order with everything that it brought about, as it lies in the database. */
interface Pattern {
  rows: [collection: string, row: Row][]
  /** What is another in each copy: ids of ours, of the provider, and what is unique beside them. */
  names: RegExp
}

/** Orders in one write to each collection. */
const batch = 500
/** The copies were bought evenly over so many days before now: nothing of them is due today. */
const spreadDays = 300

/**
 * Copies completed orders until there are so many: every row of them with ids, numbers, times and a place in the chain of
 * its own, so that the books stay whole, and their movements in the simulator's journal.
 * @param patterns ids of completed orders, sealed, whose effects are done: all that there are.
 * @param journalFolder where the simulator will find them at its next start.
 */
export async function copyOrders(
  database: Database,
  { patterns, total, journalFolder }: { patterns: readonly string[]; total: number; journalFolder: string },
): Promise<void> {
  const read = await Promise.all(patterns.map((orderId) => readPattern(database, orderId)))
  const books = await openBooks(database)
  const journal = openJournal(journalFolder)
  for (const { rows } of read) journal.add(rows)
  const copies = Math.max(0, total - patterns.length)
  let writing: Promise<unknown> = Promise.resolve()
  for (let from = 0; from < copies; from += batch) {
    const rows = new Map<string, Row[]>()
    for (let n = from; n < Math.min(from + batch, copies); n++) {
      const pattern = read[n % read.length]
      if (!pattern) throw new Error('there is an order to copy')
      const copied = copyOf(pattern, ((n - copies) / copies) * spreadDays * 86_400_000)
      for (const [name, row] of copied) {
        if (name === entryRecord.name) books.seal(row)
        if (name === invoiceRecord.name) books.number(row)
        rows.set(name, [...(rows.get(name) ?? []), row])
      }
      journal.add(copied)
    }
    // The next are made while these are written.
    await writing
    writing = Promise.all([...rows].map(([name, some]) => writeAll(database, name, some)))
    journal.flush()
  }
  await writing
  await books.close()
  journal.flush()
}

const writeAll = (database: Database, name: string, rows: Row[]) =>
  database.db
    .collection<Row>(name)
    .insertMany(rows, { ordered: false, writeConcern: { w: 1, journal: false } })

async function readPattern(database: Database, orderId: string): Promise<Pattern> {
  const order = await collectionOf(database, orderDocument).findOne({ _id: orderId })
  if (!order) throw new Error(`${orderId} is there`)
  const licenses = await collectionOf(database, licenseRecord).find({ order: orderId }).toArray()
  const filters: [string, object][] = [
    [customerDocument.name, { _id: order.customer }],
    [orderDocument.name, { _id: orderId }],
    [cartRecord.name, { _id: order.cart }],
    [orderItemRecord.name, { order: orderId }],
    [paymentRecord.name, { order: orderId }],
    [licenseRecord.name, { order: orderId }],
    [licenseHistoryRecord.name, { license: { $in: licenses.map(({ _id }) => _id) } }],
    [entryRecord.name, { 'refs.order': orderId }],
    [invoiceRecord.name, { order: orderId }],
    [outboxRow.name, { 'refs.order': orderId }],
  ]
  const rows: Pattern['rows'] = []
  for (const [name, filter] of filters)
    for (const row of await database.db
      .collection<Row>(name)
      .find(filter, { sort: { _id: 1 } })
      .toArray())
      rows.push([name, row])
  for (const event of eventsOf(orderId)) rows.push([inboxRow.name, event])
  const names = new Set(rows.flatMap(([, row]) => namesIn(row)))
  return { rows, names: new RegExp([...names].sort((a, b) => b.length - a.length).join('|'), 'g') }
}

/** The three events of a sale that we handle, as handled. */
const eventsOf = (order: string): Row[] =>
  ['checkout.session.completed', 'payment_intent.succeeded', 'charge.updated'].map((type, index) => ({
    ...freshQueueFields(new Date()),
    _id: `stripe:evt_${index}${order.slice(4)}`,
    ...{
      provider: 'stripe',
      type,
      objectId: `cs_${order}`,
      order,
      via: 'webhook',
      state: 'done',
      attempts: 1,
    },
    doneAt: new Date(),
  }))

const own: readonly IdPrefix[] = ['cus', 'ord', 'itm', 'pay', 'lic', 'evt', 'inv', 'crt']
const providers = /^(?:ch|cs|pi|txn)_\w+$/

/** Ids that a row carries by itself. Of a key its hash is unique. */
function namesIn(value: unknown): string[] {
  if (typeof value === 'string')
    return own.some((prefix) => isId(prefix, value)) ||
      providers.test(value) ||
      /^[\w-]{43,64}$/.test(value) ||
      value.startsWith('stripe:evt_')
      ? [value]
      : []
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.values(value).flatMap(namesIn)
}

function copyOf({ rows, names }: Pattern, shiftMs: number): [string, Row][] {
  const known = new Map<string, string>()
  const renamed = (name: string): string => {
    const before = known.get(name)
    if (before) return before
    const made = anotherName(name)
    known.set(name, made)
    return made
  }
  const copied = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length < 12 ? value : value.replace(names, renamed)
    if (value instanceof Date) return new Date(value.getTime() + shiftMs)
    if (Array.isArray(value)) return value.map(copied)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copied(field)]))
  }
  return rows.map(([name, row]) => [name, copied(row) as Row])
}

function anotherName(name: string): string {
  const prefix = own.find((candidate) => isId(candidate, name))
  if (prefix) return newId(prefix)
  const fresh = newId('evt').slice(4)
  if (name.startsWith('stripe:')) return `stripe:evt_${fresh}`
  const kind = providers.test(name) ? name.slice(0, name.indexOf('_')) : null
  return kind ? `${kind}_${fresh}` : createHash('sha256').update(fresh).digest('base64url')
}

/** Numbers and chain go on where they are. */
async function openBooks(database: Database) {
  const entries = collectionOf(database, entryRecord)
  const last = await entries.findOne({ seq: { $ne: null } }, { sort: { seq: -1 } })
  let { seq, hash } = { seq: last?.seq ?? 0, hash: last?.hash ?? '' }
  const invoices = await collectionOf(database, invoiceRecord).countDocuments({ kind: 'invoice' })
  const counts = new Map<string, number>()
  return {
    seal(row: Row): void {
      const entry = row as Row & Entry
      hash = chainHash(hash, entry)
      seq += 1
      Object.assign(entry, { seq, hash })
    },
    number(row: Row): void {
      const invoice = row as Row & Invoice
      const year = invoice.issuedAt.getUTCFullYear()
      const isSame = year === new Date().getUTCFullYear()
      const count = (counts.get(`${year}`) ?? (isSame ? invoices : 0)) + 1
      counts.set(`${year}`, count)
      invoice.number = `${year}-${String(count).padStart(6, '0')}`
    },
    async close(): Promise<void> {
      const counters = collectionOf(database, counterRecord)
      const set = (_id: string, next: number) =>
        counters.updateOne({ _id }, { $set: { next } }, { upsert: true })
      await set('entries', seq + 1)
      for (const [year, count] of counts) await set(`invoice:${year}`, count + 1)
    },
  }
}

/** The simulator's book of it: one act with a line for the charge and one for its fee. */
function openJournal(folder: string) {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'journal.jsonl')
  let seq = 0
  let balanceMinor = 0
  let acts: string[] = []
  return {
    add(rows: readonly [string, Row][]): void {
      const payment = rows.find(([name]) => name === paymentRecord.name)?.[1] as (Row & Payment) | undefined
      if (!payment) throw new Error('an order that cost something was paid')
      const { attempt: source, currency, amountMinor, feeMinor, providerIds, createdAt } = payment
      const shared = { currency, source, transaction: providerIds.balanceTransaction }
      const line = (kind: string, minor: number) => {
        seq += 1
        balanceMinor += minor
        return { seq, createdAt: createdAt.toISOString(), kind, amountMinor: minor, balanceMinor, ...shared }
      }
      acts.push(
        JSON.stringify({ puts: [], book: [line('charge', amountMinor), line('fee', -(feeMinor ?? 0))] }),
      )
    },
    flush(): void {
      if (acts.length > 0) appendFileSync(file, `${acts.join('\n')}\n`)
      acts = []
    },
  }
}
