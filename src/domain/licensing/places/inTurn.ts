const running = new Map<string, Promise<unknown>>()

/**
 * Runs what concerns one license one after the other in this process: two hundred that race for a seat wait here for a
 * moment, instead of conflicting in the database. Other processes are held off by the conditional writes alone.
 */
export async function inTurn<T>(license: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(license) ?? Promise.resolve()
  const mine = before.then(work, work)
  running.set(license, mine)
  try {
    return await mine
  } finally {
    if (running.get(license) === mine) running.delete(license)
  }
}
