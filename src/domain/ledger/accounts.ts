/**
 * The chart of accounts; balances are per account and currency. Assets and costs carry positive sums, debts and income
 * negative ones. Source: notes/marketplace-money.md §2.2.
 */
export const ledgerAccounts = {
  stripe: 'asset:stripe',
  /** The platform's own account at its bank: what staff pay by hand leaves from here. */
  bank: 'asset:bank',
  disputeReceivable: 'asset:dispute_receivable',
  processorFee: 'exp:processor_fee',
  platformDiscount: 'contra:platform_discount',
  commission: 'rev:commission',
  /** What the platform earns with its own products (PAY-9). */
  houseSales: 'rev:house_sales',
  tax: (jurisdiction: string) => `liab:tax:${jurisdiction.toLowerCase()}`,
  /** A buyer's money that lies with us: a payment not accepted yet, a refund that came back. */
  customerCredit: (id: string) => `liab:customer_credit:${id}`,
  seller: (id: string, part: PayeePart) => `liab:seller:${id}:${part}`,
  affiliate: (id: string, part: PayeePart) => `liab:affiliate:${id}:${part}`,
} as const

/** `pending` is held, `available` may be paid out and may be negative. */
export type PayeePart = 'pending' | 'available' | 'disputed' | 'in_payout'

export const payeeParts: readonly PayeePart[] = ['pending', 'available', 'disputed', 'in_payout']
