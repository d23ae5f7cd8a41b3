import type { LineReferral } from './records'

/**
 * What an affiliate gets of a line's net, in basis points: the platform's rate, or the seller's where it is higher (AFF-3).
 * Both commissions together never pass the price, whatever settings and contracts came to say.
 */
export function affiliateRate({
  platformBps,
  productBps,
  commissionBps,
}: {
  /** From the settings. */
  platformBps: number
  /** The seller's for this product; null: the platform's. */
  productBps: number | null | undefined
  /** What the platform itself takes of the line. */
  commissionBps: number
}): Pick<LineReferral, 'rateBps' | 'rule'> {
  const wanted =
    (productBps ?? 0) > platformBps
      ? { rateBps: productBps ?? 0, rule: 'product' as const }
      : { rateBps: platformBps, rule: 'platform' as const }
  const most = 10_000 - commissionBps
  return wanted.rateBps > most ? { rateBps: Math.max(0, most), rule: 'capped' } : wanted
}
