import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { transactDocuments } from '@/platform/documentTransaction'
import { forgetBrowsers, releaseBrowsers } from './browsers'
import { userDocument } from './records'
import { liveSessions, publicSessionId, type Session, writeSessions } from './sessions'

interface Account {
  payload: Payload
  actor: Actor
  userId: string
}

interface OwnBrowser extends Account {
  sessionId: string
}

/** Ends this session on the server: its cookie opens nothing any more, wherever a copy of it lies. */
export const signOut = ({ sessionId, ...account }: OwnBrowser): Promise<number> =>
  endSessions({ ...account, byItself: true }, (session) => session.id === sessionId)

/** Ends every session but this one. @returns how many were ended. */
export const signOutOthers = ({ sessionId, ...account }: OwnBrowser): Promise<number> =>
  endSessions(account, (session) => session.id !== sessionId)

/** Ends one session, by the public id that the list shows. @returns whether there was one. */
export const signOutOne = async ({ session, ...account }: Account & { session: string }): Promise<boolean> =>
  (await endSessions(account, ({ id }) => publicSessionId(id) === session)) > 0

/** Ends every session of an account. @param reason where staff do it. @returns how many were ended. */
export const signOutEverywhere = (account: Account & { reason?: string }): Promise<number> =>
  endSessions(account, () => true)

interface Ending extends Account {
  reason?: string
  /** The browser signs itself out and stays known; who is signed out from elsewhere is a stranger from then on. */
  byItself?: true
}

async function endSessions(
  { payload, actor, userId, reason, byItself }: Ending,
  ends: (session: Session) => boolean,
): Promise<number> {
  return transactDocuments(payload, { actor }, async (tx) => {
    const user = await tx.read(userDocument).findOne({ _id: userId })
    if (!user) return 0
    const live = liveSessions(user)
    const ended = live.filter(ends)
    if (ended.length === 0) return 0
    const stay = live.filter((session) => !ends(session))
    await writeSessions(tx, userId, stay)
    const sessions = ended.map(({ id }) => publicSessionId(id))
    if (byItself) await releaseBrowsers(tx, userId, sessions)
    else await forgetBrowsers(tx, userId, { sessions })
    await tx.audit({
      act: 'user.sign-out',
      target: { collection: 'users', id: userId },
      ...(reason ? { reason } : {}),
      after: { ended: ended.length },
    })
    return ended.length
  })
}
