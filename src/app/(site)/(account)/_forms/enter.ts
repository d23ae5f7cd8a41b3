import { headers } from 'next/headers'
import { adoptGuestCart } from '@/app/_cart'
import { requestActor } from '@/app/_request'
import { server } from '@/app/_server'
import { currentPerson, keepSession, knownBrowserToken } from '@/app/_session'
import { type SignedIn, signIn } from '@/domain/accounts/signIn'
import { signOut } from '@/domain/accounts/signOut'

/**
 * Signs this browser in: a new session in place of the one it had, name in the header, and the guest's cart joins the
 * person's own.
 * @throws CodedError 401 `sign_in_failed`, 429, 503 `busy`.
 */
export async function enter(email: string, password: string): Promise<SignedIn> {
  const { payload } = await server()
  const [actor, list, before] = await Promise.all([requestActor(), headers(), currentPerson()])
  const signedIn = await signIn({
    payload,
    actor,
    email,
    password,
    userAgent: list.get('user-agent'),
    browserToken: await knownBrowserToken(),
    replaces: before?.sessionId ?? null,
  })
  // Somebody else was signed in here: their session would live on without a browser.
  if (before && before.id !== signedIn.user._id)
    await signOut({ payload, actor, userId: before.id, sessionId: before.sessionId })
  await keepSession(signedIn)
  await adoptGuestCart(signedIn.user._id, { ...actor, id: signedIn.user._id })
  return signedIn
}
