import { seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { currentPerson, signInPath } from '@/app/_session'
import { invoiceOf } from '@/domain/accounts/customerAccount'
import { drawInvoice } from '@/domain/orders/drawInvoice'

/** One's own invoice or credit note as a PDF. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { id } = await params
  const person = await currentPerson()
  if (!person) return seeOther(signInPath(`/account/invoices/${id}`))
  const { database } = await server()
  const invoice = await invoiceOf(database, person.id, id)
  if (!invoice) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(await drawInvoice(invoice)), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${invoice.kind}-${invoice.number}.pdf"`,
      'cache-control': 'private, no-store',
    },
  })
}
