/**
 * A value that is read again once it is older than `ms`. Whoever asks meanwhile shares one reading; while reading fails
 * the value of before goes on, and the next asker tries again.
 * @throws whatever `read` throws while there is no value yet.
 */
export function freshFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined
  let readAt = Number.NEGATIVE_INFINITY
  return () => {
    if (value && performance.now() - readAt < ms) return value
    const before = value
    readAt = performance.now()
    value = read().catch((error: unknown) => {
      value = before
      readAt = Number.NEGATIVE_INFINITY
      if (before) return before
      throw error
    })
    return value
  }
}
