import { ledgerAccounts } from '@/domain/ledger/accounts'
import { entryRecord } from '@/domain/ledger/records'
import { inboxRow } from '@/platform/inbox'
import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import { orderDocument, type Payment, paymentRecord, type Refund, refundRecord } from '../records'
import type { Books } from './bookCheck'
import type { ProviderBook, ProviderMovement } from './providerBook'

interface OwnBook {
  /** By the provider's id of the charge, those that succeeded; of the refund, those whose end is known here. */
  payments: Map<string, Payment>
  refunds: Map<string, Refund>
  /** Refunds that failed before we saw them succeed: the provider has them twice, there and back. */
  failed: Set<string>
  /** What the ledger has at the provider, by currency. */
  booked: Map<string, number>
}

/**
 * The provider's book against ours, row by row and in sum. Ours is read first, so that whatever it has the provider must
 * have; what the provider has since a moment ago may still be on its way.
 */
export async function providerAgrees(books: Books): Promise<BookProblem[]> {
  if (!books.provider) return []
  const own = await readOwnBook(books)
  const problems: BookProblem[] = []
  const seen = new Set<string>()
  const sums = new Map<string, number>()
  for await (const movement of books.provider.movements()) {
    const found = compare(own, movement)
    if (found === 'unknown') {
      if (movement.at < books.inFlightSince)
        problems.push(...(await missing(books, books.provider, movement)))
      continue
    }
    problems.push(...found)
    seen.add(movement.source)
    const net = movement.amountMinor - movement.feeMinor
    sums.set(movement.currency, (sums.get(movement.currency) ?? 0) + net)
  }
  // What never came about need not be in a book.
  const stand = [...own.refunds].filter(([, { status, returnedAt }]) => status === 'succeeded' || returnedAt)
  const invented = [...own.payments, ...stand].filter(([source]) => !seen.has(source))
  for (const [source, { _id }] of invented)
    problems.push(problem(_id, `succeeded here, and ${source} is not in the provider's book`))
  return problems.length > 0 ? problems : balancesAgree(own.booked, sums)
}

const problem = (row: string, detail: string): BookProblem => ({ invariant: 'provider agrees', row, detail })

const readOwnBook = ({ database }: Books): Promise<OwnBook> =>
  atOneMoment(database, async (read) => {
    const payments = await read.find(paymentRecord, { status: 'succeeded' })
    const refunds = await read.find(refundRecord, {
      providerRefund: { $type: 'string' },
      status: { $in: ['succeeded', 'failed'] },
    })
    const failed = await read.find(refundRecord, {
      providerRefund: { $type: 'string' },
      status: 'failed',
      returnedAt: { $not: { $type: 'date' } },
    })
    const account = ledgerAccounts.stripe
    const booked = await read.aggregate<{ _id: string; sum: number }>(entryRecord.name, [
      { $match: { 'postings.account': account } },
      { $unwind: '$postings' },
      { $match: { 'postings.account': account } },
      { $group: { _id: '$currency', sum: { $sum: '$postings.amountMinor' } } },
    ])
    return {
      payments: new Map(payments.map((payment) => [payment.attempt, payment])),
      refunds: new Map(refunds.map((refund) => [refund.providerRefund ?? '', refund])),
      failed: new Set(failed.map(({ providerRefund }) => providerRefund ?? '')),
      booked: new Map(booked.map(({ _id, sum }) => [_id, sum])),
    }
  })

function compare(own: OwnBook, movement: ProviderMovement): BookProblem[] | 'unknown' {
  const { kind, source, amountMinor, currency, feeMinor } = movement
  if (kind === 'charge') {
    const payment = own.payments.get(source)
    if (!payment) return 'unknown'
    const said = `${payment.amountMinor} ${payment.currency}, fee ${payment.feeMinor ?? 0}`
    const truth = `${amountMinor} ${currency}, fee ${feeMinor}`
    return said === truth ? [] : [problem(payment._id, `${said}; the provider: ${truth}`)]
  }
  if (own.failed.has(source)) return []
  const refund = own.refunds.get(source)
  // Sent back by the bank: it is over here only when it failed here too.
  if (!refund || (kind === 'refund_failure' && refund.status !== 'failed')) return 'unknown'
  const said = `${refund.amountMinor} ${refund.currency}`
  const truth = `${Math.abs(amountMinor)} ${currency}`
  return said === truth ? [] : [problem(refund._id, `gave ${said}; the provider: ${truth}`)]
}

/** The provider has what we have not: lost, unless it is not ours, or waits here with our knowledge. */
async function missing(
  { database }: Books,
  provider: ProviderBook,
  { kind, source, amountMinor, currency, order }: ProviderMovement,
): Promise<BookProblem[]> {
  const orderId = order === undefined ? await provider.orderOf(source) : order
  // Another application of the same account.
  if (!orderId?.startsWith('ord_')) return []
  const { known, waits } = await atOneMoment(database, async (read) => ({
    known: await read.find(orderDocument, { _id: orderId }),
    waits: await read.find(inboxRow, { order: orderId, state: 'due' }, { limit: 1 }),
  }))
  const row = known[0] ? orderId : source
  const detail = `${kind} ${source} of ${Math.abs(amountMinor)} ${currency} is not known here${known[0] ? '' : `, nor is ${orderId}`}`
  return [{ ...problem(row, detail), ...(waits.length > 0 ? { late: true as const } : {}) }]
}

/** What is left after each row agrees: money in our account of the provider that no row stands for. */
function balancesAgree(booked: Map<string, number>, sums: Map<string, number>): BookProblem[] {
  return [...new Set([...booked.keys(), ...sums.keys()])].flatMap((currency) => {
    const [books, provider] = [booked.get(currency) ?? 0, sums.get(currency) ?? 0]
    return books === provider
      ? []
      : [problem(`${ledgerAccounts.stripe} ${currency}`, `booked ${books}, the provider has ${provider}`)]
  })
}

/** An event that we acknowledged lies in the inbox, handled or not. The provider is read first: a row comes before its answer. */
export async function acknowledgedIsStored({ database, provider }: Books): Promise<BookProblem[]> {
  if (!provider) return []
  const events = new Set<string>()
  for await (const event of provider.acknowledged()) events.add(`stripe:${event}`)
  const ids = [...events]
  const problems: BookProblem[] = []
  for (let from = 0; from < ids.length; from += 1_000) {
    const some = ids.slice(from, from + 1_000)
    const rows = await atOneMoment(database, (read) =>
      read.find(inboxRow, { _id: { $in: some } }, { projection: { _id: 1 } }),
    )
    const stored = new Set(rows.map(({ _id }) => _id))
    for (const row of some)
      if (!stored.has(row))
        problems.push({
          invariant: 'what was acknowledged is there',
          row,
          detail: 'answered 2xx, and not stored',
        })
  }
  return problems
}
