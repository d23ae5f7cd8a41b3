import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import { seal } from '@/platform/sealing'
import { makeLicenseKey, maskKey, newestHashOfKey } from './key'
import { type LicenseWindows, windowsOf } from './licenseWindows'
import type { License } from './records'

/** What a license is made of, whoever grants it: a sale, a seller by hand, an import. */
export interface LicenseGrant
  extends Pick<
    License,
    | 'customer'
    | 'seller'
    | 'product'
    | 'package'
    | 'order'
    | 'orderItem'
    | 'ordinal'
    | 'type'
    | 'handles'
    | 'productName'
    | 'packageName'
    | 'billing'
    | 'terms'
    | 'seats'
    | 'test'
  > {
  trialDays: number | null
  /** The ends, where they are not those that the terms give from now on. */
  windows?: LicenseWindows
  /** A key that another system made; one of ours is made when left out. */
  importedKey?: string
}

/** A license, active at once, not yet written. */
export function newLicense(now: Date, grant: LicenseGrant): License {
  const id = newId('lic')
  const { type, seller, terms, seats } = grant
  const key = grant.importedKey
    ? keyOf({ id, text: grant.importedKey, state: 'imported' })
    : freshKey({ id, type, seller, now })
  return {
    _id: id,
    customer: grant.customer,
    seller,
    product: grant.product,
    package: grant.package,
    order: grant.order,
    orderItem: grant.orderItem,
    ordinal: grant.ordinal,
    type,
    handles: [...new Set(grant.handles)],
    productName: grant.productName,
    packageName: grant.packageName,
    billing: grant.billing,
    status: 'active',
    reason: null,
    statusChangedAt: now,
    test: grant.test,
    keys: [key],
    maskedKey: key.masked,
    terms,
    seats,
    sold: { terms, seats },
    places: [],
    seatsTaken: 0,
    freeTaken: 0,
    freed: [],
    undo: null,
    suspicion: null,
    reminded: null,
    startsAt: now,
    ...(grant.windows ?? windowsOf(terms, now, grant.trialDays)),
    activatedAt: null,
    lastUsedAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

type LicenseKey = License['keys'][number]

/** A new key of ours as it lies in its license: hash for look-up, sealed for its owner, masked for lists. */
export const freshKey = ({
  id,
  type,
  seller,
  now,
}: Pick<License, 'type' | 'seller'> & { id: string; now: Date }): LicenseKey =>
  keyOf({
    id,
    text: makeLicenseKey({ type, sellerId: seller, date: now, keyring: keyring() }),
    state: 'current',
  })

function keyOf({ id, text, state }: { id: string; text: string; state: LicenseKey['state'] }): LicenseKey {
  const ring = keyring()
  return {
    hash: newestHashOfKey(text, ring),
    sealed: seal(text, { record: 'licenses', id, field: 'key' }, ring),
    masked: maskKey(text),
    state,
    until: null,
  }
}
