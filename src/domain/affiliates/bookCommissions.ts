import type { OrderItem } from '@/domain/orders/records'
import { newId } from '@/platform/ids'
import type { Tx } from '@/platform/transaction'
import { commissionRecord } from './records'

type EarningLine = Pick<OrderItem, '_id' | 'order' | 'affiliate' | 'legs' | 'currency' | 'holdUntil'>

/**
 * What completed lines earn their affiliates, in the transaction that completes them (BUY-5); the money itself is in each
 * line's sale entry. A unique key per line makes a second time impossible.
 */
export async function bookCommissions(tx: Tx, lines: readonly EarningLine[]): Promise<void> {
  await tx.of(commissionRecord).insertMany(
    lines.flatMap(({ _id, order, affiliate, legs, currency, holdUntil }) =>
      affiliate && legs.affiliateMinor > 0
        ? [
            {
              _id: newId('com'),
              affiliate: affiliate.affiliate,
              order,
              orderItem: _id,
              currency,
              baseMinor: legs.netMinor,
              rateBps: affiliate.rateBps,
              amountMinor: legs.affiliateMinor,
              reversedMinor: 0,
              status: 'pending' as const,
              holdUntil: holdUntil ?? tx.now,
              createdAt: tx.now,
            },
          ]
        : [],
    ),
  )
}
