/** A clock that is this far behind what was seen already was set back. */
const toleranceMs = 2 * 3_600_000

export interface Clock {
  /** What proofs are judged by. */
  now: Date
  /** Ask the server as soon as it can be reached; until then nothing else happens. */
  rolledBack: boolean
}

/**
 * The time to judge a proof by, for a program that has no other clock than its machine's (vectors/clock.json).
 * @param now the machine's clock.
 * @param marks every moment that is known to have been: the newest `Date` of an answer, the newest `iat`, when the program
 * ran last. Kept in two places at least.
 */
export function clockOf(now: Date, marks: readonly Date[]): Clock {
  const newest = Math.max(now.getTime(), ...marks.map((mark) => mark.getTime()))
  return { now: new Date(newest), rolledBack: newest - now.getTime() > toleranceMs }
}
