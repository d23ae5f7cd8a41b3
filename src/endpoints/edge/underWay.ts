import { CodedError } from '@/platform/errors'
import { addressCell } from '@/platform/rateLimit'

interface Bounds {
  all: number
  perAddress: number
}

/** How many of a kind are under way at once, of everybody and of one address, in this process. */
export class UnderWay {
  private readonly own = new Map<string, number>()
  private all = 0

  constructor(private readonly bounds: Bounds) {}

  /**
   * Takes a place.
   * @returns gives it back; once.
   * @throws CodedError 503 `busy`.
   */
  enter(address: string | null): () => void {
    const cell = addressCell(address ?? '')
    const own = this.own.get(cell) ?? 0
    if (this.all >= this.bounds.all || own >= this.bounds.perAddress)
      throw new CodedError({
        status: 503,
        code: 'busy',
        detail: 'Too many requests of this kind are under way. Send this one again in a moment.',
        retryAfterSeconds: 2,
      })
    this.all++
    this.own.set(cell, own + 1)
    return () => {
      this.all--
      const left = (this.own.get(cell) ?? 1) - 1
      if (left > 0) this.own.set(cell, left)
      else this.own.delete(cell)
    }
  }
}
