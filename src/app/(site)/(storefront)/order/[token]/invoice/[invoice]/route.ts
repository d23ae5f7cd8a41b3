import { server } from '@/app/_server'
import { drawInvoice } from '@/domain/orders/drawInvoice'
import { readOrderToken } from '@/domain/orders/orderLink'
import { invoiceRecord } from '@/domain/orders/records'
import { collectionOf } from '@/platform/database'
import { CodedError } from '@/platform/errors'

type Props = { params: Promise<{ token: string; invoice: string }> }

/** An invoice or credit note of the order as a PDF. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { token, invoice: invoiceId } = await params
  try {
    const { database } = await server()
    const order = readOrderToken(token)
    const invoice = await collectionOf(database, invoiceRecord).findOne({ _id: invoiceId, order })
    if (!invoice?.number) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(await drawInvoice(invoice)), {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${invoice.kind}-${invoice.number}.pdf"`,
        'cache-control': 'private, no-store',
      },
    })
  } catch (error) {
    if (error instanceof CodedError) return new Response(error.message, { status: error.status })
    throw error
  }
}
