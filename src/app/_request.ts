import { headers } from 'next/headers'
import type { Actor } from '@/platform/actor'
import { environment } from '@/platform/env'
import { CodedError } from '@/platform/errors'
import { currentPerson } from './_session'

/** Who acts in this request, for operations: the signed-in person, or a guest. */
export async function requestActor(): Promise<Actor> {
  const [list, person] = await Promise.all([headers(), currentPerson()])
  return {
    kind: 'person',
    id: person?.id ?? 'guest',
    address: list.get('x-forwarded-for'),
    requestId: list.get('x-request-id'),
  }
}

/**
 * A form of ours posts from our own pages only: a route handler that changes something calls this first.
 * @throws CodedError 403 cross_site.
 */
export function assertSameOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  if (origin === environment().PUBLIC_URL || (origin === null && site === 'same-origin')) return
  throw new CodedError({ status: 403, code: 'cross_site', detail: 'This form was sent from another site.' })
}

/**
 * The fields of a posted form; one without any for a body that is no form, which the caller's schema then refuses.
 * A broken body of a stranger is not a fault of ours.
 */
export async function postedForm(request: Request): Promise<Record<string, FormDataEntryValue>> {
  try {
    return Object.fromEntries(await request.formData())
  } catch (error) {
    if (error instanceof TypeError) return {}
    throw error
  }
}

/** Sends the browser on after a post, to a path of ours on the public origin. */
export const seeOther = (path: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location: new URL(path, environment().PUBLIC_URL).toString() },
  })
