import { setTimeout as sleep } from 'node:timers/promises'
import type { GuardedProcess } from '../process/guarded'
import { launch, type Plan, type Surroundings } from './launch'
import { sentenceFor, Trouble } from './troubles'

export interface ServicePlan extends Plan {
  /** It is ready when this answers: with a 2xx, or with anything. */
  ready: { url: string; accepts: 'success' | 'any answer' }
  readyLimitSeconds: number
}

/** A process that ran this long was well: the next crash begins at the first delay again. */
const steadyMs = 60_000

/** A process that is kept running: started, watched, started again when it crashes, stopped. */
export class Service {
  private process: GuardedProcess | undefined
  private readonly stopping = new AbortController()

  constructor(
    readonly plan: ServicePlan,
    private readonly surroundings: Surroundings,
    /** Waits before the first, second, … start after a crash; the last one repeats. */
    private readonly restartDelaysMs: readonly number[],
  ) {}

  /** Resolves when it is ready, and watches it from then on. @throws Trouble when it does not get ready. */
  async start(): Promise<void> {
    const child = await this.spawn()
    await this.becomeReady(child)
    void this.watch(child)
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    await this.process?.stop()
  }

  kill(): void {
    this.stopping.abort()
    this.process?.kill()
  }

  private async spawn(): Promise<GuardedProcess> {
    const child = await launch(this.plan, this.surroundings)
    this.process = child
    if (this.stopping.signal.aborted) await child.stop()
    return child
  }

  private async becomeReady(child: GuardedProcess): Promise<void> {
    const { name, ready, readyLimitSeconds } = this.plan
    let endedWith: number | undefined
    void child.exited.then((code) => {
      endedWith = code
    })
    for (const deadline = Date.now() + readyLimitSeconds * 1000; ; await sleep(100)) {
      if (this.stopping.signal.aborted) throw new Trouble(`${name} was stopped before it was ready.`)
      if (endedWith !== undefined)
        throw this.trouble(`${name} ended with code ${endedWith} before it was ready.`)
      if (await answers(ready)) return
      if (Date.now() > deadline) throw this.trouble(`${name} was not ready in ${readyLimitSeconds} s.`)
    }
  }

  private async watch(first: GuardedProcess): Promise<void> {
    const { say, logs } = this.surroundings
    const { name } = this.plan
    let child = first
    for (let crashes = 0; ; ) {
      const begun = Date.now()
      const code = await child.exited
      if (this.stopping.signal.aborted) return
      crashes = Date.now() - begun > steadyMs ? 1 : crashes + 1
      const delay = this.restartDelaysMs[Math.min(crashes, this.restartDelaysMs.length) - 1] ?? 1_000
      const why = sentenceFor(logs.tail(name)) ?? `${logs.path(name)} says why.`
      say(`${name} ended with code ${code}; starting it again in ${delay / 1000} s. ${why}`)
      try {
        await sleep(delay, undefined, { signal: this.stopping.signal })
      } catch {
        return // stopped while waiting
      }
      child = await this.spawn()
    }
  }

  private trouble(what: string): Trouble {
    const tail = this.surroundings.logs.tail(this.plan.name)
    const known = sentenceFor(tail)
    return new Trouble(known ?? `${tail}\n${what} More is in ${this.surroundings.logs.path(this.plan.name)}.`)
  }
}

async function answers({ url, accepts }: ServicePlan['ready']): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    return accepts === 'any answer' || response.ok
  } catch {
    return false // nobody listens yet
  }
}
