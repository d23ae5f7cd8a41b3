import type { Database } from '@/platform/database'

interface Profiled {
  op: string
  ns: string
  command: Record<string, unknown>
  planSummary?: string
  docsExamined?: number
  keysExamined?: number
  nreturned?: number
  millis: number
}

/** More than this is read for one command only where something was scanned. */
const much = 500
const profileBytes = 64 * 1024 * 1024

/**
 * What reads much while `work` goes on, by MongoDB's own profiler: what will cost more the more there is.
 * @returns a line for each kind of command, the costliest first.
 */
export async function scansDuring({ db }: Database, work: () => Promise<void>): Promise<string[]> {
  await db.command({ profile: 0 })
  await db.dropCollection('system.profile').catch(() => undefined)
  await db.createCollection('system.profile', { capped: true, size: profileBytes })
  await db.command({ profile: 2 })
  await work()
  await db.command({ profile: 0 })
  const seen = await db
    .collection<Profiled>('system.profile')
    .find({
      $or: [{ docsExamined: { $gt: much } }, { keysExamined: { $gt: much } }, { planSummary: /COLLSCAN/ }],
    })
    .toArray()
  const kinds = new Map<string, { times: number; docs: number; keys: number; millis: number }>()
  for (const { op, ns, command, planSummary, docsExamined = 0, keysExamined = 0, millis } of seen) {
    const shape = JSON.stringify(command.filter ?? command.q ?? command.pipeline ?? command.query ?? {})
    const kind = `${op} ${ns.slice(ns.indexOf('.') + 1)} ${planSummary ?? ''} ${shape.slice(0, 160)}`
    const sum = kinds.get(kind) ?? { times: 0, docs: 0, keys: 0, millis: 0 }
    kinds.set(kind, {
      times: sum.times + 1,
      docs: Math.max(sum.docs, docsExamined),
      keys: Math.max(sum.keys, keysExamined),
      millis: sum.millis + millis,
    })
  }
  return [...kinds]
    .sort(([, a], [, b]) => b.millis - a.millis)
    .map(
      ([kind, { times, docs, keys, millis }]) =>
        `${times} × ${Math.round(millis / times)} ms, at most ${docs} rows and ${keys} keys: ${kind}`,
    )
}
