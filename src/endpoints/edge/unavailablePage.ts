import type { IncomingHttpHeaders } from 'node:http'
import { CodedError } from '@/platform/errors'
import { plainPage, plainPageHeaders, tooManyPage, wantsHtml } from '@/platform/plainPage'
import { t } from '@/platform/words'
import { type EndpointResponse, problem } from '../http'

export { wantsHtml } from '@/platform/plainPage'

const retryAfterSeconds = 3

/** Web or the database does not answer: a page of one sentence for people, a problem document for programs. */
export function unavailable(
  { accept }: IncomingHttpHeaders,
  requestId: string,
  code: 'web_unavailable' | 'unavailable' = 'web_unavailable',
): EndpointResponse {
  if (wantsHtml(accept))
    return {
      status: 503,
      headers: { ...plainPageHeaders, 'retry-after': String(retryAfterSeconds) },
      body: plainPage({ title: t('errors.busy.title'), sentence: t('errors.busy.sentence'), requestId }),
    }
  return problem(
    new CodedError({
      status: 503,
      code,
      detail: t('errors.busy.sentence'),
      retryAfterSeconds,
    }),
    requestId,
  )
}

/** A refusal for whoever asks: too often is a page for people; everything else, and for programs, a problem document. */
export function refusal(
  error: unknown,
  { accept }: IncomingHttpHeaders,
  requestId: string,
): EndpointResponse {
  const answer = problem(error, requestId)
  if (!(error instanceof CodedError) || error.status !== 429 || !wantsHtml(accept)) return answer
  return {
    status: answer.status,
    headers: { ...answer.headers, ...plainPageHeaders },
    body: tooManyPage(error.retryAfterSeconds ?? 1, requestId),
  }
}
