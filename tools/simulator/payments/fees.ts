/**
 * The provider's fee for a card payment: 2.9 % rounded half-up, plus 30 minor units of the currency.
 * The same 30 is taken in every currency, which is right for cents only.
 */
export function cardFeeMinor(amountMinor: number): number {
  return Math.floor((amountMinor * 29 + 500) / 1000) + 30
}

/** Simulated days until money of a charge is available instead of pending. */
export const settleDays = 2
