import { ApiError } from './errors'

/** Takes any test key, as Bearer or as Basic user; throws 401 for everything else. */
export function authorize(header: string | undefined): void {
  const [scheme = '', credentials = ''] = (header ?? '').split(' ')
  const isBasic = scheme.toLowerCase() === 'basic'
  const key = isBasic ? userOf(credentials) : credentials
  if (/^(sk|rk)_test_\w+$/.test(key)) return
  const message =
    key === ''
      ? 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
      : 'Invalid API Key provided. The payment simulator takes test keys only (sk_test_…).'
  throw new ApiError(401, { type: 'invalid_request_error', message })
}

function userOf(credentials: string): string {
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? ''
}
