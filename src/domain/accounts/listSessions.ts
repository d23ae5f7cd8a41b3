import { auditRecord } from '@/platform/audit'
import { collectionOf, type Database } from '@/platform/database'
import { userDocument } from './records'
import { liveSessions, publicSessionId } from './sessions'

export interface SessionRow {
  /** Enough to tell two apart, not enough to use one. */
  id: string
  current: boolean
  signedInAt: Date
  expiresAt: Date
  address: string | null
  userAgent: string | null
}

/** The browsers in which a person is signed in, newest first; where and with what comes from the audit of the sign-in. */
export async function listSessions(
  database: Database,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<SessionRow[]> {
  const user = await collectionOf(database, userDocument).findOne({ _id: userId })
  if (!user) return []
  const live = liveSessions(user).reverse()
  const entries = await collectionOf(database, auditRecord)
    .find({ 'target.id': userId, act: 'user.sign-in' }, { sort: { at: -1 }, limit: 100 })
    .toArray()
  return live.map((session) => {
    const id = publicSessionId(session.id)
    const entry = entries.find(({ after }) => after?.session === id)
    const agent = entry?.after?.userAgent
    return {
      id,
      current: session.id === sessionId,
      signedInAt: session.createdAt,
      expiresAt: session.expiresAt,
      address: entry?.actor.address ?? null,
      userAgent: typeof agent === 'string' ? agent : null,
    }
  })
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
