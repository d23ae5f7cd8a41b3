import { randomUUID } from 'node:crypto'
import { jwtSign } from 'payload'
import { asOperation, type DocumentTx } from '@/platform/documentTransaction'
import { noteBrowser } from './browsers'
import { claimCustomers } from './claimCustomers'
import { type User, userDocument } from './records'

/** One browser that is signed in, as Payload keeps it on the user. */
export interface Session {
  id: string
  createdAt: Date
  expiresAt: Date
}

/** More browsers than that at once, and the oldest is signed out. */
const mostSessions = 20

/** What a browser gets when it is signed in. */
export interface OpenedSession {
  sessionId: string
  /** Payload's session token: goes into the cookie, nowhere else. */
  token: string
  expiresAt: Date
  /** The id that this browser is known by: browsers.ts. */
  browser: string
}

/** The browser that a session is opened in. */
export interface OpeningBrowser {
  userAgent: string | null
  /** What it keeps to be known again, as it came. */
  browserToken: string | null
  /** The session that it has until now: a browser has one, and what somebody planted there ends. */
  replaces: string | null
}

/**
 * Opens a session of Payload's own kind for a person whose password was just right. The person is read again inside:
 * a lock or a new password set meanwhile wins.
 * @returns null when the account changed since it was looked at.
 */
export async function openSession(
  tx: DocumentTx,
  seen: Pick<User, '_id' | 'hash'>,
  { userAgent, browserToken, replaces }: OpeningBrowser,
): Promise<OpenedSession | null> {
  const user = await tx.read(userDocument).findOne({ _id: seen._id })
  if (!user || user.lockedAt || user.hash !== seen.hash) return null
  const { config } = tx.payload.collections.users
  // Payload measures sessions and their tokens by the machine's clock; so does this.
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + config.auth.tokenExpiration * 1_000)
  const session: Session = { id: randomUUID(), createdAt, expiresAt }
  const live = liveSessions(user)
    .filter(({ id }) => id !== replaces)
    .slice(-(mostSessions - 1))
  await writeSessions(tx, user._id, [...live, session])
  if (user.emailVerifiedAt) await claimCustomers(tx, { user: user._id, email: user.email })
  const browser = await noteBrowser(tx, user, {
    token: browserToken,
    userAgent,
    session: publicSessionId(session.id),
  })
  await tx.audit({
    act: 'user.sign-in',
    target: { collection: 'users', id: user._id },
    after: { session: publicSessionId(session.id), userAgent: userAgent?.slice(0, 200) ?? null },
  })
  const { token } = await jwtSign({
    // All that Payload reads of it: roles and memberships come from the account at each request.
    fieldsToSign: { id: user._id, collection: 'users', email: user.email, sid: session.id },
    secret: tx.payload.secret,
    tokenExpiration: config.auth.tokenExpiration,
  })
  return { sessionId: session.id, token, expiresAt, browser }
}

/** Sessions that have not run out, oldest first. */
export const liveSessions = (user: Pick<User, 'sessions'>, at = new Date()): Session[] =>
  (user.sessions ?? [])
    .filter((session) => session.expiresAt > at)
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())

/** What a page may say of a session: enough to tell two apart, not enough to use one. */
export const publicSessionId = (id: string): string => id.slice(0, 8)

/** `sessions` is Payload's own list: written as Payload writes it, without moving `updatedAt`. */
export const writeSessions = (tx: DocumentTx, userId: string, sessions: readonly Session[]): Promise<void> =>
  writeOwnFields(tx, userId, { sessions })

/** Payload's own fields of an account that have no other way in: the password hash and the sessions. */
export async function writeOwnFields(
  tx: DocumentTx,
  userId: string,
  data: { sessions?: readonly Session[]; hash?: string; salt?: string },
): Promise<void> {
  await asOperation(tx, 'users', async () => {
    await tx.payload.db.updateOne({
      collection: 'users',
      id: userId,
      data: { ...data, updatedAt: null },
      req: tx.req,
      returning: false,
    })
  })
}
