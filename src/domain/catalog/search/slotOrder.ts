import { merged } from './terms'

/** Up to so many, looking for each is cheaper than a pass over all. */
const fewChanges = 20

export type Compare = (a: number, b: number) => number

/** Slots in an order that is kept through changes: what changed is taken out and put in again, the rest stays. */
export class SlotOrder {
  private sorted: number[]
  private rankOfSlot: Int32Array | undefined

  constructor(
    slots: readonly number[],
    private readonly compare: Compare,
  ) {
    this.sorted = [...slots].sort(compare)
  }

  get slots(): readonly number[] {
    return this.sorted
  }

  /** By slot: how many come before it. */
  get ranks(): Int32Array {
    if (this.rankOfSlot) return this.rankOfSlot
    const last = this.sorted.reduce((most, slot) => Math.max(most, slot), -1)
    const ranks = new Int32Array(last + 1)
    for (const [rank, slot] of this.sorted.entries()) ranks[slot] = rank
    this.rankOfSlot = ranks
    return ranks
  }

  /** @param present those of the changed that are filled now, with their new content. */
  move(changed: ReadonlySet<number>, present: readonly number[]): void {
    if (changed.size === 0) return
    this.rankOfSlot = undefined
    if (changed.size > fewChanges) {
      const stayed = this.sorted.filter((slot) => !changed.has(slot))
      this.sorted = merged(stayed, [...present].sort(this.compare), this.compare)
      return
    }
    for (const slot of changed) {
      const at = this.sorted.indexOf(slot)
      if (at >= 0) this.sorted.splice(at, 1)
    }
    for (const slot of present) this.sorted.splice(this.placeOf(slot), 0, slot)
  }

  private placeOf(slot: number): number {
    let low = 0
    let high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.compare(this.sorted[middle] ?? slot, slot) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
