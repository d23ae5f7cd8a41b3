import type { Tx } from '@/platform/transaction'
import { applyEvent } from './changeLicenseStatus'
import { type License, type LicenseReason, licenseRecord } from './records'

interface OrderLicenses {
  tx: Tx
  orderId: string
  /** Only the licenses of these lines; left out: all of the order. */
  itemIds?: readonly string[]
}

/** Ends the licenses of an order, or of some of its lines: refunded in full, or canceled. Revoked ones stay as they are. */
export const revokeOrderLicenses = ({
  reason,
  ...order
}: OrderLicenses & { reason: Extract<LicenseReason, 'refunded' | 'canceled' | 'terms'> }): Promise<
  License[]
> => eachLicense(order, (license) => applyEvent(license, { tx: order.tx, event: 'revoke', reason }))

/** A dispute was opened: what it bought rests until it is decided. Suspended and revoked ones stay as they are. */
export const suspendOrderLicenses = (order: OrderLicenses): Promise<License[]> =>
  eachLicense(order, (license) => applyEvent(license, { tx: order.tx, event: 'suspend', reason: 'disputed' }))

/** A dispute was won: only what the dispute suspended comes back. */
export const resumeOrderLicenses = (order: OrderLicenses): Promise<License[]> =>
  eachLicense(order, (license) => applyEvent(license, { tx: order.tx, event: 'resume', reason: 'disputed' }))

/** One after the other: a transaction takes no parallel calls. @returns those that changed, as they are now. */
async function eachLicense(
  { tx, orderId, itemIds }: OrderLicenses,
  change: (license: License) => Promise<License | null>,
): Promise<License[]> {
  const licenses = await tx
    .of(licenseRecord)
    .find({ order: orderId, ...(itemIds ? { orderItem: { $in: [...itemIds] } } : {}) })
  const changed: License[] = []
  for (const license of licenses) {
    const after = await change(license)
    if (after) changed.push(after)
  }
  return changed
}
