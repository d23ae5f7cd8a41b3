import { customerDocument } from '@/domain/accounts/records'
import { affiliateDocument } from '@/domain/affiliates/records'
import type { Tx } from '@/platform/transaction'
import type { Sale } from './readSale'
import { type OrderItem, orderDocument, orderItemRecord, paymentRecord } from './records'

/**
 * Whose card paid is known only now: an affiliate whose own purchases were paid with it has referred nobody but
 * themselves, under another address. Their part stays with the seller. Asks nothing where no line was referred.
 * @returns the lines as they complete.
 */
export async function refuseOwnCard(tx: Tx, { items, payments }: Sale): Promise<OrderItem[]> {
  const referrers = [...new Set(items.flatMap(({ affiliate }) => affiliate?.affiliate ?? []))]
  const card = payments.find(({ status }) => status === 'succeeded')?.method.fingerprint
  if (referrers.length === 0 || !card) return items
  const owners = await ownersAmong(tx, referrers, card)
  const completing = items.map((item) =>
    item.affiliate && owners.has(item.affiliate.affiliate) ? withoutReferral(item) : item,
  )
  for (const item of completing) {
    if (items.includes(item)) continue
    const { _id, affiliate, refusedReferral, legs } = item
    await tx
      .of(orderItemRecord)
      .update({ _id, completedAt: null }, { $set: { affiliate, refusedReferral, legs } })
  }
  return completing
}

/** Those of the affiliates who paid with this card before. */
async function ownersAmong(tx: Tx, referrers: readonly string[], card: string): Promise<ReadonlySet<string>> {
  const paid = await tx
    .of(paymentRecord)
    .find({ 'method.fingerprint': card, status: 'succeeded' }, { sort: { createdAt: -1 }, limit: 500 })
  const orders = await tx.read(orderDocument).find({ _id: { $in: paid.map(({ order }) => order) } })
  const buyers = await tx
    .read(customerDocument)
    .find({ _id: { $in: orders.map(({ customer }) => customer) }, user: { $type: 'string' } })
  const affiliates = await tx.read(affiliateDocument).find({
    _id: { $in: [...referrers] },
    user: { $in: buyers.flatMap(({ user }) => user ?? []) },
  })
  return new Set(affiliates.map(({ _id }) => _id))
}

function withoutReferral(item: OrderItem): OrderItem {
  const { affiliate, legs } = item
  if (!affiliate) return item
  return {
    ...item,
    affiliate: null,
    refusedReferral: { affiliate: affiliate.affiliate, click: affiliate.click, reason: 'same_card' },
    legs: { ...legs, affiliateMinor: 0, sellerMinor: legs.sellerMinor + legs.affiliateMinor },
  }
}
