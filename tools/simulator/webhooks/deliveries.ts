import type { Switches } from '../control/switches'
import type { Clock } from '../state/clock'
import type { Delivery, WebhookAttempt, WireEvent } from '../state/documents'
import { newObjectId } from '../state/ids'
import type { Store } from '../state/store'
import { sendWebhook } from './send'

/** First retry after a second, the last one a day later; tests give milliseconds. */
export const defaultRetryDelaysMs: readonly number[] = [
  1000, 5000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000,
]

/** So that the events of one act keep a visible order when it is turned around. */
const reorderStepMs = 40
const concurrent = 16

/**
 * Sends events to the registered endpoints: each delivery is stored with its event in one act, so that a stop loses
 * none; tried again after growing delays until a 2xx or until the delays are used up.
 */
export class Deliveries {
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private readonly waiting: string[] = []
  private readonly running = new Set<string>()
  private readonly aborts = new AbortController()
  private fresh: Delivery[] = []

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly switches: Switches,
    private readonly retryDelaysMs: readonly number[],
    private readonly timeoutMs: number,
  ) {}

  /** Part of the act that makes an event: one delivery for each endpoint that listens, and its copies. */
  plan(event: WireEvent): void {
    for (const endpoint of this.store.all('webhook_endpoints')) {
      const listens = endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(event.type)
      if (endpoint.status !== 'enabled' || !listens) continue
      for (let copy = 0; copy <= this.switches.current().duplicates; copy++) {
        this.fresh.push(this.add(event, endpoint.id, endpoint.url, this.switches.delayMsFor(event.type)))
      }
    }
  }

  /** After an act: starts what it planned, or forgets it when the act was rolled back. */
  release(): void {
    const planned = this.fresh.filter((delivery) => this.store.get('deliveries', delivery.id) !== undefined)
    this.fresh = []
    if (!this.switches.current().reorder) {
      for (const delivery of planned) this.schedule(delivery)
      return
    }
    for (const [index, delivery] of planned.reverse().entries()) {
      this.schedule({ ...delivery, dueAtMs: delivery.dueAtMs + index * reorderStepMs })
    }
  }

  /** Takes up what an earlier process left pending. */
  resume(): void {
    for (const delivery of this.store.all('deliveries')) {
      if (delivery.status === 'pending') this.schedule(delivery)
    }
  }

  /** Sends an event again right now, `times` over, and answers when each copy had its first attempt. */
  async redeliver(event: WireEvent, times: number): Promise<Delivery[]> {
    const endpoints = this.store.all('webhook_endpoints').filter((endpoint) => endpoint.status === 'enabled')
    const made = this.store.commit(() =>
      endpoints.flatMap((endpoint) =>
        Array.from({ length: times }, () => this.add(event, endpoint.id, endpoint.url, 0, true)),
      ),
    )
    await Promise.all(made.map((delivery) => this.attempt(delivery.id)))
    return made.map((delivery) => this.store.get('deliveries', delivery.id) ?? delivery)
  }

  /** Resolves true once nothing is pending, false when the time is over. */
  async settled(timeoutMs: number): Promise<boolean> {
    const end = Date.now() + timeoutMs
    while (this.store.all('deliveries').some((delivery) => delivery.status === 'pending')) {
      if (Date.now() >= end) return false
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return true
  }

  /** Forgets every timer; pending deliveries stay stored. */
  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    this.waiting.length = 0
  }

  stop(): void {
    this.clear()
    this.aborts.abort()
  }

  private add(event: WireEvent, endpoint: string, url: string, delayMs: number, insist = false): Delivery {
    const delivery: Delivery = {
      id: newObjectId('del'),
      event: event.id,
      type: event.type,
      endpoint,
      url,
      status: !insist && this.switches.drops(event.type) ? 'dropped' : 'pending',
      dueAtMs: this.clock.machineMs() + delayMs,
      attempts: [],
    }
    return this.store.put('deliveries', delivery.id, delivery)
  }

  private schedule(delivery: Delivery): void {
    if (delivery.status !== 'pending' || this.aborts.signal.aborted) return
    const wait = Math.max(0, delivery.dueAtMs - this.clock.machineMs())
    if (wait === 0) {
      this.enqueue(delivery.id)
      return
    }
    const timer = setTimeout(() => {
      this.timers.delete(delivery.id)
      this.enqueue(delivery.id)
    }, wait)
    this.timers.set(delivery.id, timer.unref())
  }

  private enqueue(id: string): void {
    this.waiting.push(id)
    this.pump()
  }

  private pump(): void {
    while (this.running.size < concurrent) {
      const id = this.waiting.shift()
      if (id === undefined) return
      this.running.add(id)
      void this.attempt(id).finally(() => {
        this.running.delete(id)
        this.pump()
      })
    }
  }

  private async attempt(id: string): Promise<void> {
    const delivery = this.store.get('deliveries', id)
    const event = delivery && this.store.get('events', delivery.event)
    const endpoint = delivery && this.store.get('webhook_endpoints', delivery.endpoint)
    if (delivery === undefined || event === undefined) return
    if (endpoint === undefined || endpoint.status !== 'enabled') {
      this.finish({ ...delivery, status: 'failed' })
      return
    }
    const body = JSON.stringify(event, null, 2)
    const startedMs = this.clock.machineMs()
    const signal = AbortSignal.any([this.aborts.signal, AbortSignal.timeout(this.timeoutMs)])
    const { status, error } = await sendWebhook({
      url: endpoint.url,
      body,
      secret: endpoint.secret ?? '',
      startedMs,
      signal,
    })
    if (this.aborts.signal.aborted) return
    const attempt: WebhookAttempt = {
      at: new Date(startedMs).toISOString(),
      status,
      error,
      durationMs: this.clock.machineMs() - startedMs,
    }
    this.afterAttempt(delivery, attempt)
  }

  private afterAttempt(delivery: Delivery, attempt: WebhookAttempt): void {
    if (this.store.get('deliveries', delivery.id) === undefined) return
    const attempts = [...delivery.attempts, attempt]
    if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
      this.finish({ ...delivery, attempts, status: 'delivered' })
      return
    }
    const delayMs = this.retryDelaysMs[attempts.length - 1]
    if (delayMs === undefined) this.finish({ ...delivery, attempts, status: 'failed' })
    else this.schedule(this.finish({ ...delivery, attempts, dueAtMs: this.clock.machineMs() + delayMs }))
  }

  private finish(delivery: Delivery): Delivery {
    return this.store.commit(() => this.store.put('deliveries', delivery.id, delivery))
  }
}
