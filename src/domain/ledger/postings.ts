import type { Minor } from '@/platform/money'
import { ledgerAccounts, type PayeePart } from './accounts'
import type { Legs, Posting } from './records'

/** What a line's postings depend on beside its legs. */
interface Line {
  seller: string
  house: boolean
  affiliate: { affiliate: string } | null
  tax: { jurisdiction: string | null }
}

/** The money of a sale coming in: the provider's account gains, everybody with a part is owed it. */
export const salePostings = (line: Line, legs: Legs): Posting[] => movement(line, legs, 1, 'pending')

/** The money going back: each leg reversed, the payees' from where theirs lies now. */
export const refundPostings = (
  line: Line,
  legs: Legs,
  from: Extract<PayeePart, 'pending' | 'available'>,
): Posting[] => movement(line, legs, -1, from)

/** The provider's fee, taken from its account; a cost of the platform (PAY-1). */
export const feePostings = (feeMinor: Minor): Posting[] =>
  present([
    { account: ledgerAccounts.processorFee, amountMinor: feeMinor },
    { account: ledgerAccounts.stripe, amountMinor: -feeMinor },
  ])

/** A buyer's money comes to lie with us: paid and not accepted, or refunded and sent back by the bank. */
export const creditPostings = (customer: string, amountMinor: Minor): Posting[] =>
  present([
    { account: ledgerAccounts.stripe, amountMinor },
    { account: ledgerAccounts.customerCredit(customer), amountMinor: -amountMinor },
  ])

/** What lay with us goes to the buyer, through the provider or by hand from the bank. */
export const creditPaidPostings = (
  customer: string,
  amountMinor: Minor,
  from: 'stripe' | 'bank',
): Posting[] =>
  present([
    { account: ledgerAccounts.customerCredit(customer), amountMinor },
    { account: ledgerAccounts[from], amountMinor: -amountMinor },
  ])

function movement(line: Line, legs: Legs, direction: 1 | -1, part: PayeePart): Posting[] {
  const payee = line.house ? ledgerAccounts.houseSales : ledgerAccounts.seller(line.seller, part)
  return present([
    { account: ledgerAccounts.stripe, amountMinor: direction * (legs.netMinor + legs.taxMinor) },
    { account: ledgerAccounts.tax(line.tax.jurisdiction ?? 'none'), amountMinor: -direction * legs.taxMinor },
    { account: ledgerAccounts.commission, amountMinor: -direction * legs.commissionMinor },
    ...(line.affiliate
      ? [
          {
            account: ledgerAccounts.affiliate(line.affiliate.affiliate, part),
            amountMinor: -direction * legs.affiliateMinor,
          },
        ]
      : []),
    { account: payee, amountMinor: -direction * legs.sellerMinor },
  ])
}

const present = (postings: Posting[]): Posting[] => postings.filter(({ amountMinor }) => amountMinor !== 0)
