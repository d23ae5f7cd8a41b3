import { collectionOf, type Database } from '@/platform/database'
import { knownBrowserRecord, userDocument } from './records'
import { liveSessions, publicSessionId } from './sessions'

export interface SessionRow {
  /** Enough to tell two apart, not enough to use one. */
  id: string
  current: boolean
  signedInAt: Date
  /** Within five minutes. */
  lastSeenAt: Date
  expiresAt: Date
  /** Where it was last, as a network: `203.0.113.0/24`. */
  network: string | null
  userAgent: string | null
}

/** The browsers in which a person is signed in, the one that was used last first. */
export async function listSessions(
  database: Database,
  { userId, sessionId }: { userId: string; sessionId: string | null },
): Promise<SessionRow[]> {
  const user = await collectionOf(database, userDocument).findOne({ _id: userId })
  if (!user) return []
  const browsers = await collectionOf(database, knownBrowserRecord)
    .find({ user: userId, session: { $type: 'string' } })
    .toArray()
  return liveSessions(user)
    .map((session) => {
      const id = publicSessionId(session.id)
      const browser = browsers.find((candidate) => candidate.session === id)
      return {
        id,
        current: session.id === sessionId,
        signedInAt: session.createdAt,
        lastSeenAt: browser?.lastSeenAt ?? session.createdAt,
        expiresAt: session.expiresAt,
        network: browser?.network ?? null,
        userAgent: browser?.userAgent ?? null,
      }
    })
    .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
}

/** `Firefox on Linux` from what a browser says of itself; null where it says nothing known. Only for reading. */
export function browserName(userAgent: string | null): { browser: string; system: string } | null {
  if (!userAgent) return null
  const first = (table: readonly (readonly [RegExp, string])[]): string | undefined =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1]
  const browser = first([
    [/Edg\//, 'Edge'],
    [/OPR\//, 'Opera'],
    [/Firefox\//, 'Firefox'],
    [/Chrom(e|ium)\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ])
  const system = first([
    [/iPhone|iPad/, 'iOS'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/Mac OS X/, 'macOS'],
    [/CrOS/, 'ChromeOS'],
    [/Linux/, 'Linux'],
  ])
  return browser && system ? { browser, system } : null
}
