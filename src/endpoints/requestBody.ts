import { CodedError } from '@/platform/errors'

/** Bodies are limited to this unless an endpoint says otherwise (spec/API.md, common rules). */
export const maxBodyBytes = 1_048_576

/**
 * All bytes of a body, never more than `limit` in memory; `declared` is its Content-Length, refused before reading.
 * @throws CodedError 413 `too_large`.
 */
export async function readLimited(
  chunks: AsyncIterable<Uint8Array>,
  { limit = maxBodyBytes, declared }: { limit?: number; declared?: string | null } = {},
): Promise<Buffer> {
  if (declared && Number(declared) > limit) throw tooLarge(limit)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > limit) throw tooLarge(limit)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

/** @throws CodedError 415 unless the header says JSON. */
export function assertJsonType(contentType: string | null): void {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'application/json' || /^application\/[a-z0-9.+-]+\+json$/.test(type ?? '')) return
  throw new CodedError({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'Send the body as JSON, with the header Content-Type: application/json.',
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** @throws CodedError 400 `invalid_json` for broken JSON or bytes that are not UTF-8. */
export function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(raw))
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
    throw new CodedError({ status: 400, code: 'invalid_json', detail: 'The body is not valid JSON.' })
  }
}

const tooLarge = (limit: number): CodedError =>
  new CodedError({
    status: 413,
    code: 'too_large',
    detail: `The body is larger than ${limit} bytes.`,
  })
