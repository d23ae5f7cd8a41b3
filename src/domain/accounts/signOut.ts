import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { transactDocuments } from '@/platform/documentTransaction'
import { userDocument } from './records'
import { liveSessions, type Session, writeSessions } from './sessions'

interface SignOut {
  payload: Payload
  actor: Actor
  userId: string
  sessionId: string
}

/** Ends this session on the server: its cookie opens nothing any more, wherever a copy of it lies. */
export const signOut = ({ sessionId, ...account }: SignOut): Promise<number> =>
  endSessions(account, (session) => session.id === sessionId)

/** Ends every session but this one. @returns how many were ended. */
export const signOutOthers = ({ sessionId, ...account }: SignOut): Promise<number> =>
  endSessions(account, (session) => session.id !== sessionId)

async function endSessions(
  { payload, actor, userId }: Omit<SignOut, 'sessionId'>,
  ends: (session: Session) => boolean,
): Promise<number> {
  return transactDocuments(payload, { actor }, async (tx) => {
    const user = await tx.read(userDocument).findOne({ _id: userId })
    if (!user) return 0
    const live = liveSessions(user)
    const ended = live.filter(ends)
    await writeSessions(
      tx,
      userId,
      live.filter((session) => !ends(session)),
    )
    if (ended.length > 0)
      await tx.audit({
        act: 'user.sign-out',
        target: { collection: 'users', id: userId },
        after: { ended: ended.length },
      })
    return ended.length
  })
}
