import { z } from 'zod'
import { assertSameOrigin, postedForm, seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { allowMails, readStopToken, stopMails } from '@/domain/notifications/mailStops'
import { viewRecovery } from '@/domain/orders/recoverCart'
import { CodedError, notFound } from '@/platform/errors'

interface Context {
  params: Promise<{ token: string }>
}
const form = z.object({ act: z.literal('allow') })

/**
 * The button of mail programs (RFC 8058): a POST from anywhere, without a session, that the signed link alone allows.
 * Taking it back is done by a page of ours only.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params
  try {
    const { database } = await server()
    const recovery = await viewRecovery(database, readStopToken(token))
    if (!recovery) throw notFound('order')
    if (!form.safeParse(await postedForm(request)).success) {
      await stopMails(database, 'cart-reminder', recovery.email)
      return new Response(null, { status: 204 })
    }
    assertSameOrigin(request)
    await allowMails(database, 'cart-reminder', recovery.email)
    return seeOther(`/mail/stop/${token}?allowed=1`)
  } catch (error) {
    if (error instanceof CodedError) return new Response(error.message, { status: error.status })
    throw error
  }
}

/** A mail program without that button opens the address: it leads to the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return seeOther(`/mail/stop/${encodeURIComponent((await params).token)}`)
}
