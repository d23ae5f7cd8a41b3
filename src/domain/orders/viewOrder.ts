import { customerDocument } from '@/domain/accounts/records'
import { type FileRecord, fileRecord, type Release, releaseDocument } from '@/domain/catalog/records'
import type { License, LicenseRenewal } from '@/domain/licensing/records'
import { keyText } from '@/domain/licensing/revealKey'
import { collectionOf, type Database } from '@/platform/database'
import { type Purchase, readPurchase } from './readPurchase'
import type { OrderItem } from './records'

export interface OrderFile {
  release: string
  version: string
  file: string
  name: string
  bytes: number
  sha256: string
}

export interface OrderLine {
  item: OrderItem
  licenses: { license: License; key: string }[]
  /** Of a line that renews, once it is paid. */
  renewal: LicenseRenewal | null
  /** The newest release that the license covers; null where nothing is delivered as a file. */
  newest: { version: string; publishedAt: Date | null; files: OrderFile[] } | null
}

export interface OrderView extends Pick<Purchase, 'order' | 'invoices' | 'refunds'> {
  /** Where the mail went. */
  email: string
  /** Who signs in as its buyer; null: nobody owns it yet. */
  owner: string | null
  unclaimed: boolean
  lines: OrderLine[]
}

/** Everything that the buyer's page of an order shows; null for an unknown order. The caller has checked who asks. */
export async function viewOrder(database: Database, orderId: string): Promise<OrderView | null> {
  const purchase = await readPurchase(database, { _id: orderId })
  if (!purchase) return null
  const { order, items, licenses, renewals, invoices, refunds } = purchase
  const [customer, newest] = await Promise.all([
    collectionOf(database, customerDocument).findOne({ _id: order.customer }),
    newestReleases(database, items),
  ])
  return {
    order,
    email: customer?.email ?? '',
    owner: customer?.user ?? null,
    unclaimed: !customer?.user,
    lines: items.map((item) => ({
      item,
      licenses: licenses
        .filter((license) => license.orderItem === item._id)
        .map((license) => ({ license, key: keyText(license) })),
      renewal: renewals.find(({ _id }) => _id === item._id) ?? null,
      // What is renewed was delivered long ago.
      newest: item.renews ? null : (newest.get(item.product) ?? null),
    })),
    invoices,
    refunds,
  }
}

async function newestReleases(
  database: Database,
  items: readonly OrderItem[],
): Promise<Map<string, NonNullable<OrderLine['newest']>>> {
  const releases = await collectionOf(database, releaseDocument)
    .find(
      { product: { $in: items.map((item) => item.product) }, status: 'published', channel: 'stable' },
      { sort: { publishedAt: -1 } },
    )
    .toArray()
  const newest = new Map<string, Release>()
  for (const release of releases) if (!newest.has(release.product)) newest.set(release.product, release)
  const wanted = [...newest.values()].flatMap((release) =>
    release.files.filter(isArchive).map(({ file }) => file),
  )
  const files = await collectionOf(database, fileRecord)
    .find({ _id: { $in: wanted }, state: 'stored' })
    .toArray()
  return new Map(
    [...newest].map(([product, release]) => [
      product,
      { version: release.version, publishedAt: release.publishedAt ?? null, files: filesOf(release, files) },
    ]),
  )
}

const isArchive = ({ kind }: Release['files'][number]): boolean => kind === 'archive'

const filesOf = (release: Release, files: readonly FileRecord[]): OrderFile[] =>
  release.files.filter(isArchive).flatMap(({ file: id }) => {
    const file = files.find((candidate) => candidate._id === id)
    return file
      ? [
          {
            release: release._id,
            version: release.version,
            file: id,
            name: file.name,
            bytes: file.bytes,
            sha256: file.sha256,
          },
        ]
      : []
  })
