import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict, invalid, notFound } from '@/platform/errors'
import { sellerDocument } from './records'

/** What a contract may say: any commission, outside of the band too (PAY-9); a hold of a week to a quarter. */
export const contractBounds = {
  commissionBps: { min: 0, max: 10_000 },
  holdDays: { min: 7, max: 90 },
} as const

/** A seller's own commission and hold; null: as the settings say. */
export interface SellerTerms {
  commissionBps: number | null
  holdDays: number | null
}

/**
 * Gives a seller terms of its own, or takes them back, for sales from now on; what was sold keeps its snapshot.
 * @throws CodedError 404; 409 `seller_changed` where they are not what was seen, 422 `nothing_changes`.
 */
export async function setSellerTerms(
  tx: DocumentTx,
  {
    sellerId,
    seen,
    terms,
    reason,
  }: { sellerId: string; seen: SellerTerms; terms: Partial<SellerTerms>; reason: string },
): Promise<SellerTerms> {
  const seller = await tx.read(sellerDocument).findOne({ _id: sellerId })
  if (!seller) throw notFound('seller')
  if (seller.house) throw conflict('house_seller', 'The house pays no commission and gets no payout.')
  const before = termsOf(seller)
  if (before.commissionBps !== seen.commissionBps || before.holdDays !== seen.holdDays)
    throw conflict('seller_changed', 'Somebody else changed these terms meanwhile. Look at them once more.')
  const after = { ...before, ...terms }
  if (after.commissionBps === before.commissionBps && after.holdDays === before.holdDays)
    throw invalid('nothing_changes', 'These terms are so already.')
  await asOperation(tx, 'sellers', () =>
    tx.payload.update({ collection: 'sellers', id: sellerId, data: after, ...asSystem(tx) }),
  )
  await tx.audit({
    act: 'seller.terms',
    target: { collection: 'sellers', id: sellerId },
    reason,
    before: { ...before },
    after: { ...after },
  })
  return after
}

/** The terms of a seller as they lie there. */
export const termsOf = ({
  commissionBps,
  holdDays,
}: {
  commissionBps?: number | null | undefined
  holdDays?: number | null | undefined
}): SellerTerms => ({ commissionBps: commissionBps ?? null, holdDays: holdDays ?? null })
