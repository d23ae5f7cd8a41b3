import type { OrderItem } from '@/domain/orders/records'
import { shareOf } from '@/platform/money'
import type { Commission } from './records'

type Line = Pick<OrderItem, 'order' | 'currency' | 'affiliate' | 'legs' | 'refunded'>

/**
 * What is wrong with a commission beside its line: it says whose it is, of what and at which rate as the line does, its
 * amount is that rate half-up of the net (never more than the platform's part leaves), and it is reversed exactly when all
 * of it was taken back. Empty when it is right.
 */
export function commissionFaults(line: Line, commission: Commission): string[] {
  const { affiliate, legs, refunded } = line
  if (!affiliate) return ['nobody referred the line']
  const earned = Math.min(shareOf(legs.netMinor, affiliate.rateBps), legs.netMinor - legs.commissionMinor)
  const isWhole = commission.reversedMinor === commission.amountMinor
  const facts: [string, unknown, unknown][] = [
    ['affiliate', commission.affiliate, affiliate.affiliate],
    ['order', commission.order, line.order],
    ['currency', commission.currency, line.currency],
    ['base', commission.baseMinor, legs.netMinor],
    ['rate', commission.rateBps, affiliate.rateBps],
    ['amount', commission.amountMinor, earned],
    ['part of the line', legs.affiliateMinor, commission.amountMinor],
    ['taken back', commission.reversedMinor, refunded.affiliateMinor],
    ['reversed', commission.status === 'reversed', isWhole],
  ]
  return facts.filter(([, is, due]) => is !== due).map(([what, is, due]) => `${what} is ${is}, not ${due}`)
}
