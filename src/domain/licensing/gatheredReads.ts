import { collectionOf, type Database } from '@/platform/database'
import { judged } from './licenseSource'
import { type JudgedLicense, licenseRecord } from './records'

/** So many keys in one question to the database. */
const mostAtOnce = 64
/** So many questions under way: more would be smaller ones, and a small one costs nearly as much. */
const mostUnderWay = 2

interface Waiting {
  hashes: readonly string[]
  resolve(license: JudgedLicense | null): void
  reject(error: unknown): void
}

/**
 * Licenses by the hashes of a key, where many are asked for at the same time: what arrives within one turn of the event
 * loop, or while two questions are under way, is one question to the database. A single one waits for nobody.
 */
export function gatheredReads(
  database: Database,
): (hashes: readonly string[]) => Promise<JudgedLicense | null> {
  const licenses = collectionOf(database, licenseRecord)
  const waiting: Waiting[] = []
  let underWay = 0

  async function ask(asked: readonly Waiting[]): Promise<void> {
    try {
      const hashes = asked.flatMap((one) => one.hashes)
      const found = await licenses
        .find({ 'keys.hash': hashes.length === 1 ? hashes[0] : { $in: hashes } }, judged)
        .batchSize(mostAtOnce * 2)
        .toArray()
      const byHash = new Map(found.flatMap((license) => license.keys.map(({ hash }) => [hash, license])))
      for (const one of asked) {
        const hash = one.hashes.find((candidate) => byHash.has(candidate))
        one.resolve(hash === undefined ? null : (byHash.get(hash) ?? null))
      }
    } catch (error) {
      // Whoever waits is told too: one question after the other, each with the patience of one, would be minutes.
      for (const one of [...asked, ...waiting.splice(0)]) one.reject(error)
    }
  }

  async function flush(): Promise<void> {
    if (underWay >= mostUnderWay || waiting.length === 0) return
    underWay += 1
    await ask(waiting.splice(0, mostAtOnce))
    underWay -= 1
    void flush()
  }

  return (hashes) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void flush())
      waiting.push({ hashes, resolve, reject })
    })
}
