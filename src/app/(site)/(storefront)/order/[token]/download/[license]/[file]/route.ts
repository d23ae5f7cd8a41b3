import { seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { createDownloadLink } from '@/domain/catalog/deliverDownload'
import { readOrderToken } from '@/domain/orders/orderLink'
import { viewOrder } from '@/domain/orders/viewOrder'
import { CodedError } from '@/platform/errors'
import { now } from '@/platform/time'

type Props = { params: Promise<{ token: string; license: string; file: string }> }

/** A fresh five-minute link to a file of the order, made when it is asked for; edge delivers it. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const { token, license: licenseId, file: fileId } = await params
  try {
    const { database } = await server()
    const view = await viewOrder(database, readOrderToken(token))
    const line = view?.lines.find((candidate) =>
      candidate.licenses.some(({ license }) => license._id === licenseId),
    )
    const file = line?.newest?.files.find((candidate) => candidate.file === fileId)
    if (!view || !file) return seeOther(`/order/${token}`)
    const { url } = await createDownloadLink({
      database,
      licenseId,
      releaseId: file.release,
      fileId,
      customerId: view.order.customer,
      via: 'order',
      now: now(),
    })
    return seeOther(url)
  } catch (error) {
    if (error instanceof CodedError) return seeOther(`/order/${token}`)
    throw error
  }
}
