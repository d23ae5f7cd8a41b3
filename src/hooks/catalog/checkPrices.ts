/** Card networks cost more than less than this brings; the provider refuses smaller charges. Free has a model of its own. */
export const lowestPriceMinor = 50

/** One price per currency: two would leave open which one is meant. */
export function checkPrices(rows: unknown): true | string {
  if (!Array.isArray(rows)) return true
  const currencies = rows.map((row: { currency?: unknown }) => row?.currency)
  return new Set(currencies).size === currencies.length || 'Each currency has one price.'
}
