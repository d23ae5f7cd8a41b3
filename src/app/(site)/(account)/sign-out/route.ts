import { forgetCart } from '@/app/_cart'
import { assertSameOrigin, requestActor, seeOther } from '@/app/_request'
import { server } from '@/app/_server'
import { currentPerson, forgetSession } from '@/app/_session'
import { signOut } from '@/domain/accounts/signOut'
import { CodedError } from '@/platform/errors'

/** Ends the session on the server and in this browser; the person's cart stays theirs and leaves the browser. */
export async function POST(request: Request): Promise<Response> {
  try {
    assertSameOrigin(request)
  } catch (error) {
    if (error instanceof CodedError) return new Response(error.message, { status: error.status })
    throw error
  }
  const person = await currentPerson()
  if (person) {
    const { payload } = await server()
    const actor = await requestActor()
    await signOut({ payload, actor, userId: person.id, sessionId: person.sessionId })
    await forgetCart()
  }
  await forgetSession()
  return seeOther('/sign-in?notice=signed-out')
}

/** A link cannot sign anybody out: it leads to the button. */
export const GET = (): Response => seeOther('/account/settings')
