import type { Legs } from '@/domain/ledger/records'
import { grossOf, refundLegs } from '@/domain/ledger/refundLegs'
import { conflict, invalid } from '@/platform/errors'
import type { Minor } from '@/platform/money'
import { lineText } from './lineText'
import type { Order, OrderItem } from './records'

export interface RefundLine {
  item: string
  grossMinor: Minor
}

export interface RefundPreview {
  amountMinor: Minor
  currency: string
  lines: { item: string; text: string; grossMinor: Minor; takes: Legs; full: boolean }[]
  /** Every line is given back whole: the order ends as refunded. */
  full: boolean
  /** The part that is not of the lines: what is owed to the buyer, of a held payment or of a refund that came back. */
  owedMinor: Minor
}

/**
 * What a refund of this order does. Without lines: what is owed to the buyer, where something is, and else all that is
 * left of the lines. A held order is refunded as it was paid: whole, whatever its lines say.
 * @param currency the payment's.
 * @throws CodedError 409 refund_whole_only; 422 from the preview of the lines.
 */
export function previewOrderRefund(
  { order, items, currency }: { order: Order; items: readonly OrderItem[]; currency: string },
  wanted?: readonly RefundLine[],
): RefundPreview {
  const held = order.status === 'paid'
  if (held && wanted)
    throw conflict('refund_whole_only', 'An order that is held for review can only be refunded in full.')
  const owedMinor = order.owedMinor ?? 0
  if (wanted || (owedMinor === 0 && !held)) return previewRefund(items, wanted)
  if (owedMinor === 0) throw invalid('refund_nothing', 'There is nothing left to refund.')
  return { amountMinor: owedMinor, currency, lines: [], full: held, owedMinor }
}

/**
 * What a refund does, before anybody commits to it: the same arithmetic that books it. All that is left of every line
 * when `wanted` is left out.
 * @throws CodedError 422 refund_line_twice, refund_line_unknown, refund_too_large, refund_nothing.
 */
export function previewRefund(items: readonly OrderItem[], wanted?: readonly RefundLine[]): RefundPreview {
  if (wanted && new Set(wanted.map(({ item }) => item)).size < wanted.length)
    throw invalid(
      'refund_line_twice',
      'A line is named twice in the refund. Name it once, with its whole amount.',
    )
  const lines = (wanted ?? items.map((item) => ({ item: item._id, grossMinor: leftOf(item) })))
    .filter(({ grossMinor }) => grossMinor !== 0)
    .map(({ item: id, grossMinor }) => {
      const item = items.find((candidate) => candidate._id === id)
      if (!item) throw invalid('refund_line_unknown', 'A line of the refund does not belong to the order.')
      if (!Number.isSafeInteger(grossMinor) || grossMinor < 0 || grossMinor > leftOf(item))
        throw invalid('refund_too_large', `At most what is left of ${item.productName} can be refunded.`)
      const { now } = refundLegs(item.legs, item.refunded, grossMinor)
      const full = grossMinor === leftOf(item)
      return { item: id, text: lineText(item), grossMinor, takes: now, full }
    })
  const [first] = items
  if (lines.length === 0 || !first) throw invalid('refund_nothing', 'There is nothing left to refund.')
  const fullLines = new Set(lines.filter((line) => line.full).map((line) => line.item))
  return {
    amountMinor: lines.reduce((total, line) => total + line.grossMinor, 0),
    currency: first.currency,
    lines,
    full: items.every((item) => fullLines.has(item._id) || leftOf(item) === 0),
    owedMinor: 0,
  }
}

/** What of a line has not been given back yet, tax included. */
export const leftOf = (item: Pick<OrderItem, 'legs' | 'refunded'>): Minor =>
  grossOf(item.legs) - grossOf(item.refunded)

/**
 * An amount that was refunded at the provider, without lines of ours, spread over the lines in proportion to what is left
 * of each; the last cents go to the first lines that still have room.
 */
export function spreadRefund(items: readonly OrderItem[], amountMinor: Minor): RefundLine[] {
  const left = items.map(leftOf)
  const total = left.reduce((sum, value) => sum + value, 0)
  if (amountMinor > total) throw invalid('refund_too_large', 'More was refunded than was left of the order.')
  let rest = amountMinor
  const lines = items.map((item, index) => {
    const share = total === 0 ? 0 : Number((BigInt(amountMinor) * BigInt(left[index] ?? 0)) / BigInt(total))
    rest -= share
    return { item: item._id, grossMinor: share }
  })
  for (const [index, line] of lines.entries()) {
    const room = Math.min(rest, (left[index] ?? 0) - line.grossMinor)
    line.grossMinor += room
    rest -= room
  }
  return lines.filter(({ grossMinor }) => grossMinor > 0)
}
