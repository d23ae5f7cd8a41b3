import type Stripe from 'stripe'
import type { Simulator } from '../simulator'
import { newObjectId } from '../state/ids'
import { settleDays } from './fees'

interface Movement {
  type: 'charge' | 'refund' | 'refund_failure'
  amountMinor: number
  feeMinor: number
  currency: string
  source: string
  description: string | null
}

/** Writes a balance transaction and its lines in the book; amounts are signed, the fee is what the platform pays. */
export function recordTransaction(sim: Simulator, movement: Movement): Stripe.BalanceTransaction {
  const { type, amountMinor, feeMinor, currency, source, description } = movement
  const created = sim.clock.nowSeconds()
  const id = newObjectId('txn')
  const feeDetail = {
    amount: feeMinor,
    application: null,
    currency,
    description: 'Processing fees',
    type: 'stripe_fee',
  }
  const transaction: Stripe.BalanceTransaction = {
    id,
    object: 'balance_transaction',
    amount: amountMinor,
    available_on: type === 'charge' ? created + settleDays * 86_400 : created,
    balance_type: 'payments',
    created,
    currency,
    description,
    exchange_rate: null,
    fee: feeMinor,
    fee_details: feeMinor === 0 ? [] : [feeDetail],
    net: amountMinor - feeMinor,
    reporting_category: type,
    source,
    status: 'pending',
    type,
  }
  sim.store.put('balance_transactions', id, transaction)
  const line = { createdAt: new Date(created * 1000).toISOString(), currency, source, transaction: id }
  sim.store.move({ ...line, kind: type, amountMinor })
  if (feeMinor !== 0) sim.store.move({ ...line, kind: 'fee', amountMinor: -feeMinor })
  return transaction
}

/** The transaction with the status that its date gives it at this moment. */
export function presentTransaction(
  sim: Simulator,
  transaction: Stripe.BalanceTransaction,
): Stripe.BalanceTransaction {
  const isAvailable = transaction.available_on <= sim.clock.nowSeconds()
  return { ...transaction, status: isAvailable ? 'available' : 'pending' }
}
