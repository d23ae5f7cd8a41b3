import { CodedError } from '@/platform/errors'
import { plainPageHeaders, tooManyPage, wantsHtml } from '@/platform/plainPage'

/**
 * What a route handler answers who asks too often: a page for people, a problem document for programs, 429 with the time to
 * wait for both. Null for every other refusal: the handler knows a better place for that.
 */
export function tooOften(request: Request, error: unknown): Response | null {
  if (!(error instanceof CodedError) || error.status !== 429) return null
  const seconds = error.retryAfterSeconds ?? 1
  const requestId = request.headers.get('x-request-id') ?? ''
  const headers = { 'cache-control': 'no-store', 'retry-after': String(seconds) }
  if (wantsHtml(request.headers.get('accept')))
    return new Response(tooManyPage(seconds, requestId), {
      status: 429,
      headers: { ...headers, ...plainPageHeaders },
    })
  const { status, code, message } = error
  const problem = {
    type: 'about:blank',
    title: 'Too many requests',
    status,
    code,
    detail: message,
    requestId,
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: { ...headers, 'content-type': 'application/problem+json; charset=utf-8' },
  })
}
