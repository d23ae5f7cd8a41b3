import { customerDocument } from '@/domain/accounts/records'
import { readSettings } from '@/domain/accounts/settings'
import { reverseCommission } from '@/domain/affiliates/reverseCommission'
import { postEntries } from '@/domain/ledger/postEntry'
import { refundPostings } from '@/domain/ledger/postings'
import { entryRecord } from '@/domain/ledger/records'
import { grossOf, refundLegs } from '@/domain/ledger/refundLegs'
import { takeBackRenewal } from '@/domain/licensing/renewLicense'
import { revokeOrderLicenses } from '@/domain/licensing/revokeOrderLicenses'
import type { DocumentTx } from '@/platform/documentTransaction'
import { invalid, invariant, notFound } from '@/platform/errors'
import { newId } from '@/platform/ids'
import type { Minor } from '@/platform/money'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { changeOrderStatus } from './changeOrderStatus'
import { failRefund } from './failRefund'
import { insertInvoice } from './insertInvoice'
import { lineText } from './lineText'
import { payOwed } from './payOwed'
import { leftOf, type RefundLine, spreadRefund } from './previewRefund'
import type { ProviderRefund } from './readPayment'
import {
  invoiceRecord,
  type Order,
  type OrderItem,
  orderDocument,
  orderItemRecord,
  paymentRecord,
  type Refund,
  refundRecord,
} from './records'

/**
 * Brings our books to what the provider says of a refund. Succeeded: what was owed to the buyer is paid, each line's legs
 * are reversed, commissions with them, a line given back whole loses its licenses or the days that it renewed, the order's state and a credit note
 * follow, all in one transaction. Failed, also after it had succeeded: `failRefund`. The second time it changes nothing.
 */
export async function applyRefund(tx: DocumentTx, orderId: string, provider: ProviderRefund): Promise<void> {
  const refund = await findOrMakeRefund(tx, orderId, provider)
  if (provider.status === 'pending') return
  if (provider.status === 'failed') return failRefund(tx, refund, provider)
  const claimed = await step('refund.apply.claim', () =>
    tx
      .of(refundRecord)
      .update(
        { _id: refund._id, status: { $in: ['approved', 'submitted'] } },
        { $set: { status: 'succeeded', providerRefund: provider.id, settledAt: tx.now } },
      ),
  )
  if (!claimed) return
  const order = await tx.read(orderDocument).findOne({ _id: orderId })
  if (!order) throw notFound('order')
  const items = await tx.of(orderItemRecord).find({ order: orderId })
  const { owedMinor, lines } = partsThatFit(refund, order, items)
  await step('refund.apply.parts', () =>
    tx.of(refundRecord).update({ _id: refund._id }, { $set: { owedMinor, lines } }),
  )
  if (owedMinor > 0) await payOwed(tx, { order, refund, amountMinor: owedMinor })
  if (lines.length === 0) return step('refund.apply.mail', () => tellBuyer(tx, order, refund))
  await giveBackLines(tx, { order, refund, items, lines })
}

async function giveBackLines(
  tx: DocumentTx,
  {
    order,
    refund,
    items,
    lines,
  }: { order: Order; refund: Refund; items: readonly OrderItem[]; lines: readonly RefundLine[] },
): Promise<void> {
  const given: { item: OrderItem; legs: OrderItem['legs'] }[] = []
  for (const line of lines) {
    const item = items.find((candidate) => candidate._id === line.item)
    invariant(item, `refund ${refund._id} names a line of its order`)
    const { now, cumulative } = refundLegs(item.legs, item.refunded, line.grossMinor)
    await step('refund.apply.reverse', () => reverseLine(tx, refund, item, now))
    item.refunded = cumulative
    const status = leftOf(item) === 0 ? 'refunded' : 'partially_refunded'
    await step('refund.apply.line', () =>
      tx.of(orderItemRecord).update({ _id: item._id }, { $set: { refunded: cumulative, status } }),
    )
    given.push({ item, legs: now })
  }
  const whole = items.filter((item) => leftOf(item) === 0)
  const itemIds = whole.map((item) => item._id)
  await step('refund.apply.licenses', () =>
    revokeOrderLicenses({ tx, orderId: order._id, itemIds, reason: 'refunded' }),
  )
  for (const item of whole)
    if (item.renews) await step('refund.apply.renewal', () => takeBackRenewal(tx, item._id))
  await step('refund.apply.order', () => closeOrder(tx, order, items))
  await step('refund.apply.creditNote', () => writeCreditNote(tx, order, refund, given))
}

/**
 * What the refund was asked for, or, where another one took from that meanwhile and where nobody asked us: first what is
 * owed to the buyer, the rest spread over what is left of the lines. The money is gone at the provider, so the books say it.
 */
function partsThatFit(
  refund: Refund,
  order: Order,
  items: readonly OrderItem[],
): { owedMinor: Minor; lines: RefundLine[] } {
  const owed = order.owedMinor ?? 0
  const asked = { owedMinor: refund.owedMinor ?? 0, lines: refund.lines }
  const named = asked.lines.reduce((total, line) => total + line.grossMinor, asked.owedMinor)
  const fits = asked.lines.every(({ item: id, grossMinor }) => {
    const item = items.find((candidate) => candidate._id === id)
    return !item || grossMinor <= leftOf(item)
  })
  if (named === refund.amountMinor && fits && asked.owedMinor <= owed) return asked
  const owedMinor = Math.min(refund.amountMinor, owed)
  const rest = refund.amountMinor - owedMinor
  // The lines of a held order were never split: there is nothing of theirs to turn round.
  if (rest > 0 && order.status === 'paid')
    throw invalid('refund_too_large', 'More was refunded than the provider had taken.')
  return { owedMinor, lines: rest > 0 ? spreadRefund(items, rest) : [] }
}

/** The mail of a refund that has no credit note to wait for. */
const tellBuyer = (tx: Tx, order: Order, refund: Refund): Promise<void> =>
  tx.emit({
    key: `mail:refund:${refund._id}`,
    kind: 'mail',
    payload: {
      template: 'refund',
      to: order.customer,
      locale: 'en',
      data: { order: order._id, refund: refund._id },
    },
    refs: { order: order._id },
  })

/** A refund made at the provider's own dashboard has no record of ours yet. Its parts are found when it succeeds. */
async function findOrMakeRefund(tx: Tx, orderId: string, provider: ProviderRefund): Promise<Refund> {
  const known = provider.refund
    ? await tx.of(refundRecord).findOne({ _id: provider.refund, order: orderId })
    : await tx.of(refundRecord).findOne({ providerRefund: provider.id })
  if (known) return known
  const payment = await tx.of(paymentRecord).findOne({ order: orderId, status: 'succeeded' })
  if (!payment) throw notFound('payment')
  const refund: Refund = {
    _id: newId('ref'),
    order: orderId,
    payment: payment._id,
    amountMinor: provider.amountMinor,
    currency: payment.currency,
    lines: [],
    reason: 'refunded at the payment provider',
    status: 'submitted',
    providerRefund: provider.id,
    error: null,
    requestedBy: tx.actor,
    createdAt: tx.now,
    settledAt: null,
  }
  await step('refund.apply.foreign', () => tx.of(refundRecord).insert(refund))
  return refund
}

async function reverseLine(tx: Tx, refund: Refund, item: OrderItem, legs: OrderItem['legs']): Promise<void> {
  await postEntries(tx, [
    {
      key: `refund:${refund._id}:${item._id}`,
      kind: 'refund',
      currency: item.currency,
      postings: refundPostings(item, legs, await whereSharesLie(tx, item)),
      refs: { order: item.order, orderItem: item._id, seller: item.seller, refund: refund._id },
      reverses: `sale:${item._id}`,
      memo: refund.reason,
    },
  ])
  await reverseCommission(tx, { orderItem: item._id, amountMinor: legs.affiliateMinor })
}

/** Still held, or already released to the payees: then their available balance may turn negative (BUY-10). */
async function whereSharesLie(tx: Tx, item: OrderItem): Promise<'pending' | 'available'> {
  const released = await tx.of(entryRecord).findOne({ _id: `release:${item._id}:${item.seller}` })
  return released ? 'available' : 'pending'
}

async function closeOrder(tx: DocumentTx, order: Order, items: readonly OrderItem[]): Promise<void> {
  const refundedMinor = items.reduce((total, item) => total + grossOf(item.refunded), 0)
  const whole = items.every((item) => leftOf(item) === 0)
  const moved = await changeOrderStatus(tx, order, whole ? 'refundAll' : 'refundPart', {
    totals: { ...order.totals, refundedMinor },
    ...(whole ? { refundedAt: tx.now } : {}),
  })
  invariant(moved, `order ${order._id} was paid before it was refunded`)
}

async function writeCreditNote(
  tx: DocumentTx,
  order: Order,
  refund: Refund,
  given: readonly { item: OrderItem; legs: OrderItem['legs'] }[],
): Promise<void> {
  const invoice = await tx.of(invoiceRecord).findOne({ order: order._id, kind: 'invoice' })
  const customer = await tx.read(customerDocument).findOne({ _id: order.customer })
  if (!invoice || !customer) return
  await insertInvoice(tx, {
    kind: 'credit_note',
    order,
    customer,
    settings: await readSettings(tx.database, tx.session),
    refund: refund._id,
    corrects: invoice._id,
    paidWith: null,
    lines: given.map(({ item, legs }) => ({
      item: item._id,
      text: lineText(item),
      seller: item.sellerName,
      quantity: item.quantity,
      unitPriceMinor: item.unitPriceMinor,
      netMinor: -legs.netMinor,
      tax: { ...item.tax, amountMinor: -legs.taxMinor },
    })),
  })
}
