import { Pool } from 'undici'

export interface LoadResult {
  requests: number
  failed: number
  seconds: number
  p50Ms: number
  p99Ms: number
}

interface Load {
  url: string
  path: string
  /** The body of the n-th request. */
  body(n: number): string
  requests: number
  connections: number
}

/** So many POSTs over so many kept connections, each sent when the one before it was answered. */
export async function load({ url, path, body, requests, connections }: Load): Promise<LoadResult> {
  const pool = new Pool(url, { connections, pipelining: 1 })
  const times: number[] = []
  let next = 0
  let failed = 0
  const begun = performance.now()
  const client = async () => {
    for (let n = next++; n < requests; n = next++) {
      const at = performance.now()
      const answer = await pool.request({
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: body(n),
      })
      await answer.body.dump()
      if (answer.statusCode !== 200) failed++
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  const seconds = (performance.now() - begun) / 1_000
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { requests, failed, seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}
