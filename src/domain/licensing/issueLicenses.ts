import { type LicenseTerms, type ProductType, productDocument } from '@/domain/catalog/records'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { historyRow } from './history'
import { newLicense } from './newLicense'
import { type License, licenseHistoryRecord, licenseRecord } from './records'

/** What was sold, as the order line keeps it: its snapshot, never today's package. */
export interface SoldItem {
  _id: string
  order: string
  seller: string
  product: string
  package: string
  handle: string
  formerHandles: readonly string[]
  productName: string
  packageName: string
  type: ProductType
  billing: License['billing']
  quantity: number
  quantityMode: 'licenses' | 'seats' | 'single'
  terms: LicenseTerms
  trialDays: number | null
}

interface IssueLicenses {
  tx: Tx
  item: SoldItem
  customerId: string
}

/** What one line grants: see `issueForLines`. */
export const issueLicenses = ({ tx, item, customerId }: IssueLicenses): Promise<License[]> =>
  issueForLines(tx, [item], customerId)

/**
 * Issues what completed order lines grant, active at once: `licenses` gives one per piece, `seats` one license with so
 * many times the seats, `single` one (BUY-1). Two writes, however many. The unique index on line and ordinal makes a
 * second issue of the same line impossible.
 */
export async function issueForLines(
  tx: Tx,
  items: readonly SoldItem[],
  customerId: string,
): Promise<License[]> {
  const named = await withPresentHandles(tx, items)
  const licenses = named.flatMap((item) => licensesOf(tx.now, item, customerId))
  await step('license.issue.records', () => tx.of(licenseRecord).insertMany(licenses))
  const lines = licenses.map((license) =>
    historyRow(tx, license, { kind: 'created', data: { order: license.order } }),
  )
  await step('license.issue.history', () => tx.of(licenseHistoryRecord).insertMany(lines))
  return licenses
}

function licensesOf(now: Date, item: SoldItem, customerId: string): License[] {
  const count = item.quantityMode === 'licenses' ? item.quantity : 1
  const { activations } = item.terms
  const seats =
    activations !== null && item.quantityMode === 'seats' ? activations * item.quantity : activations
  return Array.from({ length: count }, (_, index) =>
    newLicense(now, {
      ...item,
      orderItem: item._id,
      ordinal: index + 1,
      customer: customerId,
      seats,
      handles: [item.handle, ...item.formerHandles],
      test: false,
    }),
  )
}

/** What was sold may have been renamed between order and payment: the license goes by today's name and knows the others. */
async function withPresentHandles(tx: Tx, items: readonly SoldItem[]): Promise<SoldItem[]> {
  const ids = [...new Set(items.map(({ product }) => product))]
  if (ids.length === 0) return []
  const products = await tx
    .read(productDocument)
    .find({ _id: { $in: ids } }, { projection: { handle: 1, formerHandles: 1 } })
  const byId = new Map(products.map((product) => [product._id, product]))
  return items.map((item) => {
    const product = byId.get(item.product)
    if (!product) return item
    const former = (product.formerHandles ?? []).map(({ handle }) => handle)
    return {
      ...item,
      handle: product.handle,
      formerHandles: [...former, item.handle, ...item.formerHandles],
    }
  })
}
