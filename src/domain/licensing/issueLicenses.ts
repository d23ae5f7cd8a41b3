import type { LicenseTerms, ProductType } from '@/domain/catalog/records'
import { newId } from '@/platform/ids'
import { type Keyring, keyring } from '@/platform/keyring'
import { seal } from '@/platform/sealing'
import type { Tx } from '@/platform/transaction'
import { historyRow } from './history'
import { makeLicenseKey, maskKey, newestHashOfKey } from './key'
import { windowsOf } from './licenseWindows'
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
  const ring = keyring()
  const count = item.quantityMode === 'licenses' ? item.quantity : 1
  const licenses = Array.from({ length: count }, (_, index) =>
    newLicense({ tx, item, customerId, ordinal: index + 1, ring }),
  )
  await tx.of(licenseRecord).insertMany(licenses)
  await tx
    .of(licenseHistoryRecord)
    .insertMany(
      licenses.map((license) => historyRow(tx, license, { kind: 'created', data: { order: item.order } })),
    )
  return licenses
}

function newLicense({
  tx,
  item,
  customerId,
  ordinal,
  ring,
}: IssueLicenses & { ordinal: number; ring: Keyring }): License {
  const id = newId('lic')
  const key = makeLicenseKey({ type: item.type, sellerId: item.seller, date: tx.now, keyring: ring })
  const masked = maskKey(key)
  const { activations } = item.terms
  const seats =
    activations !== null && item.quantityMode === 'seats' ? activations * item.quantity : activations
  return {
    _id: id,
    customer: customerId,
    seller: item.seller,
    product: item.product,
    package: item.package,
    order: item.order,
    orderItem: item._id,
    ordinal,
    type: item.type,
    handles: [item.handle, ...item.formerHandles.filter((handle) => handle !== item.handle)],
    productName: item.productName,
    packageName: item.packageName,
    billing: item.billing,
    status: 'active',
    reason: null,
    statusChangedAt: tx.now,
    test: false,
    keys: [
      {
        hash: newestHashOfKey(key, ring),
        sealed: seal(key, { record: 'licenses', id, field: 'key' }, ring),
        masked,
        state: 'current',
        until: null,
      },
    ],
    maskedKey: masked,
    terms: item.terms,
    seats,
    sold: { terms: item.terms, seats },
    places: [],
    seatsTaken: 0,
    freeTaken: 0,
    freed: [],
    undo: null,
    suspicion: null,
    reminded: null,
    startsAt: tx.now,
    ...windowsOf(item.terms, tx.now, item.trialDays),
    activatedAt: null,
    lastUsedAt: null,
    createdAt: tx.now,
    updatedAt: tx.now,
  }
}
