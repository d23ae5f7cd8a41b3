import { z } from 'zod'

export const modes = ['ok', 'reject-temporary', 'reject-permanent', 'drop-after-data'] as const
export type Mode = (typeof modes)[number]

/** `count`: for so many messages; left out: until it is switched again. */
export const switchSchema = z.strictObject({
  mode: z.enum(modes),
  count: z.int().min(1).max(10_000).optional(),
})

/** How the next messages fare. */
export class Switches {
  private mode: Mode = 'ok'
  private left = Number.POSITIVE_INFINITY

  set({ mode, count }: z.infer<typeof switchSchema>): void {
    this.mode = mode
    this.left = count ?? Number.POSITIVE_INFINITY
  }

  get state(): { mode: Mode; left: number | null } {
    return { mode: this.mode, left: Number.isFinite(this.left) ? this.left : null }
  }

  /** Takes one turn of the present mode. */
  next(): Mode {
    const { mode } = this
    if (mode === 'ok') return mode
    this.left -= 1
    if (this.left <= 0) this.set({ mode: 'ok' })
    return mode
  }
}
