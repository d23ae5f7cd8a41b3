import { databaseAway } from '@/platform/database'
import { type CodedError, isCodedError } from '@/platform/errors'
import { plainPageHeaders, tooManyPage, wantsHtml } from '@/platform/plainPage'

/**
 * What a route handler answers who asks too often: a page for people, a problem document for programs, 429 with the time to
 * wait for both. Null for every other refusal: the handler knows a better place for that.
 */
export function tooOften(request: Request, error: unknown): Response | null {
  if (!isCodedError(error) || error.status !== 429) return null
  const seconds = error.retryAfterSeconds ?? 1
  if (!wantsHtml(request.headers.get('accept'))) return problem(request, error, 'Too many requests')
  return new Response(tooManyPage(seconds, request.headers.get('x-request-id') ?? ''), {
    status: 429,
    headers: { 'cache-control': 'no-store', 'retry-after': String(seconds), ...plainPageHeaders },
  })
}

/**
 * What a route handler answers while a part of ours is away or busy: a problem document, 503 with the time to wait.
 * Null for everything else. Pages need not: edge says it for them (platform/refusedPage.ts).
 */
export function partAway(request: Request, error: unknown): Response | null {
  const refusal = isCodedError(error) ? error : databaseAway(error)
  return refusal?.status === 503 ? problem(request, refusal, 'A part is down') : null
}

function problem(
  request: Request,
  { status, code, message, retryAfterSeconds = 1 }: CodedError,
  title: string,
) {
  const requestId = request.headers.get('x-request-id') ?? ''
  const body = { type: 'about:blank', title, status, code, detail: message, requestId }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'cache-control': 'no-store',
      'retry-after': String(retryAfterSeconds),
      'content-type': 'application/problem+json; charset=utf-8',
    },
  })
}
