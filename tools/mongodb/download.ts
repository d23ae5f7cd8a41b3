import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A host that does not answer in this time counts as not reachable. */
export const connectLimitMs = 4_000
const stallLimitMs = 30_000

export type Report = (line: string) => void

/** @throws Error with the reason in a few words when the host cannot be reached in time or refuses. */
async function request(url: string): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), connectLimitMs)
  try {
    const response = await fetch(url, { signal: abort.signal })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return response
  } catch (error) {
    if (abort.signal.aborted) throw new Error(`no answer in ${connectLimitMs / 1000} s`)
    throw new Error(reasonOf(error))
  } finally {
    clearTimeout(timer)
  }
}

/** `fetch failed` hides the system's own word in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message
  return error.message
}

export async function downloadText(url: string): Promise<string> {
  return (await request(url)).text()
}

/**
 * Streams a file to disk and tells of every tenth of it.
 * @throws Error when the host is not reachable, the stream stalls, or the SHA-256 (hex) is another.
 */
export async function downloadFile(
  url: string,
  target: string,
  sha256: string,
  report: Report,
): Promise<void> {
  const { body, headers } = await request(url)
  if (!body) throw new Error('an empty answer')
  const total = Number(headers.get('content-length') ?? 0)
  let received = 0
  let told = 0
  let stalled: NodeJS.Timeout | undefined
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      stalled?.refresh()
      received += chunk.length
      const tenth = total > 0 ? Math.floor((received / total) * 10) : 0
      if (tenth > told) {
        told = tenth
        report(`MongoDB: ${tenth * 10} % of ${Math.round(total / 1_048_576)} MB`)
      }
      done(null, chunk)
    },
  })
  stalled = setTimeout(() => meter.destroy(new Error('the download stalled')), stallLimitMs)
  try {
    await pipeline(chunksOf(body), meter, createWriteStream(target))
  } finally {
    clearTimeout(stalled)
  }
  await requireChecksum(target, sha256)
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}

/** @throws Error when the file is not the published one. */
export async function requireChecksum(file: string, sha256: string): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  const found = hash.digest('hex')
  if (found !== sha256) throw new Error(`its SHA-256 is ${found}, not ${sha256} as published`)
}
