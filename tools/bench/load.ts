import { createConnection, type Socket } from 'node:net'

export interface LoadResult {
  requests: number
  failed: number
  seconds: number
  p50Ms: number
  p99Ms: number
}

export interface Load {
  /** Of several, the connections are shared out in turn. */
  ports: readonly number[]
  path: string
  /** The body of the n-th request. */
  body(n: number): string
  /** More headers of a request that is sent now, each line ended by CR LF. */
  headers?(body: string): string
  requests: number
  connections: number
  /** What counts as answered. */
  status: number
  /** Requests a second, sent whether or not the one before was answered in time; as fast as they go when left out. */
  perSecond?: number
}

/**
 * So many POSTs over so many kept connections. Written on the bare socket, so that the load costs the machine little; with
 * a pace, times are counted from when a request was due, so that waiting for a free connection is part of them.
 */
export async function load({
  ports,
  path,
  body,
  headers = () => '',
  requests,
  connections,
  status,
  perSecond,
}: Load): Promise<LoadResult> {
  const times: number[] = []
  let next = 0
  let failed = 0
  const begun = performance.now()
  const client = async (index: number) => {
    const line = await open(ports[index % ports.length] ?? 0)
    for (let n = next++; n < requests; n = next++) {
      const text = body(n)
      const due = perSecond ? begun + (n / perSecond) * 1_000 : performance.now()
      if (due > performance.now()) await until(due)
      const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${headers(text)}\r\n`
      if ((await line.ask(head + text)) !== status) failed++
      times.push(performance.now() - due)
    }
    line.end()
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => client(index)))
  const seconds = (performance.now() - begun) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { requests, failed, seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
}

const until = (due: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))

interface Line {
  /** @returns the status of the answer, once it is there whole. */
  ask(request: string): Promise<number>
  end(): void
}

async function open(port: number): Promise<Line> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const made = createConnection({ port, host: '127.0.0.1', noDelay: true }, () => resolve(made))
    made.once('error', reject)
  })
  let got = ''
  let answered: ((status: number) => void) | undefined
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    got += chunk
    const head = got.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/content-length: (\d+)/i.exec(got)?.[1] ?? 0)
    if (got.length < head + 4 + length) return
    const status = Number(got.slice(9, 12))
    got = got.slice(head + 4 + length)
    answered?.(status)
  })
  socket.on('close', () => answered?.(0))
  socket.on('error', () => answered?.(0))
  return {
    ask: (request) =>
      new Promise((resolve) => {
        answered = resolve
        if (socket.destroyed) resolve(0)
        else socket.write(request)
      }),
    end: () => socket.end(),
  }
}
