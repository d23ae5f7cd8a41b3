import { ledgerAccounts } from '@/domain/ledger/accounts'
import { entryRecord } from '@/domain/ledger/records'
import { collectionOf, type Database } from '@/platform/database'
import type { BookProblem } from './bookProblem'
import { orderDocument, paymentRecord, refundRecord } from './records'

/** What lies with us of a buyer's money is what the order says that it owes: every order that anything was booked of. */
export async function buyersAreOwed(database: Database): Promise<BookProblem[]> {
  const booked = await bookedByOrder(database, /^liab:customer_credit:/)
  const owing = await collectionOf(database, orderDocument)
    .find({ $or: [{ owedMinor: { $gt: 0 } }, { _id: { $in: [...booked.keys()] } }] })
    .toArray()
  const said = new Map(owing.map((order) => [order._id, order.owedMinor ?? 0]))
  return [...new Set([...booked.keys(), ...said.keys()])].flatMap((row) => {
    const books = 0 - (booked.get(row) ?? 0)
    const order = said.get(row) ?? 0
    return books === order
      ? []
      : [{ invariant: 'buyer is owed', row, detail: `books say ${books}, the order says ${order}` }]
  })
}

/** 6: what our books have at the provider is what was paid there, less its fees and what went back through it. */
export async function accountsAgree(database: Database): Promise<BookProblem[]> {
  const booked = await bookedByOrder(database, ledgerAccounts.stripe)
  const expected = new Map<string, number>()
  const add = (order: string, amountMinor: number) =>
    expected.set(order, (expected.get(order) ?? 0) + amountMinor)
  for await (const payment of collectionOf(database, paymentRecord).find({ status: 'succeeded' }))
    add(payment.order, payment.amountMinor - (payment.feeMinor ?? 0))
  const given = collectionOf(database, refundRecord).find({ status: 'succeeded', byHand: { $ne: true } })
  for await (const refund of given) add(refund.order, -refund.amountMinor)
  return [...new Set([...booked.keys(), ...expected.keys()])].flatMap((row) => {
    const [books, provider] = [booked.get(row) ?? 0, expected.get(row) ?? 0]
    return books === provider
      ? []
      : [{ invariant: 'provider account agrees', row, detail: `booked ${books}, expected ${provider}` }]
  })
}

async function bookedByOrder(database: Database, account: string | RegExp): Promise<Map<string, number>> {
  const rows = await collectionOf(database, entryRecord)
    .aggregate<{ _id: string; sum: number }>([
      { $match: { 'postings.account': account } },
      { $unwind: '$postings' },
      { $match: { 'postings.account': account } },
      { $group: { _id: '$refs.order', sum: { $sum: '$postings.amountMinor' } } },
    ])
    .toArray()
  return new Map(rows.map(({ _id, sum }) => [_id, sum]))
}
