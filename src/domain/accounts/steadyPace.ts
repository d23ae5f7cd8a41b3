/**
 * Answers at a multiple of `stepMs` after it began: where the work differs between a known and an unknown address only by
 * a few writes, the answer must not tell, on a slow day neither.
 */
export async function atSteadyPace<T>(stepMs: number, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  try {
    return await work()
  } finally {
    const left = stepMs - ((performance.now() - begun) % stepMs)
    await new Promise<void>((resolve) => setTimeout(resolve, left))
  }
}
