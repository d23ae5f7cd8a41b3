import { createHash } from 'node:crypto'
import { makeLicenseKey, maskKey, newestHashOfKey } from '@/domain/licensing/key'
import { type License, licenseRecord } from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import { newId } from '@/platform/ids'
import { keyring } from '@/platform/keyring'
import { addDays } from '@/platform/time'
import { newPlaceOf, soldTerms } from '../../tests/setup/licenseFixtures'

export const benchProduct = 'acme/widgets'
const sellerId = 'sel_0000000000benchmark'
const batch = 2_000

/** The n-th key: always the same one, so that whoever makes the load need not be told a million of them. */
export const benchKey = (n: number): string =>
  makeLicenseKey({
    type: 'package',
    sellerId,
    date: new Date('2026-01-01T00:00:00Z'),
    keyring: keyring(),
    random: (size) => createHash('sha512').update(`license ${n}`).digest().subarray(0, Math.max(size, 64)),
  })

export const benchDomain = (n: number): string => `shop-${n}.example.com`

/** What a client of the n-th license asks. */
export const benchBody = (n: number, nonce?: string): string =>
  JSON.stringify({
    key: benchKey(n),
    product: benchProduct,
    domain: benchDomain(n),
    version: '2.1.0',
    ...(nonce === undefined ? {} : { nonce }),
  })

/** So many licenses, each activated on its domain and last asked for yesterday, written by the bare driver. */
export async function fillLicenses(database: Database, count: number): Promise<void> {
  const licenses = collectionOf(database, licenseRecord)
  for (let from = 0; from < count; from += batch) {
    const size = Math.min(batch, count - from)
    const rows = Array.from({ length: size }, (_, index) => benchLicense(from + index))
    await licenses.insertMany(rows, { ordered: false, writeConcern: { w: 1 } })
  }
}

function benchLicense(n: number): License {
  const key = benchKey(n)
  const now = new Date()
  const yesterday = addDays(now, -1)
  const terms = soldTerms()
  return {
    _id: newId('lic'),
    customer: newId('cus'),
    seller: sellerId,
    product: 'prd_0000000000benchmark',
    package: 'pkg_0000000000benchmark',
    order: newId('ord'),
    orderItem: newId('itm'),
    ordinal: 1,
    type: 'package',
    handles: [benchProduct],
    productName: 'Widgets',
    packageName: 'Team',
    billing: 'one-time',
    status: 'active',
    reason: null,
    statusChangedAt: yesterday,
    test: false,
    keys: [
      {
        hash: newestHashOfKey(key, keyring()),
        // As long as a sealed key; nobody opens it here.
        sealed: createHash('sha512').update(key).digest('base64url').padEnd(130, 'A'),
        masked: maskKey(key),
        state: 'current',
        until: null,
      },
    ],
    maskedKey: maskKey(key),
    terms,
    seats: 3,
    sold: { terms, seats: 3 },
    places: [newPlaceOf({ domain: benchDomain(n), firstSeenAt: yesterday, lastSeenAt: yesterday })],
    seatsTaken: 1,
    freeTaken: 0,
    freed: [],
    undo: null,
    suspicion: null,
    reminded: null,
    startsAt: yesterday,
    expiresAt: null,
    updatesUntil: addDays(now, 365),
    supportUntil: addDays(now, 180),
    activatedAt: yesterday,
    lastUsedAt: yesterday,
    createdAt: yesterday,
    updatedAt: yesterday,
  }
}
