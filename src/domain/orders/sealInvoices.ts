import { takeNumbers } from '@/platform/counters'
import { step } from '@/platform/steps'
import type { Tx } from '@/platform/transaction'
import { orderMail } from './fulfilOrder'
import { type Invoice, invoiceRecord } from './records'

/**
 * Numbers the invoices and credit notes that have none, in the order in which they were issued: gapless per kind and
 * year, in batches, outside of the order's transaction (ARCHITECTURE, rule 7). The mail that carries the document is
 * written here, so that it never goes out without a number.
 * @returns how many were numbered.
 */
export async function sealInvoices(tx: Tx, limit = 100): Promise<number> {
  const open = await tx.of(invoiceRecord).find({ number: null }, { sort: { issuedAt: 1, _id: 1 }, limit })
  for (const [series, invoices] of bySeries(open)) {
    const first = await step('invoice.seal.numbers', () => takeNumbers(tx, series, invoices.length))
    for (const [index, invoice] of invoices.entries()) {
      const number = invoiceNumber(invoice, first + index)
      await step('invoice.seal.invoice', () =>
        tx
          .of(invoiceRecord)
          .update({ _id: invoice._id, number: null }, { $set: { number, numberedAt: tx.now } }),
      )
      const mail =
        invoice.kind === 'invoice' ? orderMail(invoice.order, invoice.customer) : refundMail(invoice)
      await step('invoice.seal.mail', () => tx.emit(mail))
    }
  }
  return open.length
}

const refundMail = (creditNote: Invoice) => ({
  key: `mail:refund:${creditNote.refund}`,
  kind: 'mail',
  payload: {
    template: 'refund',
    to: creditNote.customer,
    locale: 'en',
    data: { order: creditNote.order, refund: creditNote.refund, creditNote: creditNote._id },
  },
  refs: { order: creditNote.order },
})

function bySeries(invoices: readonly Invoice[]): Map<string, Invoice[]> {
  const series = new Map<string, Invoice[]>()
  for (const invoice of invoices) {
    const name = `${invoice.kind}:${invoice.issuedAt.getUTCFullYear()}`
    series.set(name, [...(series.get(name) ?? []), invoice])
  }
  return series
}

/** `2026-000042`; credit notes have a series of their own: `CN-2026-000007`. */
function invoiceNumber({ kind, issuedAt }: Pick<Invoice, 'kind' | 'issuedAt'>, number: number): string {
  const year = issuedAt.getUTCFullYear()
  return `${kind === 'credit_note' ? 'CN-' : ''}${year}-${String(number).padStart(6, '0')}`
}
