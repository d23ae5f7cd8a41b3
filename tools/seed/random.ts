/** Numbers that look random and are the same at every run: mulberry32, public domain. */
export interface Random {
  /** From 0 up to but not including 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<T>(choices: readonly T[]): T
  /** One of them, as often as its weight says. */
  pickWeighted<T>(choices: readonly T[], weightOf: (choice: T) => number): T
  shuffle<T>(values: readonly T[]): T[]
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const at = <T>(choices: readonly T[], index: number): T => {
    const choice = choices[index]
    if (choice === undefined) throw new Error('there is nothing to choose from')
    return choice
  }
  return {
    next,
    between,
    pick: (choices) => at(choices, between(0, choices.length - 1)),
    pickWeighted(choices, weightOf) {
      let rest = next() * choices.reduce((sum, choice) => sum + weightOf(choice), 0)
      const found = choices.findIndex((choice) => {
        rest -= weightOf(choice)
        return rest < 0
      })
      return at(choices, found < 0 ? choices.length - 1 : found)
    },
    shuffle(values) {
      const left = [...values]
      return values.map(() => at(left.splice(between(0, left.length - 1), 1), 0))
    },
  }
}
