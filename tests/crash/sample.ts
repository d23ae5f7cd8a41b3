/** Some of them, drawn by the seed: the same for the same seed. */
export function seededSample<T>(all: readonly T[], count: number, seed: number): T[] {
  const left = [...all]
  const drawn: T[] = []
  let state = seed >>> 0 || 1
  while (drawn.length < count && left.length > 0) {
    // xorshift32
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const [one] = left.splice((state >>> 0) % left.length, 1)
    if (one !== undefined) drawn.push(one)
  }
  return drawn
}
