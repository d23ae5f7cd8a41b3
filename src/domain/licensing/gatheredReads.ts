import { collectionOf, type Database } from '@/platform/database'
import { type License, licenseRecord } from './records'

/** So many keys in one question to the database. */
const mostAtOnce = 64

interface Waiting {
  hashes: readonly string[]
  resolve(license: License | null): void
  reject(error: unknown): void
}

/**
 * Licenses by the hashes of a key, where many are asked for at the same time: what arrives within one turn of the event
 * loop is one question to the database. A single one waits for nobody.
 */
export function gatheredReads(database: Database): (hashes: readonly string[]) => Promise<License | null> {
  const licenses = collectionOf(database, licenseRecord)
  let waiting: Waiting[] = []

  async function ask(asked: readonly Waiting[]): Promise<void> {
    try {
      const hashes = asked.flatMap((one) => one.hashes)
      const found = await licenses
        .find({ 'keys.hash': hashes.length === 1 ? hashes[0] : { $in: hashes } })
        .batchSize(mostAtOnce * 2)
        .toArray()
      const byHash = new Map(found.flatMap((license) => license.keys.map(({ hash }) => [hash, license])))
      for (const one of asked) {
        const hash = one.hashes.find((candidate) => byHash.has(candidate))
        one.resolve(hash === undefined ? null : (byHash.get(hash) ?? null))
      }
    } catch (error) {
      for (const one of asked) one.reject(error)
    }
  }

  function flush(): void {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += mostAtOnce) void ask(all.slice(from, from + mostAtOnce))
  }

  return (hashes) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ hashes, resolve, reject })
    })
}
