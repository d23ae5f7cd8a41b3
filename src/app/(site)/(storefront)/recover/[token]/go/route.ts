import { cartHolder, rememberCart } from '@/app/_cart'
import { assertSameOrigin, requestActor, seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { recoverCart } from '@/domain/orders/recoverCart'
import { readRecoverToken } from '@/domain/orders/recoverLink'
import { CodedError } from '@/platform/errors'
import { transact } from '@/platform/transaction'

/** "Go on with this cart": this browser holds it from now on, with what it held before. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const { token } = await params
  try {
    assertSameOrigin(request)
    const orderId = readRecoverToken(token)
    const [{ database }, holder, actor] = await Promise.all([server(), cartHolder(), requestActor()])
    await rememberCart(await transact(database, { actor }, (tx) => recoverCart(tx, { orderId, holder })))
    return seeOther('/checkout')
  } catch (error) {
    if (error instanceof CodedError)
      return seeOther(`/recover/${encodeURIComponent(token)}?problem=${error.code}`)
    throw error
  }
}
