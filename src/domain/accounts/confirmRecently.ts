import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { collectionOf, type Database } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { conflict, invalid } from '@/platform/errors'
import { settleConfirm, spendConfirm } from './limits'
import { passwordMatches } from './passwordHash'
import { type User, userDocument } from './records'
import { liveSessions, type OpenedSession, openSession } from './sessions'

/** A password that was given so long ago still stands for the person: a browser left open longer does not. */
export const recentMinutes = 10

interface Browser {
  userId: string
  sessionId: string
}

/** Whether this browser signed in, or confirmed, within the last ten minutes. */
export async function isRecentSignIn(database: Database, { userId, sessionId }: Browser): Promise<boolean> {
  const user = await collectionOf(database, userDocument).findOne({ _id: userId })
  return user !== null && isRecent(user, sessionId)
}

interface ConfirmRecently extends Browser {
  payload: Payload
  actor: Actor
  /** As typed; empty where it was not asked for. */
  password: string
  userAgent: string | null
  /** What the browser keeps to be known again. */
  browserToken: string | null
}

/**
 * Makes sure that whoever holds this browser knows the password, before something is shown or done that must not be an
 * open browser's alone. A confirmation is a sign-in of its own: the session gets a successor, and the old one ends.
 * @returns the session that this browser keeps from now on; null: its own is recent enough.
 * @throws CodedError 422 `confirm_needed` where no password came, 422 `input_invalid` for a wrong one, 429,
 * 409 `account_changed`.
 */
export async function confirmRecently({
  payload,
  actor,
  userId,
  sessionId,
  password,
  userAgent,
  browserToken,
}: ConfirmRecently): Promise<OpenedSession | null> {
  const database = databaseOf(payload)
  const seen = await collectionOf(database, userDocument).findOne({ _id: userId })
  if (!seen) throw changed()
  if (isRecent(seen, sessionId)) return null
  if (password === '')
    throw invalid('confirm_needed', `You signed in more than ${recentMinutes} minutes ago.`, [
      { path: 'password', code: 'confirm', message: 'Give your password once more.' },
    ])
  await spendConfirm(database, { userId, sessionId })
  if (!(await passwordMatches(password.slice(0, 256), seen, 'known')))
    throw invalid('input_invalid', 'Some fields need another look.', [
      { path: 'password', code: 'wrong', message: 'This is not your present password.' },
    ])
  await settleConfirm(database, { userId, sessionId })
  const opened = await transactDocuments(payload, { actor }, (tx) =>
    openSession(tx, seen, { userAgent, browserToken, replaces: sessionId }),
  )
  if (!opened) throw changed()
  return opened
}

function isRecent(user: Pick<User, 'sessions'>, sessionId: string): boolean {
  // Sessions are measured by the machine's clock, as Payload measures them.
  const at = new Date()
  const session = liveSessions(user, at).find(({ id }) => id === sessionId)
  return session !== undefined && at.getTime() - session.createdAt.getTime() < recentMinutes * 60_000
}

const changed = () =>
  conflict('account_changed', 'The account was changed elsewhere meanwhile. Sign in again.')
