import { setTimeout as sleep } from 'node:timers/promises'
import { launch, type Plan, type Surroundings } from './launch'
import { Service, type ServicePlan } from './service'
import { sentenceFor, Trouble } from './troubles'

/** Something running that can be ended politely and at once. */
export interface Running {
  stop(): Promise<void>
  kill(): void
}

interface Options extends Surroundings {
  /** Names, first to stop first. What is not named stops before them: a step that is still under way. */
  stopOrder: readonly string[]
  restartDelaysMs?: readonly number[]
  /** After this everything that is still there is killed. */
  stopLimitMs?: number
}

/** Everything that was started from here, and the one place that ends it. */
export class Supervisor {
  private readonly running = new Map<string, Running>()
  private stopped: Promise<void> | undefined
  private finish: () => void = () => undefined
  /** Resolves when everything has stopped, whoever asked for it. */
  readonly finished = new Promise<void>((resolve) => {
    this.finish = resolve
  })

  constructor(private readonly options: Options) {}

  get isStopping(): boolean {
    return this.stopped !== undefined
  }

  /** Takes over something that was started elsewhere. */
  adopt(name: string, running: Running): void {
    this.running.set(name, running)
  }

  /** Runs a step to its end. @throws Trouble with its last words when it fails. */
  async runStep(plan: Plan): Promise<void> {
    this.refuseWhenStopping()
    const { name } = plan
    const child = await launch(plan, this.options)
    this.running.set(name, child)
    const code = await child.exited
    this.running.delete(name)
    this.refuseWhenStopping()
    if (code === 0) return
    const tail = this.options.logs.tail(name)
    throw new Trouble(
      sentenceFor(tail) ??
        `${tail}\n${name} failed with code ${code}. More is in ${this.options.logs.path(name)}.`,
    )
  }

  /** Starts services side by side and waits until all are ready. @throws Trouble of the first that does not get ready. */
  async startServices(plans: readonly ServicePlan[]): Promise<void> {
    this.refuseWhenStopping()
    const delays = this.options.restartDelaysMs ?? [1_000, 2_000, 5_000, 10_000, 30_000]
    const services = plans.map((plan) => new Service(plan, this.options, delays))
    for (const service of services) this.running.set(service.plan.name, service)
    await Promise.all(services.map((service) => service.start()))
  }

  /** Stops everything in order, within the limit; what is left then is killed. Once only. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll().finally(this.finish)
    return this.stopped
  }

  /** Ends everything now. */
  kill(): void {
    for (const running of this.running.values()) running.kill()
  }

  private async stopAll(): Promise<void> {
    const { stopOrder, stopLimitMs = 15_000 } = this.options
    const limit = new AbortController()
    const cut = sleep(stopLimitMs, undefined, { signal: limit.signal }).then(
      () => this.kill(),
      () => undefined, // everything ended in time
    )
    const names = [...this.running.keys()]
    const unnamed = names.filter((name) => !stopOrder.includes(name))
    for (const name of [...unnamed, ...stopOrder]) {
      await this.running.get(name)?.stop()
      this.running.delete(name)
    }
    limit.abort()
    await cut
  }

  private refuseWhenStopping(): void {
    if (this.isStopping) throw new Trouble('Stopped.')
  }
}
