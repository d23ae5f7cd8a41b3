/**
 * Answers no sooner than after `leastMs`: where the work differs between a known and an unknown address only by a few
 * writes, the answer must not tell.
 */
export async function atSteadyPace<T>(leastMs: number, work: () => Promise<T>): Promise<T> {
  const pause = new Promise<void>((resolve) => setTimeout(resolve, leastMs))
  try {
    return await work()
  } finally {
    await pause
  }
}
