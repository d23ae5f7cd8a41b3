import { lateByMs, type Shelved } from './shelfMark'

/**
 * Compares how many documents the server says there are with how many we know.
 *
 * What it says comes from a counter that counts the writes of transactions that are still open (tried on 6.0), and
 * that may stay wrong after a crash of the server. So a difference is looked into at every call, and believed to be
 * an error of the counter only after it stayed the same for longer than a transaction lasts.
 */
export class SizeDoubts {
  private readonly errors = new Map<Shelved, number>()
  private readonly doubts = new Map<Shelved, { difference: number; since: number }>()

  fits(name: Shelved, counted: number, known: number): boolean {
    const fits = counted - known === (this.errors.get(name) ?? 0)
    if (fits) this.doubts.delete(name)
    return fits
  }

  /** @param there how many there really are, by their ids. */
  settle(name: Shelved, counted: number, there: number, at = Date.now()): void {
    const difference = counted - there
    const doubt = this.doubts.get(name)
    if (doubt?.difference !== difference) {
      this.doubts.set(name, { difference, since: at })
      return
    }
    if (at - doubt.since < lateByMs) return
    this.errors.set(name, difference)
    this.doubts.delete(name)
  }
}
