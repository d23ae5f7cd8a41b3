import { ledgerAccounts } from '@/domain/ledger/accounts'
import { balancesOf } from '@/domain/ledger/balances'
import { entryRecord } from '@/domain/ledger/records'
import { cumulativeRefund, grossOf } from '@/domain/ledger/refundLegs'
import { chainHash } from '@/domain/ledger/sealEntries'
import { licenseRecord, licenseRenewalRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { inboxRow } from '@/platform/inbox'
import { outboxRow } from '@/platform/outbox'
import type { BookProblem } from './bookProblem'
import { accountsAgree, buyersAreOwed } from './checkBuyersMoney'
import { leftOf } from './previewRefund'
import { invoiceRecord, type OrderItem, orderDocument, orderItemRecord, paymentRecord } from './records'

/**
 * The invariants of the books as far as this version books (notes/marketplace-money.md §2.2): read only, from what lies
 * in MongoDB. Empty when the books are right.
 */
export async function checkBooks(database: Database): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  for (const check of [
    entriesBalance,
    chainHolds,
    linesAreBooked,
    payeesAreOwed,
    buyersAreOwed,
    accountsAgree,
    paymentsAreFulfilled,
    numbersAreGapless,
    queuesAreEmpty,
  ])
    problems.push(...(await check(database)))
  return problems
}

/** 1: the postings of every entry sum to zero. */
async function entriesBalance(database: Database): Promise<BookProblem[]> {
  const rows = await collectionOf(database, entryRecord)
    .aggregate<{ _id: string; sum: number }>([
      { $project: { sum: { $sum: '$postings.amountMinor' } } },
      { $match: { sum: { $ne: 0 } } },
    ])
    .toArray()
  return rows.map((row) => ({ invariant: 'entry balances', row: row._id, detail: `is off by ${row.sum}` }))
}

/** No sealed entry was changed, taken out or put in between: numbers without gaps, each hash made from the one before. */
async function chainHolds(database: Database): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  let hash = ''
  let next = 1
  for await (const entry of collectionOf(database, entryRecord).find(
    { seq: { $ne: null } },
    { sort: { seq: 1 } },
  )) {
    hash = chainHash(hash, entry)
    if (entry.seq !== next || entry.hash !== hash) {
      problems.push({ invariant: 'chain holds', row: entry._id, detail: `breaks the chain at ${next}` })
      break
    }
    next++
  }
  return problems
}

/** 3, 4, 5: a completed line's sale entry is its legs; what was refunded is booked, and never more than was paid. */
async function linesAreBooked(database: Database): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  const entries = collectionOf(database, entryRecord)
  for await (const item of collectionOf(database, orderItemRecord).find({ completedAt: { $ne: null } })) {
    const expected = item.legs.netMinor + item.legs.taxMinor - grossOf(item.refunded)
    const rows = await entries
      .find({ 'refs.orderItem': item._id, kind: { $in: ['sale', 'refund'] } })
      .toArray()
    const received = rows
      .flatMap((entry) => entry.postings)
      .filter((posting) => posting.account === ledgerAccounts.stripe)
      .reduce((sum, posting) => sum + posting.amountMinor, 0)
    if (received !== expected)
      problems.push({
        invariant: 'line is booked',
        row: item._id,
        detail: `booked ${received}, expected ${expected}`,
      })
    if (leftOf(item) < 0 || !sameLegs(item))
      problems.push({
        invariant: 'refund within the sale',
        row: item._id,
        detail: 'refunded legs do not fit the sale',
      })
  }
  return problems
}

const sameLegs = (item: OrderItem): boolean => {
  const cumulative = cumulativeRefund(item.legs, Math.min(grossOf(item.refunded), grossOf(item.legs)))
  return (
    JSON.stringify(Object.entries(cumulative).sort()) === JSON.stringify(Object.entries(item.refunded).sort())
  )
}

/** 7: what a seller is owed and held is the sum of the unreleased lines. */
async function payeesAreOwed(database: Database): Promise<BookProblem[]> {
  const held = new Map<string, number>()
  const items = collectionOf(database, orderItemRecord).find({ completedAt: { $ne: null }, house: false })
  for await (const item of items) {
    const account = `${ledgerAccounts.seller(item.seller, 'pending')}|${item.currency}`
    held.set(account, (held.get(account) ?? 0) + item.legs.sellerMinor - item.refunded.sellerMinor)
  }
  const booked = await balancesOf(database, 'liab:seller:')
  const problems: BookProblem[] = []
  for (const { account, currency, amountMinor } of booked) {
    if (!account.endsWith(':pending')) continue
    const expected = held.get(`${account}|${currency}`) ?? 0
    held.delete(`${account}|${currency}`)
    if (-amountMinor !== expected)
      problems.push({
        invariant: 'seller is owed',
        row: account,
        detail: `books say ${-amountMinor}, lines say ${expected}`,
      })
  }
  for (const [row, amount] of held)
    if (amount !== 0)
      problems.push({ invariant: 'seller is owed', row, detail: `books say 0, lines say ${amount}` })
  return problems
}

/**
 * 12, 13: a succeeded payment has a completed order with exactly its licenses; a refunded line has none in force. A line
 * that renews has none, and exactly the row of its renewal, taken back where it was refunded.
 */
async function paymentsAreFulfilled(database: Database): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  for await (const payment of collectionOf(database, paymentRecord).find({ status: 'succeeded' })) {
    const order = await collectionOf(database, orderDocument).findOne({ _id: payment.order })
    // Held, or given back after it was held: never completed, and right so.
    if (!order?.completedAt && order?.status !== 'paid' && order?.status !== 'refunded')
      problems.push({
        invariant: 'payment is fulfilled',
        row: payment._id,
        detail: `order is ${order?.status}`,
      })
  }
  for await (const item of collectionOf(database, orderItemRecord).find({ completedAt: { $ne: null } })) {
    const licenses = await collectionOf(database, licenseRecord).find({ orderItem: item._id }).toArray()
    const expected = item.renews ? 0 : item.quantityMode === 'licenses' ? item.quantity : 1
    if (licenses.length !== expected)
      problems.push({
        invariant: 'line is licensed',
        row: item._id,
        detail: `${licenses.length} of ${expected} licenses`,
      })
    if (item.status === 'refunded' && licenses.some((license) => license.status !== 'revoked'))
      problems.push({
        invariant: 'refund ends licenses',
        row: item._id,
        detail: 'a license is still in force',
      })
    if (item.renews) problems.push(...(await renewalIsThere(database, item)))
  }
  return problems
}

async function renewalIsThere(
  database: Database,
  { _id, renews, status }: Pick<OrderItem, '_id' | 'renews' | 'status'>,
): Promise<BookProblem[]> {
  const renewal = await collectionOf(database, licenseRenewalRecord).findOne({ _id })
  const problem = (detail: string) => [{ invariant: 'line is renewed', row: _id, detail }]
  if (!renewal || renewal.license !== renews?.license) return problem(`no renewal of ${renews?.license}`)
  const stands = !renewal.refused && renewal.takenBackAt === null
  return status === 'refunded' && stands ? problem('refunded, and its days are still there') : []
}

/** Numbers of a series and year count up without a gap. */
async function numbersAreGapless(database: Database): Promise<BookProblem[]> {
  const invoices = await collectionOf(database, invoiceRecord)
    .find({ number: { $ne: null } }, { projection: { number: 1, kind: 1 }, sort: { kind: 1, number: 1 } })
    .toArray()
  const next = new Map<string, number>()
  return invoices.flatMap(({ _id, number }) => {
    const [series, count] = [number?.slice(0, -7) ?? '', Number(number?.slice(-6))]
    const expected = (next.get(series) ?? 0) + 1
    next.set(series, count)
    return count === expected
      ? []
      : [{ invariant: 'numbers are gapless', row: _id, detail: `${number} follows ${expected - 1}` }]
  })
}

/** 15: nothing waits in inbox or outbox for more than an hour, nothing was given up. */
async function queuesAreEmpty(database: Database): Promise<BookProblem[]> {
  const since = new Date(Date.now() - 3_600_000)
  const stuck = { $or: [{ state: 'parked' as const }, { state: 'due' as const, createdAt: { $lt: since } }] }
  const inbox = await collectionOf(database, inboxRow).find(stuck, { limit: 50 }).toArray()
  const outbox = await collectionOf(database, outboxRow).find(stuck, { limit: 50 }).toArray()
  return [...inbox, ...outbox].map((row) => ({
    invariant: 'queues are empty',
    row: row._id,
    detail: row.error ?? `waits since ${row.createdAt.toISOString()}`,
  }))
}
