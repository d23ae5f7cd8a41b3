import { collectionOf, type Database } from '@/platform/database'
import type { Currency, Minor } from '@/platform/money'
import { ledgerAccounts, type PayeePart, payeeParts } from './accounts'
import { entryRecord } from './records'

export interface AccountBalance {
  account: string
  currency: Currency
  amountMinor: Minor
}

/** Balances are sums of entries, nothing else. @param accounts exact names, or a prefix ending in `:`. */
export async function balancesOf(
  database: Database,
  accounts: string | readonly string[],
): Promise<AccountBalance[]> {
  const match =
    typeof accounts === 'string' ? { $regex: `^${escapeRegex(accounts)}` } : { $in: [...accounts] }
  return collectionOf(database, entryRecord)
    .aggregate<AccountBalance>([
      { $match: { 'postings.account': match } },
      { $unwind: '$postings' },
      { $match: { 'postings.account': match } },
      {
        $group: {
          _id: { account: '$postings.account', currency: '$currency' },
          amountMinor: { $sum: '$postings.amountMinor' },
        },
      },
      { $project: { _id: 0, account: '$_id.account', currency: '$_id.currency', amountMinor: 1 } },
      { $sort: { account: 1, currency: 1 } },
    ])
    .toArray()
}

export type PayeeBalance = Record<PayeePart, Minor> & { currency: Currency }

/** What a seller is owed, per currency, as people read it: owed money is positive. */
export async function sellerBalances(database: Database, sellerId: string): Promise<PayeeBalance[]> {
  const rows = await balancesOf(
    database,
    payeeParts.map((part) => ledgerAccounts.seller(sellerId, part)),
  )
  const byCurrency = new Map<Currency, PayeeBalance>()
  for (const { account, currency, amountMinor } of rows) {
    const balance = byCurrency.get(currency) ?? {
      currency,
      pending: 0,
      available: 0,
      disputed: 0,
      in_payout: 0,
    }
    const part = payeeParts.find((candidate) => account === ledgerAccounts.seller(sellerId, candidate))
    if (part) balance[part] = -amountMinor
    byCurrency.set(currency, balance)
  }
  return [...byCurrency.values()]
}

const escapeRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
