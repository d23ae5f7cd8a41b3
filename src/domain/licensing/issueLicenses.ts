import type { LicenseTerms, ProductType } from '@/domain/catalog/records'
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

/**
 * Issues what a completed order line grants, active at once: `licenses` gives one per piece, `seats` one license with so
 * many times the seats, `single` one (BUY-1). Two writes, however many. The unique index on line and ordinal makes a
 * second issue of the same line impossible.
 */
export async function issueLicenses({ tx, item, customerId }: IssueLicenses): Promise<License[]> {
  const count = item.quantityMode === 'licenses' ? item.quantity : 1
  const { activations } = item.terms
  const seats =
    activations !== null && item.quantityMode === 'seats' ? activations * item.quantity : activations
  const licenses = Array.from({ length: count }, (_, index) =>
    newLicense(tx.now, {
      ...item,
      orderItem: item._id,
      ordinal: index + 1,
      customer: customerId,
      seats,
      handles: [item.handle, ...item.formerHandles],
      test: false,
    }),
  )
  await tx.of(licenseRecord).insertMany(licenses)
  await tx
    .of(licenseHistoryRecord)
    .insertMany(
      licenses.map((license) => historyRow(tx, license, { kind: 'created', data: { order: item.order } })),
    )
  return licenses
}
