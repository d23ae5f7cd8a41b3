import { type Commission, commissionRecord } from '@/domain/affiliates/records'
import { type Entry, entryRecord } from '@/domain/ledger/records'
import {
  type License,
  type LicenseRenewal,
  licenseRecord,
  licenseRenewalRecord,
} from '@/domain/licensing/records'
import type { SnapshotReader } from '@/platform/snapshot'
import {
  type Invoice,
  invoiceRecord,
  type Order,
  type OrderItem,
  orderDocument,
  orderItemRecord,
  type Payment,
  paymentRecord,
  type Refund,
  refundRecord,
} from '../records'

export type IssuedLicense = Pick<License, '_id' | 'order' | 'orderItem' | 'ordinal' | 'status'>

/** All that belongs to one order, as it was at one moment. */
export interface OrderFile {
  order: Order
  items: OrderItem[]
  payments: Payment[]
  refunds: Refund[]
  entries: Entry[]
  licenses: IssuedLicense[]
  renewals: LicenseRenewal[]
  invoices: Invoice[]
  commissions: Commission[]
}

const pageSize = 200

/**
 * A page of orders with all that belongs to them, in the order of their ids: nine questions for two hundred orders.
 * @param after the last order of the page before; null for the first page.
 * @returns an empty list after the last one.
 */
export async function readOrderFiles(read: SnapshotReader, after: string | null): Promise<OrderFile[]> {
  const orders = await read.find(orderDocument, after === null ? {} : { _id: { $gt: after } }, {
    sort: { _id: 1 },
    limit: pageSize,
  })
  if (orders.length === 0) return []
  const order = { $in: orders.map(({ _id }) => _id) }
  const items = await read.find(orderItemRecord, { order }, { sort: { _id: 1 } })
  const parts = {
    items: byOrder(items, (item) => item.order),
    payments: byOrder(await read.find(paymentRecord, { order }), (payment) => payment.order),
    refunds: byOrder(await read.find(refundRecord, { order }), (refund) => refund.order),
    entries: byOrder(await read.find(entryRecord, { 'refs.order': order }), ({ refs }) => refs.order ?? ''),
    licenses: byOrder(
      await read.find(licenseRecord, { order }, { projection: issuedFields }),
      (license) => license.order ?? '',
    ),
    renewals: byOrder(await read.find(licenseRenewalRecord, { order }), (renewal) => renewal.order),
    invoices: byOrder(await read.find(invoiceRecord, { order }), (invoice) => invoice.order),
    commissions: byOrder(
      await read.find(commissionRecord, { orderItem: { $in: items.map(({ _id }) => _id) } }),
      (commission) => commission.order,
    ),
  }
  return orders.map((one) => ({
    order: one,
    items: parts.items.get(one._id) ?? [],
    payments: parts.payments.get(one._id) ?? [],
    refunds: parts.refunds.get(one._id) ?? [],
    entries: parts.entries.get(one._id) ?? [],
    licenses: parts.licenses.get(one._id) ?? [],
    renewals: parts.renewals.get(one._id) ?? [],
    invoices: parts.invoices.get(one._id) ?? [],
    commissions: parts.commissions.get(one._id) ?? [],
  }))
}

const issuedFields = { order: 1, orderItem: 1, ordinal: 1, status: 1 }

function byOrder<T>(rows: readonly T[], orderOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const order = orderOf(row)
    const group = groups.get(order)
    if (group) group.push(row)
    else groups.set(order, [row])
  }
  return groups
}
