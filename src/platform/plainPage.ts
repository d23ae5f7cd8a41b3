import { t } from './words'

interface PlainPage {
  title: string
  sentence: string
  requestId: string
}

/** Headers of such a page: it loads nothing and runs nothing. */
export const plainPageHeaders: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
}

/** Whether a person is reading: browsers ask for pages. */
export const wantsHtml = (accept: string | null | undefined): boolean =>
  accept?.includes('text/html') ?? false

/**
 * A refusal as a page of one sentence. Self-contained: nothing else may be answering.
 * @param page our own words, and a request id of the characters that ours have: nothing of it is escaped.
 */
export const plainPage = ({ title, sentence, requestId }: PlainPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<style>
:root{color-scheme:light dark}
body{font:1.05rem/1.6 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-items:center}
main{max-width:34rem;padding:2rem}
small{opacity:.7}
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${sentence}</p>
<p><a href="">${t('errors.busy.again')}</a></p>
<p><small>${t('errors.busy.reference', { requestId })}</small></p>
</main>
</body>
</html>
`

/** What a person reads who asks too often. */
export const tooManyPage = (seconds: number, requestId: string): string =>
  plainPage({
    title: t('errors.tooMany.title'),
    sentence: t('errors.tooMany.sentence', { seconds }),
    requestId,
  })
