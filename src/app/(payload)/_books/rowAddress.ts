const collections: Readonly<Record<string, string>> = {
  ord: 'orders',
  itm: 'order-items',
  pay: 'payments',
  ref: 'refunds',
  inv: 'invoices',
  lic: 'licenses',
  com: 'commissions',
}
const entryKinds = /^(sale|fee|refund|refund_failed|held|paid_by_hand|release):/

/** Where the panel shows a row that the oracle names; null where it has no page. */
export function rowAddress(row: string): string | null {
  const collection = collections[row.slice(0, 3)] ?? (entryKinds.test(row) ? 'entries' : null)
  const isId = /^[a-z]{3}_/.test(row) || collection === 'entries'
  return collection && isId ? `/admin/collections/${collection}/${encodeURIComponent(row)}` : null
}
