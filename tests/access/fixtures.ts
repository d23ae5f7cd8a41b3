import type { z } from 'zod'
import { schema } from '@/domain/schema'
import type { Database } from '@/platform/database'
import { type PersonName, sellerA, sellerB, userIdOf } from './people'
import { ownSide, type Side } from './reach'
import { sampleOf } from './sample'

type Stored = { _id: string } & Record<string, unknown>

/** The two documents of each collection: A's and B's. */
export interface Pair {
  a: string
  b: string
}

/** The id of a side's document in a collection. */
export const idOf = (slug: string, side: 'a' | 'b'): string =>
  slug === 'sellers' ? (side === 'a' ? sellerA : sellerB) : `${slug.slice(0, 3)}_${side.padStart(24, '0')}`

/** What matters of a document beside its emptiest form; the side tells whose it is. */
const details: Readonly<Record<string, (side: 'a' | 'b') => Record<string, unknown>>> = {
  customers: (side) => ({ email: `${side}@example.com` }),
  sellers: (side) => ({ slug: `seller-${side}`, name: `Seller ${side}`, status: 'active' }),
  products: (side) => ({ slug: `thing-${side}`, handle: `seller-${side}/thing-${side}` }),
  packages: (side) => ({
    product: idOf('products', side),
    prices: [{ currency: 'usd', amountMinor: 4_900 }],
  }),
  releases: (side) => ({ version: '1.0.0', product: idOf('products', side) }),
  categories: (side) => ({ slug: `category-${side}` }),
  curations: (side) => ({ slug: `curation-${side}` }),
  affiliates: (side) => ({ code: `code${side}`, user: `usr_aff_${side}` }),
  'order-items': (side) => ({ order: idOf('orders', side), customer: idOf('customers', side) }),
  licenses: (side) => ({
    customer: idOf('customers', side),
    product: idOf('products', side),
    orderItem: `itm_${side}`,
    maskedKey: `MINTREU-…-${side}`,
    keys: [{ hash: `hash-of-${side}`, sealed: `sealed-${side}`, masked: 'm', state: 'current', until: null }],
  }),
  'license-requests': (side) => ({ license: `lic_${side}`, customer: idOf('customers', side) }),
  files: (side) => ({ storageKey: `00/secret-place-${side}`, state: 'stored' }),
  media: (side) => ({ filename: `${side}.png`, mimeType: 'image/png' }),
  payments: (side) => ({ order: `ord_${side}`, attempt: `ch_${side}` }),
  refunds: (side) => ({ order: `ord_${side}`, providerRefund: null }),
  invoices: (side) => ({ order: `ord_${side}`, kind: 'invoice' }),
  commissions: (side) => ({ orderItem: `itm_${side}` }),
  entries: () => ({
    postings: [
      { account: 'x', amountMinor: 100 },
      { account: 'y', amountMinor: -100 },
    ],
  }),
  'payload-kv': (side) => ({ key: `key-${side}` }),
  // One at a time is asked for.
  'oracle-runs': () => ({ state: 'green' }),
  outbox: () => ({ payload: { link: 'https://example.com/secret-link' } }),
}

/** Everything that has a seller: then A's document is of seller A. */
const ownedBySeller: readonly string[] = [
  'products',
  'packages',
  'releases',
  'files',
  'media',
  'order-items',
  'payouts',
  'licenses',
  'license-history',
  'license-requests',
  'license-attempts',
  'downloads',
  'tickets',
]

/** One document of each side in every collection that the domain stores. @returns their ids by collection. */
export async function insertPairs({ db }: Database, slugs: readonly string[]): Promise<Record<string, Pair>> {
  const pairs: Record<string, Pair> = {}
  for (const slug of slugs) {
    const definition = schema.find(({ name }) => name === slug)
    if (!definition || !('schema' in definition)) continue
    const pair: Pair = { a: idOf(slug, 'a'), b: idOf(slug, 'b') }
    for (const side of ['a', 'b'] as const) {
      const sample = sampleOf(definition.schema as z.ZodType) as Record<string, unknown>
      const document = {
        ...sample,
        ...('currency' in sample ? { currency: 'usd' } : {}),
        ...(ownedBySeller.includes(slug) ? { seller: side === 'a' ? sellerA : sellerB } : {}),
        ...details[slug]?.(side),
        _id: pair[side],
      }
      await db.collection<Stored>(slug).insertOne(document)
    }
    pairs[slug] = pair
  }
  return pairs
}

/** The document of a side that a person is asked about: in `users` one's own and somebody else's, elsewhere the seller's. */
export function targetOf(
  pairs: Readonly<Record<string, Pair>>,
  slug: string,
  name: PersonName,
  side: Side,
): string {
  if (slug !== 'users') return pairs[slug]?.[side] ?? 'none'
  if (side === ownSide(name)) return userIdOf(name)
  return userIdOf(name === 'customer' ? 'affiliate' : 'customer')
}

export const productOf = (side: 'a' | 'b'): string => idOf('products', side)
