import { commissionFaults } from '@/domain/affiliates/checkCommissions'
import { cumulativeRefund, grossOf } from '@/domain/ledger/refundLegs'
import type { BookProblem } from '../bookProblem'
import type { OrderItem } from '../records'
import { accountsOf } from './orderAccounts'
import type { OrderFile } from './orderFile'

type Rule = (file: OrderFile) => BookProblem[]

/**
 * What must hold of an order and all that belongs to it (notes/marketplace-money.md §2.2: invariants 3, 4, 5, 6, 7, 12,
 * 13). Said here anew, not with the functions that booked it. The accounts are compared where no closer rule names a row.
 */
export function checkOrder(file: OrderFile): BookProblem[] {
  const found = orderRules.flatMap((rule) => rule(file))
  return found.length > 0 ? found : accountsAgree(file)
}

const problem = (invariant: string, row: string, detail: string): BookProblem => ({ invariant, row, detail })

const completedOf = ({ items }: OrderFile): OrderItem[] => items.filter((item) => item.completedAt !== null)
const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
const leftOf = (item: OrderItem): number => grossOf(item.legs) - grossOf(item.refunded)

/** A succeeded payment has a completed order, and a completed order that cost something has exactly one of them. */
const paymentIsFulfilled: Rule = ({ order, payments }) => {
  const paid = payments.filter(({ status }) => status === 'succeeded')
  // Held, or given back after it was held: never completed, and right so.
  const stands = order.completedAt || order.status === 'paid' || order.status === 'refunded'
  if (!stands) return paid.map(({ _id }) => problem('payment is fulfilled', _id, `order is ${order.status}`))
  if (!order.completedAt || order.totals.totalMinor === 0) return []
  const { totalMinor } = order.totals
  if (paid.length !== 1)
    return [problem('order is paid once', order._id, `completed with ${paid.length} succeeded payments`)]
  const [payment] = paid
  return payment && (payment.amountMinor !== totalMinor || payment.currency !== order.currency)
    ? [
        problem(
          'order is paid once',
          payment._id,
          `${payment.amountMinor} ${payment.currency} of ${totalMinor} ${order.currency}`,
        ),
      ]
    : []
}

/** The lines are complete when the order is, and say of their refunds what their amounts say. */
const linesStandWithOrder: Rule = ({ order, items }) => {
  if (items.length !== order.itemCount)
    return [problem('order has its lines', order._id, `${items.length} of ${order.itemCount} lines`)]
  return items.flatMap((item) => {
    if ((item.completedAt !== null) !== Boolean(order.completedAt))
      return [problem('line stands with its order', item._id, `${item.status}, its order ${order.status}`)]
    if (!order.completedAt) return []
    const given = grossOf(item.refunded)
    const status = given === 0 ? 'completed' : leftOf(item) === 0 ? 'refunded' : 'partially_refunded'
    // A line of nothing is given back with the rest, without an amount.
    const isRight = item.status === status || (grossOf(item.legs) === 0 && item.status === 'refunded')
    return isRight
      ? []
      : [problem('line stands with its order', item._id, `${item.status}, by its amounts ${status}`)]
  })
}

/** The order's totals are its lines'. */
const totalsAddUp: Rule = ({ order, items }) => {
  const lines = sum(items.map((item) => grossOf(item.legs)))
  if (lines !== order.totals.totalMinor)
    return [problem('order adds up', order._id, `total ${order.totals.totalMinor}, its lines ${lines}`)]
  if (!order.completedAt) return []
  const given = sum(items.map((item) => grossOf(item.refunded)))
  return given === order.totals.refundedMinor
    ? []
    : [problem('order adds up', order._id, `refunded ${order.totals.refundedMinor}, its lines ${given}`)]
}

/** Every completed line that cost something has exactly one sale entry, of its whole amount; no other line has one. */
const lineIsBookedOnce: Rule = (file) =>
  file.items.flatMap((item) => {
    const sales = file.entries.filter(({ kind, refs }) => kind === 'sale' && refs.orderItem === item._id)
    const expected = item.completedAt !== null && grossOf(item.legs) > 0 ? 1 : 0
    if (sales.length !== expected)
      return [problem('line is booked', item._id, `${sales.length} sale entries of ${expected}`)]
    const booked = sum(
      file.entries
        .filter(({ kind, refs }) => refs.orderItem === item._id && (kind === 'sale' || kind === 'refund'))
        .flatMap(({ postings }) => postings)
        .filter(({ account }) => account.startsWith('asset:'))
        .map(({ amountMinor }) => amountMinor),
    )
    const due = item.completedAt ? leftOf(item) : 0
    return booked === due ? [] : [problem('line is booked', item._id, `booked ${booked}, expected ${due}`)]
  })

/** Refunds never exceed the sale, and its legs are divided as the whole is. */
const refundFitsSale: Rule = (file) =>
  completedOf(file)
    .filter((item) => !fits(item))
    .map(({ _id }) => problem('refund within the sale', _id, 'refunded legs do not fit the sale'))

function fits({ legs, refunded }: OrderItem): boolean {
  if (legs.netMinor !== legs.commissionMinor + legs.affiliateMinor + legs.sellerMinor) return false
  if (grossOf(refunded) < 0 || grossOf(refunded) > grossOf(legs)) return false
  const due = cumulativeRefund(legs, grossOf(refunded))
  return (Object.keys(due) as (keyof typeof due)[]).every((leg) => due[leg] === refunded[leg])
}

/** Exactly the licenses that were sold, each with its own number, and none of a line that is not completed. */
const lineIsLicensed: Rule = ({ items, licenses }) =>
  items.flatMap((item) => {
    const issued = licenses.filter(({ orderItem }) => orderItem === item._id)
    const pieces = item.quantityMode === 'licenses' ? item.quantity : 1
    const expected = item.completedAt && !item.renews ? pieces : 0
    const numbers = new Set(issued.map(({ ordinal }) => ordinal))
    const inRange = issued.every(({ ordinal }) => ordinal >= 1 && ordinal <= expected)
    if (issued.length !== expected || numbers.size !== expected || !inRange)
      return [problem('line is licensed', item._id, `${issued.length} of ${expected} licenses`)]
    return item.status === 'refunded' && issued.some(({ status }) => status !== 'revoked')
      ? [problem('refund ends licenses', item._id, 'a license is still in force')]
      : []
  })

/** A line that renews has exactly the row of its renewal, taken back where it was refunded. */
const lineIsRenewed: Rule = (file) =>
  completedOf(file).flatMap(({ _id, renews, status }) => {
    if (!renews) return []
    const renewal = file.renewals.find((candidate) => candidate._id === _id)
    if (!renewal || renewal.license !== renews.license)
      return [problem('line is renewed', _id, `no renewal of ${renews.license}`)]
    const stands = !renewal.refused && renewal.takenBackAt === null
    return status === 'refunded' && stands
      ? [problem('line is renewed', _id, 'refunded, and its days are still there')]
      : []
  })

/** The books of the order, account by account, are what its payments, refunds and lines come to. */
const accountsAgree: Rule = (file) => {
  const { expected, booked } = accountsOf(file)
  return [...new Set([...expected.keys(), ...booked.keys()])].flatMap((key) => {
    const [books, due] = [booked.get(key) ?? 0, expected.get(key) ?? 0]
    return books === due
      ? []
      : [problem('books agree with the order', file.order._id, `${key}: booked ${books}, expected ${due}`)]
  })
}

/** One invoice of the order's amount, one credit note for each refund of lines, of what it gave back; nothing more. */
const documentsAreThere: Rule = ({ order, invoices, refunds }) => {
  const wanted = order.completedAt && order.totals.totalMinor > 0 ? 1 : 0
  const own = invoices.filter(({ kind }) => kind === 'invoice')
  if (own.length !== wanted)
    return [problem('sale has its invoice', order._id, `${own.length} of ${wanted} invoices`)]
  const wrong = own.filter(({ totalMinor }) => totalMinor !== order.totals.totalMinor)
  const notes = invoices.filter(({ kind }) => kind === 'credit_note')
  // It corrects the sale, so it stands where the bank sent the money back later.
  const given = refunds.filter(
    ({ status, returnedAt, lines }) => (status === 'succeeded' || returnedAt) && lines.length > 0,
  )
  return [
    ...wrong.map(({ _id, totalMinor }) =>
      problem('sale has its invoice', _id, `${totalMinor}, the order ${order.totals.totalMinor}`),
    ),
    ...given.flatMap(({ _id, lines }) => {
      const amount = sum(lines.map(({ grossMinor }) => grossMinor))
      const note = notes.find(({ refund }) => refund === _id)
      if (note?.totalMinor === 0 - amount) return []
      return [
        problem(
          'refund has its credit note',
          _id,
          note ? `${note.totalMinor} for ${amount}` : 'there is none',
        ),
      ]
    }),
    ...notes
      .filter(({ refund }) => !given.some(({ _id }) => _id === refund))
      .map(({ _id }) => problem('refund has its credit note', _id, 'a credit note without a refund')),
  ]
}

/** A referred line has exactly one commission, of what the line set aside for it, less what was refunded. */
const commissionAgrees: Rule = (file) =>
  file.items.flatMap((item) => {
    const own = file.commissions.filter(({ orderItem }) => orderItem === item._id)
    const due = item.completedAt && item.affiliate && item.legs.affiliateMinor > 0 ? 1 : 0
    if (own.length !== due)
      return [problem('commission agrees', item._id, `${own.length} commissions of ${due}`)]
    return own.flatMap((commission) =>
      commissionFaults(item, commission).map((fault) => problem('commission agrees', commission._id, fault)),
    )
  })

const orderRules: readonly Rule[] = [
  paymentIsFulfilled,
  linesStandWithOrder,
  totalsAddUp,
  lineIsBookedOnce,
  refundFitsSale,
  lineIsLicensed,
  lineIsRenewed,
  documentsAreThere,
  commissionAgrees,
]
