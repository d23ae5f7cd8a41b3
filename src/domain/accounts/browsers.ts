import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { BoundedMap } from '@/platform/boundedMap'
import { collectionOf, type Database } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { readLink, signLink } from '@/platform/links'
import { networkCell } from '@/platform/rateLimit'
import { addDays, now } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { mail } from './accountMails'
import { knownBrowserRecord, type User } from './records'

/** A browser that did not show itself for so long is a stranger again. */
export const browserDays = 180
const cookieDays = 400
const seenEveryMs = 5 * 60_000

const claims = z.object({ browser: z.string() })

/** What a browser keeps to be known again at its next sign-in; opens nothing by itself. */
export const browserToken = (browser: string): string =>
  signLink('browser-cookie', { browser }, addDays(now(), cookieDays))

/** The browser's id of such a token; null for none, an old one or one that is not ours. */
export function browserOfToken(token: string | null | undefined): string | null {
  if (!token) return null
  try {
    return readLink('browser-cookie', token, claims).browser
  } catch (error) {
    if (error instanceof CodedError) return null
    throw error
  }
}

const idOf = (userId: string, browser: string): string => `${userId}:${browser}`
const stillKnown = () => ({ lastSeenAt: { $gt: addDays(new Date(), -browserDays) } })

/**
 * The browser's id, if somebody signed in to this account with it before. One read whether the account is there or not.
 * @param userId null where there is no such account.
 */
export async function knownBrowser(
  database: Database,
  userId: string | null,
  token: string | null,
): Promise<string | null> {
  const browser = browserOfToken(token)
  if (!browser) return null
  const known = await collectionOf(database, knownBrowserRecord).findOne({
    _id: idOf(userId ?? 'nobody', browser),
    ...stillKnown(),
  })
  return known && browser
}

interface SeenWith {
  /** The token of its cookie, if it has one. */
  token: string | null
  userAgent: string | null
  /** The session's public id. */
  session: string
}

/**
 * Remembers the browser of a sign-in, in its transaction. Where the account has others already, its owner is told by mail.
 * @returns the browser's id, a new one where it had none.
 */
export async function noteBrowser(
  tx: Tx,
  user: Pick<User, '_id' | 'email' | 'name'>,
  { token, userAgent, session }: SeenWith,
): Promise<string> {
  const browsers = tx.of(knownBrowserRecord)
  const browser = browserOfToken(token) ?? randomBytes(16).toString('base64url')
  const _id = idOf(user._id, browser)
  // By the machine's clock, as sessions are.
  const at = new Date()
  const network = tx.actor.address && networkCell(tx.actor.address)
  const seen = { session, network, userAgent: userAgent?.slice(0, 200) ?? null, lastSeenAt: at }
  if (await browsers.update({ _id }, { $set: seen })) return browser
  const others = await browsers.count({ user: user._id, ...stillKnown() })
  await browsers.insert({ _id, user: user._id, browser, firstSeenAt: at, ...seen })
  if (others > 0)
    await mail(tx, 'new-browser', `${user._id}:${session}`, user, {
      userAgent: seen.userAgent,
      network,
      at: at.toISOString(),
    })
  return browser
}

/** It signed out by itself: still known. */
export const releaseBrowsers = (tx: Tx, userId: string, sessions: readonly string[]): Promise<number> =>
  tx
    .of(knownBrowserRecord)
    .updateMany({ user: userId, session: { $in: [...sessions] } }, { $set: { session: null } })

/** They were signed out by their owner from elsewhere: strangers from now on. `keep`: a session's public id. */
export const forgetBrowsers = (
  tx: Tx,
  userId: string,
  which: { sessions: readonly string[] } | { allBut: string | null },
): Promise<number> =>
  tx.of(knownBrowserRecord).remove({
    user: userId,
    session: 'sessions' in which ? { $in: [...which.sessions] } : { $ne: which.allBut ?? 'none' },
  })

const lastNoted = new BoundedMap<string, number>(10_000)

/** A session was used; written every five minutes at most. */
export async function noteSeen(
  database: Database,
  { userId, session, address }: { userId: string; session: string; address: string | null },
): Promise<void> {
  const at = new Date()
  const key = `${userId}:${session}`
  if (at.getTime() - (lastNoted.get(key) ?? 0) < seenEveryMs) return
  lastNoted.set(key, at.getTime())
  await collectionOf(database, knownBrowserRecord).updateOne(
    { user: userId, session, lastSeenAt: { $lt: new Date(at.getTime() - seenEveryMs) } },
    { $set: { lastSeenAt: at, ...(address ? { network: networkCell(address) } : {}) } },
  )
}
