import type { Database } from '@/platform/database'
import { invalid } from '@/platform/errors'
import { answerOnce, type KeepAnswer } from '@/platform/idempotency'
import type { EndpointRequest } from './http'

/**
 * The `Idempotency-Key` header; null where none was sent.
 * @throws CodedError 422 `invalid_idempotency_key`: empty, longer than 255, or not printable ASCII.
 */
function idempotencyKeyOf({ headers }: Pick<EndpointRequest, 'headers'>): string | null {
  const key = headers.get('idempotency-key')
  if (key === null) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalid('invalid_idempotency_key', 'An Idempotency-Key is 1 to 255 printable characters.')
  return key
}

interface OncePerKey<T> {
  database: Database
  /** Whose it is: what names the credential without being one; null for none that we know, who get no memory. */
  owner: string | null
  /** The request as parsed, without its credential. */
  input: unknown
  now: Date
  /** `keep` writes the answer in the act's own transaction: platform/idempotency.ts. */
  run: (keep: KeepAnswer<T>) => Promise<T>
}

/** Runs an act once per `Idempotency-Key`, if there is one (spec/API.md, common rules). */
export async function oncePerKey<T extends Record<string, unknown>>(
  request: EndpointRequest,
  { owner, input, ...parts }: OncePerKey<T>,
): Promise<T | Record<string, unknown>> {
  const key = idempotencyKeyOf(request)
  if (key === null || owner === null) return parts.run(async () => undefined)
  return answerOnce({ ...parts, scope: `${request.path}\n${owner}`, key, request: input })
}
