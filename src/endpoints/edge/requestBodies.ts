import type { IncomingMessage } from 'node:http'
import { CodedError } from '@/platform/errors'
import { readLimited } from '../requestBody'

/**
 * All bytes of a body within `patienceMs`: a slow sender holds nothing for longer, its connection is cut.
 * @throws CodedError 413 `too_large`, 400 `body_incomplete`.
 */
export async function readBody(
  request: IncomingMessage,
  { limit, patienceMs }: { limit: number; patienceMs: number },
): Promise<Buffer> {
  const timer = setTimeout(() => request.destroy(), patienceMs)
  try {
    // Left early, the loop would cut the connection before the refusal is sent: the rest is read away by `sendAnswer`.
    const chunks = request.iterator({ destroyOnReturn: false })
    return await readLimited(chunks, { limit, declared: request.headers['content-length'] ?? null })
  } catch (error) {
    if (error instanceof CodedError) throw error
    throw new CodedError({ status: 400, code: 'body_incomplete', detail: 'The body ended too early.' })
  } finally {
    clearTimeout(timer)
  }
}

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')

/** A sender must be at least this fast once its patience is over: what a bad line gives. */
const leastBytesPerSecond = 4_096

/** Cuts a request whose body keeps coming, but too slowly to be honest. Stops by itself at its end. */
export function watchPace(request: IncomingMessage, patienceMs: number): void {
  const begun = performance.now()
  const { socket } = request
  const before = socket.bytesRead
  const timer = setInterval(() => {
    // What lies here unread waits for web, not for the sender.
    if (request.readableLength > 0) return
    const beyondMs = performance.now() - begun - patienceMs
    const bytes = socket.bytesRead - before
    if (beyondMs > 0 && bytes < (beyondMs / 1_000) * leastBytesPerSecond) request.destroy()
  }, patienceMs / 3)
  timer.unref()
  const stop = () => clearInterval(timer)
  request.once('end', stop).once('close', stop)
}
