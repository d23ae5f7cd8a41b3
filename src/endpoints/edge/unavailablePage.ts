import type { IncomingHttpHeaders } from 'node:http'
import { CodedError } from '@/platform/errors'
import { t } from '@/platform/words'
import { type EndpointResponse, problem } from '../http'

const retryAfterSeconds = 3

/** Web does not answer: a page of one sentence for people, a problem document for programs. */
export function unavailable(headers: IncomingHttpHeaders, requestId: string): EndpointResponse {
  if (wantsHtml(headers.accept)) {
    return {
      status: 503,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'retry-after': String(retryAfterSeconds),
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      },
      body: page(requestId),
    }
  }
  return problem(
    new CodedError({
      status: 503,
      code: 'web_unavailable',
      detail: t('errors.busy.sentence'),
      retryAfterSeconds,
    }),
    requestId,
  )
}

export const wantsHtml = (accept: string | undefined): boolean => accept?.includes('text/html') ?? false

/** Self-contained: nothing else may be answering. The id holds only characters of platform's request ids. */
const page = (requestId: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${t('errors.busy.title')}</title>
<style>
:root{color-scheme:light dark}
body{font:1.05rem/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center}
main{max-width:34rem;padding:2rem}
small{opacity:.7}
</style>
</head>
<body>
<main>
<h1>${t('errors.busy.title')}</h1>
<p>${t('errors.busy.sentence')}</p>
<p><a href="">${t('errors.busy.again')}</a></p>
<p><small>${t('errors.busy.reference', { requestId })}</small></p>
</main>
</body>
</html>
`
