/** Decimal places of a currency, from the runtime's own table of ISO 4217. */
function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

/** Minor units as people read them, such as `$12.50`. */
export function formatMinor(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: currency.toUpperCase() })
  return format.format(minor / 10 ** decimalsOf(currency))
}
