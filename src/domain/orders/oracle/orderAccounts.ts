import type { Minor } from '@/platform/money'
import type { OrderFile } from './orderFile'

type Accounts = Map<string, Minor>

/**
 * The accounts of one order twice, as `account currency`: what its entries come to, and what its payments, refunds and
 * lines say that they should.
 */
export function accountsOf(file: OrderFile): { expected: Accounts; booked: Accounts } {
  return { expected: expectedOf(file), booked: bookedOf(file) }
}

function bookedOf({ entries }: OrderFile): Accounts {
  const accounts: Accounts = new Map()
  // Released to the payee or on the way out: the parts of a payee's money together are what the order gave.
  const isReleased = entries.some(({ kind }) => kind === 'release')
  for (const { postings, currency } of entries)
    for (const { account, amountMinor } of postings)
      add(accounts, isReleased ? wholePayee(account) : account, currency, amountMinor)
  return accounts
}

function expectedOf({ order, items, payments, refunds, entries }: OrderFile): Accounts {
  const accounts: Accounts = new Map()
  const isReleased = entries.some(({ kind }) => kind === 'release')
  const payee = (account: string) => (isReleased ? wholePayee(account) : account)
  for (const { amountMinor, feeMinor, currency, status } of payments) {
    if (status === 'succeeded') add(accounts, 'asset:stripe', currency, amountMinor)
    add(accounts, 'asset:stripe', currency, -(feeMinor ?? 0))
    add(accounts, 'exp:processor_fee', currency, feeMinor ?? 0)
  }
  for (const { amountMinor, currency, status, byHand } of refunds)
    if (status === 'succeeded') add(accounts, byHand ? 'asset:bank' : 'asset:stripe', currency, -amountMinor)
  // What was sent back is in the account again, and owed.
  const owedIn = payments.find(({ status }) => status === 'succeeded')?.currency ?? order.currency
  add(accounts, `liab:customer_credit:${order.customer}`, owedIn, -(order.owedMinor ?? 0))
  for (const item of items) {
    if (!item.completedAt) continue
    const { legs, refunded, currency } = item
    const owed = (leg: keyof typeof legs): Minor => refunded[leg] - legs[leg]
    add(accounts, `liab:tax:${(item.tax.jurisdiction ?? 'none').toLowerCase()}`, currency, owed('taxMinor'))
    add(accounts, 'rev:commission', currency, owed('commissionMinor'))
    add(
      accounts,
      item.house ? 'rev:house_sales' : payee(`liab:seller:${item.seller}:pending`),
      currency,
      owed('sellerMinor'),
    )
    if (item.affiliate)
      add(
        accounts,
        payee(`liab:affiliate:${item.affiliate.affiliate}:pending`),
        currency,
        owed('affiliateMinor'),
      )
  }
  return accounts
}

/** A payee's account without its part: pending, available, disputed, in payout. */
const wholePayee = (account: string): string =>
  account.replace(/^(liab:(?:seller|affiliate):[^:]+):\w+$/, '$1')

function add(accounts: Accounts, account: string, currency: string, amountMinor: Minor): void {
  if (amountMinor === 0) return
  const key = `${account} ${currency}`
  accounts.set(key, (accounts.get(key) ?? 0) + amountMinor)
}
