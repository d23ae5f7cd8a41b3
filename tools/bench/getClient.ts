// Asks for pages as a browser does, as a process of its own: what it costs is nobody's figure. Told by one JSON argument.
import { Pool } from 'undici'
import { z } from 'zod'

const { origin, path, requests, connections, isFresh } = z
  .object({
    origin: z.string(),
    path: z.string(),
    requests: z.number(),
    connections: z.number(),
    /** Each address once: no cache knows it. */
    isFresh: z.boolean(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const pool = new Pool(origin, { connections, pipelining: 1 })
const stamp = `${Date.now().toString(36)}${process.pid.toString(36)}`
const headers = { accept: 'text/html', 'accept-encoding': 'gzip, deflate, br' }
let next = 0
let failed = 0
let bytes = 0

async function client(): Promise<void> {
  for (let n = next++; n < requests; n = next++) {
    const target = isFresh ? `${path}${path.includes('?') ? '&' : '?'}n=${stamp}${n}` : path
    const { statusCode, body } = await pool.request({ path: target, method: 'GET', headers })
    for await (const chunk of body) bytes += (chunk as Buffer).length
    if (statusCode !== 200) failed++
  }
}

const begun = performance.now()
await Promise.all(Array.from({ length: connections }, client))
const seconds = (performance.now() - begun) / 1_000
await pool.close()
process.stdout.write(`${JSON.stringify({ failed, seconds, bytes: Math.round(bytes / requests) })}\n`)
