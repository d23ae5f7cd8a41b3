import { z } from 'zod'

const faultSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'DELETE']),
  /** Exact path of the API; `*` at the end stands for anything. */
  path: z.string().startsWith('/v1/'),
  /** Before: nothing happened. After: the effect is there and only the answer is lost or wrong. */
  when: z.enum(['before', 'after']).default('before'),
  kind: z.enum(['status', 'timeout', 'reset', 'delay']),
  /** Status of kind `status`. */
  status: z.union([z.literal(500), z.literal(503), z.literal(429)]).default(500),
  /** Milliseconds of kind `delay`. */
  delayMs: z.int().min(0).max(600_000).default(0),
  /** How many matching requests it hits. */
  times: z.int().min(1).max(100_000).default(1),
})

export const switchesSchema = z.strictObject({
  /** Extra copies of each event sent to each endpoint. */
  duplicates: z.int().min(0).max(100).optional(),
  /** Milliseconds before the first attempt of every event. */
  delayMs: z.int().min(0).max(600_000).optional(),
  /** The same by type; wins over `delayMs`. */
  delayMsByType: z.record(z.string(), z.int().min(0).max(600_000)).optional(),
  /** Sends the events of one act last to first, one after the other. */
  reorder: z.boolean().optional(),
  /** Types that are recorded as events but never sent; `*` is all. */
  drop: z.array(z.string()).optional(),
  /** Replaces the list of API faults. */
  faults: z.array(faultSchema).optional(),
  /** How many of the next refunds are made and then fail. */
  failRefunds: z.int().min(0).max(100_000).optional(),
})

export type Fault = z.infer<typeof faultSchema>
export type SwitchSettings = Required<z.infer<typeof switchesSchema>>

function allOff(): SwitchSettings {
  return {
    duplicates: 0,
    delayMs: 0,
    delayMsByType: {},
    reorder: false,
    drop: [],
    faults: [],
    failRefunds: 0,
  }
}

/** What a test turned on. Kept in memory only: a restarted simulator behaves well again. */
export class Switches {
  private settings = allOff()

  current(): SwitchSettings {
    return this.settings
  }

  /** Changes the named switches and leaves the others. */
  change(change: z.infer<typeof switchesSchema>): SwitchSettings {
    this.settings = { ...this.settings, ...change }
    return this.settings
  }

  reset(): void {
    this.settings = allOff()
  }

  delayMsFor(type: string): number {
    return this.settings.delayMsByType[type] ?? this.settings.delayMs
  }

  drops(type: string): boolean {
    return this.settings.drop.includes(type) || this.settings.drop.includes('*')
  }

  /** The fault that hits this request, used up by one. */
  takeFault(method: string, path: string): Fault | null {
    const hit = this.settings.faults.find((fault) => fault.method === method && fits(fault.path, path))
    if (hit === undefined) return null
    const left = { ...hit, times: hit.times - 1 }
    const faults = this.settings.faults.flatMap((fault) =>
      fault !== hit ? [fault] : left.times > 0 ? [left] : [],
    )
    this.settings = { ...this.settings, faults }
    return hit
  }

  takeFailingRefund(): boolean {
    if (this.settings.failRefunds === 0) return false
    this.settings = { ...this.settings, failRefunds: this.settings.failRefunds - 1 }
    return true
  }
}

function fits(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}
