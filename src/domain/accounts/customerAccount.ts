import { refuseDownload } from '@/domain/catalog/downloadEntitlement'
import { textIn } from '@/domain/catalog/localized'
import { fileRecord, type Release, releaseDocument } from '@/domain/catalog/records'
import {
  type License,
  type LicenseHistory,
  licenseHistoryRecord,
  licenseRecord,
} from '@/domain/licensing/records'
import {
  type Invoice,
  invoiceRecord,
  type Order,
  orderDocument,
  orderItemRecord,
} from '@/domain/orders/records'
import { collectionOf, type Database } from '@/platform/database'
import { addDays, now } from '@/platform/time'
import { customerDocument } from './records'

/*
 * What a person sees of their own purchases. Every reading begins with the person's buyers and is filtered by them:
 * what is somebody else's is not there, in the same way as what does not exist.
 */

/** The buyers that this person is. One person may be several: each guest checkout that was claimed made one. */
export async function customersOf(database: Database, userId: string): Promise<string[]> {
  const customers = await collectionOf(database, customerDocument)
    .find({ user: userId }, { projection: { _id: 1 } })
    .toArray()
  return customers.map((customer) => customer._id)
}

export interface Page<T> {
  rows: T[]
  page: number
  pages: number
  total: number
}

export interface PurchaseRow {
  order: Order
  products: string[]
}

const pageSize = 20

/** Orders, newest first. */
export async function ordersOf(
  database: Database,
  userId: string,
  { page = 1, size = pageSize }: { page?: number; size?: number } = {},
): Promise<Page<PurchaseRow>> {
  const filter = { customer: { $in: await customersOf(database, userId) } }
  const orders = collectionOf(database, orderDocument)
  const total = await orders.countDocuments(filter)
  const shown = clampPage(page, total, size)
  const found = await orders
    .find(filter, { sort: { createdAt: -1, _id: -1 }, skip: (shown - 1) * size, limit: size })
    .toArray()
  const items = await collectionOf(database, orderItemRecord)
    .find({ order: { $in: found.map((order) => order._id) } }, { projection: { order: 1, productName: 1 } })
    .toArray()
  const rows = found.map((order) => ({
    order,
    products: [...new Set(items.filter((item) => item.order === order._id).map((item) => item.productName))],
  }))
  return { rows, total, page: shown, pages: Math.max(1, Math.ceil(total / size)) }
}

/** Licenses, newest first. */
export async function licensesOf(
  database: Database,
  userId: string,
  { page = 1, size = pageSize }: { page?: number; size?: number } = {},
): Promise<Page<License>> {
  const filter = { customer: { $in: await customersOf(database, userId) } }
  const licenses = collectionOf(database, licenseRecord)
  const total = await licenses.countDocuments(filter)
  const shown = clampPage(page, total, size)
  const rows = await licenses
    .find(filter, { sort: { createdAt: -1, _id: -1 }, skip: (shown - 1) * size, limit: size })
    .toArray()
  return { rows, total, page: shown, pages: Math.max(1, Math.ceil(total / size)) }
}

export interface LicenseRelease {
  release: Release
  /** In the reader's language. */
  notes: string
  files: { id: string; name: string; bytes: number; sha256: string }[]
  /** Why it can not be downloaded, in a sentence; null: it can. */
  refusal: string | null
}

export interface OwnedLicense {
  license: License
  history: LicenseHistory[]
  releases: LicenseRelease[]
}

/** One license; null when it is not this person's. The key stays sealed: `revealKey` shows it. */
export async function licenseOf(
  database: Database,
  userId: string,
  licenseId: string,
): Promise<License | null> {
  return collectionOf(database, licenseRecord).findOne({
    _id: licenseId,
    customer: { $in: await customersOf(database, userId) },
  })
}

/** The license with its history (newest first) and the releases of its product, each with its files. */
export async function licenseWithHistory(
  database: Database,
  userId: string,
  licenseId: string,
  locale = 'en',
): Promise<OwnedLicense | null> {
  const license = await licenseOf(database, userId, licenseId)
  if (!license) return null
  const [history, releases] = await Promise.all([
    collectionOf(database, licenseHistoryRecord)
      .find({ license: licenseId, customer: license.customer }, { sort: { at: -1, _id: -1 }, limit: 50 })
      .toArray(),
    releasesFor(database, license, locale),
  ])
  return { license, history, releases }
}

async function releasesFor(database: Database, license: License, locale: string): Promise<LicenseRelease[]> {
  const releases = await collectionOf(database, releaseDocument)
    .find({ product: license.product, status: 'published' }, { sort: { publishedAt: -1 }, limit: 30 })
    .toArray()
  const ids = releases.flatMap((release) => release.files.map(({ file }) => file))
  const files = await collectionOf(database, fileRecord)
    .find({ _id: { $in: ids }, state: 'stored' })
    .toArray()
  return releases.map((release) => ({
    release,
    notes: textIn(release.notes, locale),
    files: release.files.flatMap(({ file: id, kind }) => {
      const file = files.find((candidate) => candidate._id === id)
      // Who has no right to the source does not see that there is one.
      const shown = file && (kind === 'archive' || license.terms.sourceIncluded)
      return shown ? [{ id, name: file.name, bytes: file.bytes, sha256: file.sha256 }] : []
    }),
    refusal: refuseDownload(license, release, now())?.message ?? null,
  }))
}

/** Invoices and credit notes that have their number, newest first. */
export async function invoicesOf(
  database: Database,
  userId: string,
  { page = 1, size = pageSize }: { page?: number; size?: number } = {},
): Promise<Page<Invoice>> {
  const filter = {
    customer: { $in: await customersOf(database, userId) },
    number: { $type: 'string' as const },
  }
  const invoices = collectionOf(database, invoiceRecord)
  const total = await invoices.countDocuments(filter)
  const shown = clampPage(page, total, size)
  const rows = await invoices
    .find(filter, { sort: { issuedAt: -1, _id: -1 }, skip: (shown - 1) * size, limit: size })
    .toArray()
  return { rows, total, page: shown, pages: Math.max(1, Math.ceil(total / size)) }
}

/** One numbered invoice or credit note; null when it is not this person's. */
export async function invoiceOf(
  database: Database,
  userId: string,
  invoiceId: string,
): Promise<Invoice | null> {
  return collectionOf(database, invoiceRecord).findOne({
    _id: invoiceId,
    customer: { $in: await customersOf(database, userId) },
    number: { $type: 'string' },
  })
}

/** Something that waits for the person. */
export type AccountTask =
  | { kind: 'order_unpaid'; id: string; at: Date }
  | { kind: 'license_suspended' | 'license_ended'; id: string; product: string; at: Date }
  | { kind: 'license_ending'; id: string; product: string; at: Date }

const soonDays = 30
/** An order that nobody paid for so long was given up. */
const unpaidDays = 2

/** What needs the person now: unpaid orders of the last two days, licenses that end within a month, ended or are suspended. */
export async function tasksOf(database: Database, userId: string, at = now()): Promise<AccountTask[]> {
  const customer = { $in: await customersOf(database, userId) }
  const [unpaid, licenses] = await Promise.all([
    collectionOf(database, orderDocument)
      .find(
        { customer, status: 'pending', createdAt: { $gt: addDays(at, -unpaidDays) } },
        { sort: { createdAt: -1 }, limit: 3 },
      )
      .toArray(),
    collectionOf(database, licenseRecord)
      .find(
        {
          customer,
          $or: [
            { status: 'suspended' },
            {
              status: { $in: ['active', 'expired'] },
              expiresAt: { $gt: addDays(at, -soonDays), $lt: addDays(at, soonDays) },
            },
          ],
        },
        { sort: { expiresAt: 1 }, limit: 10 },
      )
      .toArray(),
  ])
  return [
    ...unpaid.map((order) => ({ kind: 'order_unpaid' as const, id: order._id, at: order.createdAt })),
    ...licenses.map((license) => licenseTask(license, at)),
  ]
}

function licenseTask(license: License, at: Date): AccountTask {
  const { _id: id, productName: product } = license
  if (license.status === 'suspended')
    return { kind: 'license_suspended', id, product, at: license.statusChangedAt }
  const ends = license.expiresAt ?? license.statusChangedAt
  return { kind: ends <= at ? 'license_ended' : 'license_ending', id, product, at: ends }
}

const clampPage = (page: number, total: number, size: number): number =>
  Math.min(Math.max(1, page), Math.max(1, Math.ceil(total / size)))
