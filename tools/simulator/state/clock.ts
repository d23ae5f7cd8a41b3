/**
 * The simulated clock: machine time plus an offset that tests and the seed move.
 * Every `created` field uses it; webhook signatures do not, because the receiver compares them with its own clock.
 */
export class Clock {
  offsetMs = 0

  constructor(private readonly machine: () => number = Date.now) {}

  /** Machine time in milliseconds, for signatures, retries and attempts. */
  machineMs(): number {
    return this.machine()
  }

  /** Simulated time in whole seconds, the unit of every timestamp of the API. */
  nowSeconds(): number {
    return Math.floor((this.machine() + this.offsetMs) / 1000)
  }
}
