import type { IncomingMessage } from 'node:http'

/** Largest request body in bytes; the provider's own limit is not published, ours only protects the process. */
const maxBodyBytes = 1024 * 1024

/** Reads a request body as text. Throws a RangeError above the limit. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > maxBodyBytes) throw new RangeError('The request body is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
