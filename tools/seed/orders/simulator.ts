import { z } from 'zod'
import type { Database } from '@/platform/database'
import { moveClock } from '@/platform/time'

/** The payment simulator's control API, as far as the demo drives it: tools/simulator/README.md. */
export class SimulatorControl {
  constructor(private readonly url: string) {}

  /** Pays, or tries to; 3-D Secure is passed. */
  async pay(sessionId: string, card: string): Promise<void> {
    await this.call('POST', `/checkout/${sessionId}/pay`, { card })
  }

  /** While nobody listens for webhooks: the events stay in the provider's list, where the reconciliation finds them. */
  async sendNothing(isSilent: boolean): Promise<void> {
    await this.call('POST', '/switches', { drop: isSilent ? ['*'] : [] })
  }

  async setOffset(offsetMs: number): Promise<void> {
    await this.call('POST', '/clock', { offsetMs })
  }

  /** What the provider holds for us by its own book, by currency, in minor units. */
  async balance(): Promise<Record<string, number>> {
    const { lines } = bookSchema.parse(await this.call('GET', '/book'))
    const sums: Record<string, number> = {}
    for (const { currency, amountMinor } of lines) sums[currency] = (sums[currency] ?? 0) + amountMinor
    return sums
  }

  private async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/_sim${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(`The simulator refused ${method} ${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
}

const bookSchema = z.object({ lines: z.array(z.object({ currency: z.string(), amountMinor: z.number() })) })

/** The clock of the installation and of the simulator, moved together. */
export class DemoClock {
  constructor(
    private readonly database: Database,
    private readonly simulator: SimulatorControl,
  ) {}

  async setTo(time: Date): Promise<void> {
    await this.move(time.getTime() - Date.now())
  }

  async reset(): Promise<void> {
    await this.move(0)
  }

  private async move(offsetMs: number): Promise<void> {
    // The simulator is never behind us, or a session would expire before it was made.
    await this.simulator.setOffset(offsetMs)
    await moveClock(this.database, offsetMs, false)
  }
}
