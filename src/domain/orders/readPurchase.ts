import { customersOf } from '@/domain/accounts/customerAccount'
import {
  type License,
  type LicenseRenewal,
  licenseRecord,
  licenseRenewalRecord,
} from '@/domain/licensing/records'
import { collectionOf, type Database } from '@/platform/database'
import {
  type Invoice,
  invoiceRecord,
  type Order,
  type OrderItem,
  orderDocument,
  orderItemRecord,
  type Refund,
  refundRecord,
} from './records'

/** An order with all that belongs to it. */
export interface Purchase {
  order: Order
  items: OrderItem[]
  /** By line, then as they were issued. */
  licenses: License[]
  /** What lines that renew have brought about: at most one each, under the line's id. */
  renewals: LicenseRenewal[]
  invoices: Invoice[]
  refunds: Refund[]
}

/** The order that `filter` finds; whoever calls has decided who may see it. */
export async function readPurchase(
  database: Database,
  filter: { _id: string; customer?: { $in: string[] } },
): Promise<Purchase | null> {
  const order = await collectionOf(database, orderDocument).findOne(filter)
  if (!order) return null
  const [items, licenses, renewals, invoices, refunds] = await Promise.all([
    collectionOf(database, orderItemRecord)
      .find({ order: order._id }, { sort: { _id: 1 } })
      .toArray(),
    collectionOf(database, licenseRecord)
      .find({ order: order._id }, { sort: { orderItem: 1, ordinal: 1 } })
      .toArray(),
    collectionOf(database, licenseRenewalRecord).find({ order: order._id }).toArray(),
    collectionOf(database, invoiceRecord)
      .find({ order: order._id }, { sort: { issuedAt: 1 } })
      .toArray(),
    collectionOf(database, refundRecord)
      .find({ order: order._id }, { sort: { createdAt: 1 } })
      .toArray(),
  ])
  return { order, items, licenses, renewals, invoices, refunds }
}

/** One order of this person; null when it is somebody else's, in the same way as when there is none. */
export const purchaseOf = async (
  database: Database,
  userId: string,
  orderId: string,
): Promise<Purchase | null> =>
  readPurchase(database, { _id: orderId, customer: { $in: await customersOf(database, userId) } })
