import { type NewEntry, postEntries } from '@/domain/ledger/postEntry'
import { feePostings } from '@/domain/ledger/postings'
import { isBraked } from '@/platform/brake'
import type { DocumentTx } from '@/platform/documentTransaction'
import { notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { changeOrderStatus, updateOrder } from './changeOrderStatus'
import { holdPayment } from './holdPayment'
import { nextOrderStatus } from './orderState'
import type { PaymentAttempt, PaymentTruth } from './readPayment'
import { readSale, type Sale } from './readSale'
import { type Order, orderDocument, type Payment, paymentRecord } from './records'

declare module 'payload' {
  interface RequestContext {
    /** What the running act has read, so that the Orders hook need not ask again; its entries are booked with the sale's. */
    settling?: { sale: Sale; entries: NewEntry[] }
  }
}

/**
 * Brings an order to what the provider says of its payment: attempts recorded, the fee booked, the order completed,
 * held, declined or canceled. Depends on the present truth alone, so that any number of events in any order, the return
 * page and the reconciliation end the same.
 * @returns `waits` where the books are frozen: the payment is noted, and all the rest follows when it is asked again.
 * @throws CodedError 404 for an unknown order.
 */
export async function applyPayment(
  tx: DocumentTx,
  orderId: string,
  truth: PaymentTruth,
): Promise<'applied' | 'waits'> {
  const sale = await readSale(tx, orderId)
  if (!sale) throw notFound('order')
  if (sale.isBraked && truth.state === 'paid' && nextOrderStatus(sale.order.status, 'settle')) {
    await noteWaiting(tx, sale.order)
    return 'waits'
  }
  const entries: NewEntry[] = []
  for (const attempt of truth.attempts)
    entries.push(...(await step('order.pay.attempt', () => recordAttempt(tx, sale, truth, attempt))))
  // Booked with the sale where the order completes now, by themselves where it does not.
  tx.req.context.settling = { sale, entries }
  await moveOn(tx, sale.order, truth)
  delete tx.req.context.settling
  if (entries.length > 0) await step('order.pay.fee', () => postEntries(tx, entries))
  return 'applied'
}

async function moveOn(tx: DocumentTx, order: Order, truth: PaymentTruth): Promise<void> {
  if (truth.state === 'paid') return settle(tx, order, truth)
  const last = truth.attempts.at(-1)
  const reason = last?.status === 'failed' ? (last.declineReason ?? 'The card was declined.') : null
  if (truth.state === 'expired') {
    // Tried and declined, or never tried: the cart is still there either way.
    const event = reason ? 'fail' : 'cancel'
    await step('order.cancel.state', () => changeOrderStatus(tx, order, event, { declineReason: reason }))
    return
  }
  if (order.status === 'pending' && reason !== (order.declineReason ?? null))
    await step('order.decline.reason', () => updateOrder(tx, order._id, { declineReason: reason }))
}

async function settle(tx: DocumentTx, order: Order, truth: PaymentTruth): Promise<void> {
  const matches = truth.amountMinor === order.totals.totalMinor && truth.currency === order.currency
  if (!matches) return hold(tx, order, truth)
  const change = { paidAt: tx.now, completedAt: tx.now, declineReason: null }
  await step('order.settle.state', () => changeOrderStatus(tx, order, 'settle', change))
}

/** Not what was asked for: nothing is delivered, the money is the buyer's until staff give it back. */
async function hold(tx: DocumentTx, order: Order, truth: PaymentTruth): Promise<void> {
  const isHeld = order.status === 'paid'
  if (!isHeld && !nextOrderStatus(order.status, 'hold')) return
  // The provider may show the charge only later: then a later look books it.
  const held = await holdPayment(tx, order)
  const owed = held ? { owedMinor: held.owedMinor } : {}
  if (!isHeld) {
    const change = { paidAt: tx.now, declineReason: null, ...owed }
    await step('order.hold.state', () => changeOrderStatus(tx, order, 'hold', change))
    await tx.audit({
      act: 'order.held',
      target: { collection: 'orders', id: order._id },
      reason: `the provider took ${truth.amountMinor} ${truth.currency}, the order says ${order.totals.totalMinor} ${order.currency}`,
    })
  } else if (held) await updateOrder(tx, order._id, owed)
  if (held) await step('order.hold.entry', () => postEntries(tx, [held.entry]))
}

/**
 * An order of nothing needs no provider: it completes at once and books no entry. Where the books are frozen the outbox
 * asks again until it may.
 * @throws CodedError 404 where the order is none of nothing.
 */
export async function completeFreeOrder(tx: DocumentTx, orderId: string): Promise<'applied' | 'waits'> {
  const order = await tx.read(orderDocument).findOne({ _id: orderId })
  if (order?.totals.totalMinor !== 0) throw notFound('free order')
  if (await isBraked(tx)) {
    if (await noteWaiting(tx, order)) await tx.emit(completeLater(orderId))
    return 'waits'
  }
  const change = { paidAt: tx.now, completedAt: tx.now }
  await step('order.settle.free', () => changeOrderStatus(tx, order, 'settle', change))
  return 'applied'
}

/** The outbox's kind of row that completes an order of nothing. */
export const completeEffect = 'complete-order'

const completeLater = (order: string) => ({
  key: `complete:${order}`,
  kind: completeEffect,
  payload: { order },
  refs: { order },
})

/** The buyer has done all that a buyer can; the order says so while it waits. @returns whether it is new. */
async function noteWaiting(tx: DocumentTx, { _id, paidAt }: Order): Promise<boolean> {
  if (paidAt) return false
  await updateOrder(tx, _id, { paidAt: tx.now, declineReason: null })
  return true
}

/** Writes the attempt as it is now, in `sale` too. @returns the entry of its fee, where that is known and not booked yet. */
async function recordAttempt(
  tx: Tx,
  { order, payments }: Sale,
  truth: PaymentTruth,
  attempt: PaymentAttempt,
): Promise<NewEntry[]> {
  const known = payments.find((one) => one.attempt === attempt.charge)
  const payment = known ?? paymentOf(tx, order, truth, attempt)
  const feeIsNew = attempt.fee !== null && (known?.feeMinor ?? null) === null
  if (!known) {
    await tx.of(paymentRecord).insert(payment)
    payments.push(payment)
  } else if (known.status !== attempt.status || feeIsNew) {
    await tx
      .of(paymentRecord)
      .update(
        { _id: known._id },
        { $set: { status: attempt.status, updatedAt: tx.now, ...feeFields(attempt) } },
      )
    known.status = attempt.status
  }
  if (!attempt.fee || !feeIsNew) return []
  return [
    {
      key: `fee:${attempt.fee.balanceTransaction}`,
      kind: 'fee',
      currency: attempt.currency,
      postings: feePostings(attempt.fee.feeMinor),
      refs: { order: order._id, payment: payment._id },
    },
  ]
}

const paymentOf = (tx: Tx, order: Order, truth: PaymentTruth, attempt: PaymentAttempt): Payment => ({
  _id: newId('pay'),
  order: order._id,
  provider: 'stripe',
  attempt: attempt.charge,
  providerIds: {
    session: truth.session,
    intent: truth.intent,
    charge: attempt.charge,
    balanceTransaction: attempt.fee?.balanceTransaction ?? null,
  },
  method: { brand: attempt.brand, last4: attempt.last4, fingerprint: attempt.fingerprint },
  amountMinor: attempt.amountMinor,
  currency: attempt.currency,
  feeMinor: attempt.fee?.feeMinor ?? null,
  status: attempt.status,
  declineCode: attempt.declineCode,
  declineReason: attempt.declineReason,
  createdAt: attempt.createdAt,
  updatedAt: tx.now,
})

const feeFields = ({ fee }: PaymentAttempt) =>
  fee ? { feeMinor: fee.feeMinor, 'providerIds.balanceTransaction': fee.balanceTransaction } : {}
