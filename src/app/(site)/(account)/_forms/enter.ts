import { headers } from 'next/headers'
import { adoptGuestCart } from '@/app/_cart'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { keepSession } from '@/app/_session'
import { type SignedIn, signIn } from '@/domain/accounts/signIn'

/**
 * Signs this browser in: session, name in the header, and the guest's cart joins the person's own.
 * @throws CodedError 401 `sign_in_failed`, 429.
 */
export async function enter(email: string, password: string): Promise<SignedIn> {
  const { payload } = await server()
  const [actor, list] = await Promise.all([requestActor(), headers()])
  const signedIn = await signIn({ payload, actor, email, password, userAgent: list.get('user-agent') })
  await keepSession(signedIn)
  await adoptGuestCart(signedIn.user._id, { ...actor, id: signedIn.user._id })
  return signedIn
}
