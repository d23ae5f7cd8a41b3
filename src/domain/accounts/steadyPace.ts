/**
 * Answers at a multiple of `stepMs` after it began: where the work differs between a known and an unknown address only by
 * a few writes, the answer must not tell, on a slow day neither.
 */
export async function atSteadyPace<T>(stepMs: number, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  try {
    return await work()
  } finally {
    await evenOut(begun, stepMs)
  }
}

/** Waits until the next multiple of `stepMs` after `begun` (`performance.now()`). */
export function evenOut(begun: number, stepMs: number): Promise<void> {
  const left = stepMs - ((performance.now() - begun) % stepMs)
  return new Promise((resolve) => setTimeout(resolve, left))
}
