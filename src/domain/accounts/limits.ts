import type { Actor } from '@/platform/actor'
import {
  type AttemptPolicy,
  forgetAttempts,
  giveAttemptBack,
  spendAttempt,
  takeAttempt,
} from '@/platform/attemptLimiter'
import type { Database } from '@/platform/database'
import { addressCell, networkCell } from '@/platform/rateLimit'
import type { TokenPurpose } from './accountTokens'

const hour = 3_600

/**
 * Wrong passwords from one address against one account: five free, then 2 s, 4 s, … up to a quarter of an hour.
 * Source of the three: notes/reliability-security.md §2, Lockout.
 */
const pairPolicy: AttemptPolicy = {
  scope: 'sign-in-pair',
  free: 5,
  firstDelaySeconds: 2,
  longestDelaySeconds: 900,
  forgetAfterSeconds: 24 * hour,
}
/** A browser in which the account was signed in before: counted for itself, whatever strangers do elsewhere. */
const browserPolicy: AttemptPolicy = { ...pairPolicy, scope: 'sign-in-browser', free: 10 }
/** Beyond this many wrong ones in an hour, from everywhere, an account is under attack. */
const accountPolicy: AttemptPolicy = {
  scope: 'sign-in-account',
  free: 40,
  firstDelaySeconds: 1,
  longestDelaySeconds: 30,
  forgetAfterSeconds: hour,
}
/**
 * Then each network (IPv4 /24, IPv6 /48) has three tries of its own: many guessers gain little, and the owner in front of
 * a new computer is never shut out by them.
 */
const networkPolicy: AttemptPolicy = {
  scope: 'sign-in-network',
  free: 3,
  firstDelaySeconds: 60,
  longestDelaySeconds: 900,
  forgetAfterSeconds: 24 * hour,
}
const addressPolicy: AttemptPolicy = {
  scope: 'sign-in-address',
  free: 60,
  firstDelaySeconds: 1,
  longestDelaySeconds: 300,
  forgetAfterSeconds: hour,
}
/** Who is signed in and gives the password once more: an open browser that a stranger sits at guesses slowly. */
const confirmPolicy: AttemptPolicy = { ...pairPolicy, scope: 'confirm' }
/** Accounts made, mails asked for and links of mails tried from one address. */
const requestPolicy: AttemptPolicy = {
  scope: 'account-request',
  free: 30,
  firstDelaySeconds: 10,
  longestDelaySeconds: 600,
  forgetAfterSeconds: hour,
}
/**
 * Mails to one person that somebody else can cause, each kind for itself. The longest wait is shorter than the life of the
 * link in them: whoever asks too often in a person's name leaves that person a link that works.
 */
export const mailPolicy = (kind: TokenPurpose | 'already-registered'): AttemptPolicy => ({
  scope: `account-mail-${kind}`,
  free: 4,
  firstDelaySeconds: 300,
  longestDelaySeconds: 1_800,
  forgetAfterSeconds: 6 * hour,
})

/** A try to sign in, as its limits see it. */
export interface SignInTry {
  /** As typed. */
  email: string
  actor: Actor
  /** The browser's id, if the account knows it. */
  browser: string | null
}

/** @throws CodedError 429 `too_many_attempts`; counted by what was typed in, so that it tells nothing of accounts. */
export async function spendSignIn(database: Database, { email, actor, browser }: SignInTry): Promise<void> {
  if (browser) return spendAttempt(database, browserPolicy, `${email}|${browser}`)
  const { address, network } = placesOf(actor)
  await spendAttempt(database, pairPolicy, `${email}|${address}`)
  if ((await takeAttempt(database, accountPolicy, email)) > 0)
    await spendAttempt(database, networkPolicy, `${email}|${network}`)
  if (actor.address) await spendAttempt(database, addressPolicy, address)
}

/** The password was right. */
export async function settleSignIn(database: Database, { email, actor, browser }: SignInTry): Promise<void> {
  if (browser) return forgetAttempts(database, browserPolicy, `${email}|${browser}`)
  const { address, network } = placesOf(actor)
  await forgetAttempts(database, pairPolicy, `${email}|${address}`)
  await forgetAttempts(database, networkPolicy, `${email}|${network}`)
  await giveAttemptBack(database, accountPolicy, email)
  if (actor.address) await giveAttemptBack(database, addressPolicy, address)
}

interface OwnSession {
  userId: string
  sessionId: string
}

/** @throws CodedError 429 `too_many_attempts`, for this browser alone. */
export const spendConfirm = (database: Database, { userId, sessionId }: OwnSession): Promise<void> =>
  spendAttempt(database, confirmPolicy, `${userId}|${sessionId}`)

export const settleConfirm = (database: Database, { userId, sessionId }: OwnSession): Promise<void> =>
  forgetAttempts(database, confirmPolicy, `${userId}|${sessionId}`)

/** @throws CodedError 429 `too_many_attempts`. Work of ours without an address (seed, jobs) is not limited. */
export async function spendRequest(database: Database, actor: Actor): Promise<void> {
  if (actor.address) await spendAttempt(database, requestPolicy, addressCell(actor.address))
}

const placesOf = ({ address }: Actor) =>
  address === null
    ? { address: 'no address', network: 'no address' }
    : { address: addressCell(address), network: networkCell(address) }
