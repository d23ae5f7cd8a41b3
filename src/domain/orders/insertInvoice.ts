import type { Customer } from '@/domain/accounts/records'
import type { Settings } from '@/domain/accounts/settings'
import { newId } from '@/platform/ids'
import type { Tx } from '@/platform/transaction'
import { type Invoice, invoiceRecord, type Order } from './records'

/** Writes an invoice or a credit note with both parties as they are now; the number comes from the sealing job. */
export async function insertInvoice(
  tx: Tx,
  {
    kind,
    order,
    customer,
    settings,
    refund,
    corrects,
    paidWith,
    lines,
  }: Pick<Invoice, 'kind' | 'refund' | 'corrects' | 'paidWith' | 'lines'> & {
    order: Pick<Order, '_id' | 'currency'>
    customer: Customer
    settings: Settings
  },
): Promise<void> {
  const netMinor = lines.reduce((total, line) => total + line.netMinor, 0)
  const taxMinor = lines.reduce((total, line) => total + line.tax.amountMinor, 0)
  await tx.of(invoiceRecord).insert({
    _id: newId('inv'),
    kind,
    order: order._id,
    customer: customer._id,
    refund,
    corrects,
    number: null,
    status: 'paid',
    currency: order.currency,
    lines,
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
    issuer: {
      name: settings.company.name,
      company: null,
      email: settings.company.email ?? null,
      country: settings.company.country ?? null,
      taxId: settings.company.taxId ?? null,
      address: settings.company.address.map(({ line }) => line),
    },
    buyer: {
      name: customer.name ?? null,
      company: customer.company ?? null,
      email: customer.email,
      country: customer.country ?? null,
      taxId: customer.taxId ?? null,
      address: addressLines(customer),
    },
    paidWith,
    issuedAt: tx.now,
    numberedAt: null,
  })
}

function addressLines({ address }: Customer): string[] {
  if (!address) return []
  const city = [address.postalCode, address.city].filter(Boolean).join(' ')
  return [address.line1, address.line2, city, address.state].filter((line): line is string => Boolean(line))
}
