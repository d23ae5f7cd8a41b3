import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { firstName } from '@/domain/accounts/accountMails'
import { browserToken, noteSeen } from '@/domain/accounts/browsers'
import { claimWaiting } from '@/domain/accounts/claimCustomers'
import { personOfToken, type SignedInPerson } from '@/domain/accounts/personOfToken'
import { safeReturnPath } from '@/domain/accounts/returnPath'
import { publicSessionId } from '@/domain/accounts/sessions'
import type { SignedIn } from '@/domain/accounts/signIn'
import { environment } from '@/platform/env'
import { log } from '@/platform/logs'
import { browserCookieFor, cookiePrefixFor, personalCookie } from '@/platform/sessionCookie'
import { server } from './_server'

export type { SignedInPerson } from '@/domain/accounts/personOfToken'

/** Readable by the boot script: the name in the header is set in the browser, so that pages stay anonymous. */
const nameCookie = 'mintreu_name'
const sessionCookie = () => `${cookiePrefixFor(environment().PUBLIC_URL)}-token`

/**
 * Who is signed in, or null; asked of the database once a request. A page that calls this is never cached. The cookie is
 * SameSite=Lax, so a foreign site can make a browser show a page, but never post to one.
 */
export const currentPerson = cache(async (): Promise<SignedInPerson | null> => {
  const token = (await cookies()).get(sessionCookie())?.value
  if (!token) return null
  const { payload, database } = await server()
  const person = await personOfToken(payload, token)
  if (person) {
    const address = (await headers()).get('x-forwarded-for')
    const seen = { userId: person.id, session: publicSessionId(person.sessionId), address }
    // Who cannot be noted is shown the page all the same.
    await noteSeen(database, seen).catch((error: unknown) => log().warn({ err: error }, 'not noted as seen'))
  }
  return person
})

/** What this browser keeps to be known again at a sign-in; null where it has nothing. */
export async function knownBrowserToken(): Promise<string | null> {
  return (await cookies()).get(browserCookieFor(environment().PUBLIC_URL))?.value ?? null
}

/**
 * Who is signed in, with everything that they own; anybody else is sent to sign in and comes back to `returnTo`, a path
 * of ours.
 */
export async function requirePerson(returnTo: string): Promise<SignedInPerson> {
  const person = (await currentPerson()) ?? redirect(signInPath(returnTo))
  await claimOwn(person)
  return person
}

/** What this person bought as a guest with their proven address is theirs from here on. Asked once a request. */
export const claimOwn = cache(async ({ id, email, emailVerified }: SignedInPerson): Promise<number> => {
  if (!emailVerified) return 0
  const [{ payload }, list] = await Promise.all([server(), headers()])
  const actor = {
    kind: 'person' as const,
    id,
    address: list.get('x-forwarded-for'),
    requestId: list.get('x-request-id'),
  }
  return claimWaiting({ payload, actor, userId: id, email })
})

/** The sign-in page, with the way back where it is one of ours. */
export function signInPath(returnTo?: string | null): string {
  const next = safeReturnPath(returnTo)
  return next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'
}

/** Signs this browser in: the session for us, its id for the next time, the first name for the header. */
export async function keepSession({ token, expiresAt, browser, user }: SignedIn): Promise<void> {
  const jar = await cookies()
  const { PUBLIC_URL } = environment()
  const personal = personalCookie(PUBLIC_URL)
  jar.set(sessionCookie(), token, { ...personal, expires: expiresAt })
  jar.set(browserCookieFor(PUBLIC_URL), browserToken(browser), { ...personal, maxAge: 400 * 86_400 })
  jar.set(nameCookie, shownName(user.name), { ...personal, httpOnly: false, expires: expiresAt })
}

/** The header's name after it changed; the session stays as it is. */
export async function keepName(name: string): Promise<void> {
  const jar = await cookies()
  const secure = environment().PUBLIC_URL.startsWith('https:')
  jar.set(nameCookie, shownName(name), { path: '/', sameSite: 'lax', secure, maxAge: 14 * 86_400 })
}

/** Signs this browser out. The session itself is ended by `signOut`. */
export async function forgetSession(): Promise<void> {
  const jar = await cookies()
  // Deleted with the attributes it was set with: a `__Host-` cookie can be cleared in no other way.
  const secure = environment().PUBLIC_URL.startsWith('https:')
  for (const name of [sessionCookie(), nameCookie])
    jar.set(name, '', { path: '/', sameSite: 'lax', secure, maxAge: 0, httpOnly: name !== nameCookie })
}

/** Never empty: the header shows by it that somebody is signed in. */
const shownName = (name: string | null | undefined): string => firstName(name) || 'Account'
