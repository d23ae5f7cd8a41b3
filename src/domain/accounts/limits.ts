import type { Actor } from '@/platform/actor'
import { type AttemptPolicy, forgetAttempts, giveAttemptBack, spendAttempt } from '@/platform/attemptLimiter'
import type { Database } from '@/platform/database'

const hour = 3_600

/**
 * Wrong passwords from one address against one account: five free, then 2 s, 4 s, … up to a quarter of an hour.
 * Against one account from everywhere the wait stays short, so that a stranger cannot lock its owner out for long.
 * Source: notes/reliability-security.md §2, Lockout.
 */
const pairPolicy: AttemptPolicy = {
  scope: 'sign-in-pair',
  free: 5,
  firstDelaySeconds: 2,
  longestDelaySeconds: 900,
  forgetAfterSeconds: 24 * hour,
}
const accountPolicy: AttemptPolicy = {
  scope: 'sign-in-account',
  free: 40,
  firstDelaySeconds: 1,
  longestDelaySeconds: 30,
  forgetAfterSeconds: hour,
}
const addressPolicy: AttemptPolicy = {
  scope: 'sign-in-address',
  free: 60,
  firstDelaySeconds: 1,
  longestDelaySeconds: 300,
  forgetAfterSeconds: hour,
}
/** Accounts made and mails asked for from one address. */
const requestPolicy: AttemptPolicy = {
  scope: 'account-request',
  free: 30,
  firstDelaySeconds: 10,
  longestDelaySeconds: 600,
  forgetAfterSeconds: hour,
}
/** Mails to one person that somebody else can cause. */
export const mailPolicy: AttemptPolicy = {
  scope: 'account-mail',
  free: 4,
  firstDelaySeconds: 300,
  longestDelaySeconds: hour,
  forgetAfterSeconds: 6 * hour,
}

const nowhere = 'no address'

/** @throws CodedError 429 `too_many_attempts`; counted by what was typed in, so that it tells nothing of accounts. */
export async function spendSignIn(database: Database, email: string, actor: Actor): Promise<void> {
  const address = actor.address ?? nowhere
  await spendAttempt(database, pairPolicy, `${email}|${address}`)
  await spendAttempt(database, accountPolicy, email)
  if (actor.address) await spendAttempt(database, addressPolicy, actor.address)
}

/** The password was right. */
export async function settleSignIn(database: Database, email: string, actor: Actor): Promise<void> {
  await forgetAttempts(database, pairPolicy, `${email}|${actor.address ?? nowhere}`)
  await giveAttemptBack(database, accountPolicy, email)
  if (actor.address) await giveAttemptBack(database, addressPolicy, actor.address)
}

/** @throws CodedError 429 `too_many_attempts`. Work of ours without an address (seed, jobs) is not limited. */
export async function spendRequest(database: Database, actor: Actor): Promise<void> {
  if (actor.address) await spendAttempt(database, requestPolicy, actor.address)
}
