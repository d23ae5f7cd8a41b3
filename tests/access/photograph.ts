import type { Database } from '@/platform/database'

type Stored = { _id: string } & Record<string, unknown>

/** The database at one moment: what a refused act must leave, and what an allowed one is undone to. */
export interface Photograph {
  /** Collections in which anything differs from it now. */
  changed(): Promise<string[]>
  restore(): Promise<void>
}

/** Running processes tell that they live, whatever anybody asks of them. */
const restless = ['process-states', 'job-states']

/** @param apart collections that change by themselves. */
export async function photograph({ db }: Database, apart: readonly string[] = []): Promise<Photograph> {
  const hashes = async (): Promise<Record<string, string>> =>
    (await db.command({ dbHash: 1 })).collections as Record<string, string>
  const before = await hashes()
  const rows = new Map<string, Stored[]>()
  for (const name of Object.keys(before)) rows.set(name, await db.collection<Stored>(name).find().toArray())
  const changed = async () => {
    const after = await hashes()
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .filter((name) => before[name] !== after[name] && ![...restless, ...apart].includes(name))
      .sort()
  }
  return {
    changed,
    async restore() {
      for (const name of await changed()) {
        const kept = rows.get(name) ?? []
        await db.collection(name).deleteMany({})
        if (kept.length > 0) await db.collection<Stored>(name).insertMany(kept)
      }
    },
  }
}
