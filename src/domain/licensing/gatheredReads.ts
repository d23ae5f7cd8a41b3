import { BSON } from 'mongodb'
import { collectionOf, type Database } from '@/platform/database'
import { leanLicenseOf } from './leanLicense'
import { judged } from './licenseSource'
import { type JudgedLicense, licenseRecord } from './records'

/** So many keys in one question to the database. */
const mostAtOnce = 64
/**
 * From so many on that wait, another question does not wait for the one under way: before, it would be a smaller one, and
 * a question costs ten times what one more key in it does.
 */
const enoughForAnother = 32
/** So many questions under way at most. */
const mostUnderWay = 2

interface Waiting {
  hashes: readonly string[]
  resolve(license: JudgedLicense | null): void
  reject(error: unknown): void
}

/** What its hashes are answered. A record that cannot be read is the misfortune of who asked for it, not of who asked beside. */
function answersOf(record: Buffer): [hash: string, answer: JudgedLicense | Unreadable][] {
  try {
    const license = leanLicenseOf(record)
    return license.keys.map(({ hash }) => [hash, license])
  } catch (error) {
    const unreadable = new Unreadable('a license cannot be read', { cause: error })
    return hashesIn(record).map((hash) => [hash, unreadable])
  }
}

class Unreadable extends Error {}

/** It was found by one of them, so there are some, whatever else is wrong with it. */
function hashesIn(record: Buffer): string[] {
  const { keys } = BSON.deserialize(record) as { keys: unknown }
  return [keys].flat().flatMap((key) => {
    const isNamed = typeof key === 'object' && key !== null && 'hash' in key
    return isNamed && typeof key.hash === 'string' ? [key.hash] : []
  })
}

function answerOne(one: Waiting, answer: JudgedLicense | Unreadable | null): void {
  if (answer instanceof Unreadable) one.reject(answer)
  else one.resolve(answer)
}

/**
 * Licenses by the hashes of a key, where many are asked for at the same time: what arrives within one turn of the event
 * loop, or while a question is under way, is one question to the database. A single one waits for nobody.
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
      const records = await licenses
        .find<Buffer>(
          { 'keys.hash': hashes.length === 1 ? hashes[0] : { $in: hashes } },
          { ...judged, raw: true, batchSize: mostAtOnce * 2 },
        )
        .toArray()
      const byHash = new Map(records.flatMap(answersOf))
      for (const one of asked) {
        const hash = one.hashes.find((candidate) => byHash.has(candidate))
        answerOne(one, hash === undefined ? null : (byHash.get(hash) ?? null))
      }
    } catch (error) {
      // Whoever waits is told too: one question after the other, each with the patience of one, would be minutes.
      for (const one of [...asked, ...waiting.splice(0)]) one.reject(error)
    }
  }

  async function flush(): Promise<void> {
    if (waiting.length === 0 || underWay >= mostUnderWay) return
    if (underWay > 0 && waiting.length < enoughForAnother) return
    underWay += 1
    await ask(waiting.splice(0, mostAtOnce))
    underWay -= 1
    void flush()
  }

  return (hashes) =>
    new Promise((resolve, reject) => {
      waiting.push({ hashes, resolve, reject })
      if (waiting.length === 1 || waiting.length === enoughForAnother) setImmediate(() => void flush())
    })
}
