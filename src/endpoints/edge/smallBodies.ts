import type { IncomingMessage } from 'node:http'

const sweepMs = 1_000

/**
 * Reads bodies of a stated, small size. A slow sender holds nothing for longer than our patience: looked after by one timer
 * for all of them, because a timer for each is a tenth of the cost of a small request.
 */
export class SmallBodies {
  /** In the order of their deadlines. */
  private readonly waiting = new Map<IncomingMessage, number>()
  private readonly timer: NodeJS.Timeout

  constructor(private readonly patienceMs: number) {
    this.timer = setInterval(() => this.sweep(performance.now()), Math.min(sweepMs, patienceMs))
    this.timer.unref()
  }

  /** Calls back once the whole body is there (`startedAt`: `performance.now()` of its first line); never for a request that ends before. */
  collect(request: IncomingMessage, startedAt: number, whole: (body: Buffer) => void): void {
    this.waiting.set(request, startedAt + this.patienceMs)
    let body: Buffer | undefined
    request.on('data', (chunk: Buffer) => {
      body = body ? Buffer.concat([body, chunk]) : chunk
    })
    request.on('end', () => {
      this.waiting.delete(request)
      whole(body ?? Buffer.alloc(0))
    })
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private sweep(at: number): void {
    for (const [request, deadline] of this.waiting) {
      if (!request.destroyed && deadline > at) continue
      this.waiting.delete(request)
      request.destroy()
    }
  }
}
