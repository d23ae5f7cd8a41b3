import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { CodedError } from '@/platform/errors'
import { counter } from '@/platform/metrics'
import { knownBrowser } from './browsers'
import { refuseWhenFull } from './hashingRoom'
import { emailInput } from './input'
import { settleSignIn, spendSignIn } from './limits'
import { passwordMatches } from './passwordHash'
import { type User, userDocument } from './records'
import { type OpenedSession, type OpeningBrowser, openSession } from './sessions'
import { evenOut } from './steadyPace'

export interface SignedIn extends OpenedSession {
  user: Pick<User, '_id' | 'email' | 'name' | 'roles' | 'memberships' | 'emailVerifiedAt'>
}

/** Wrong answers leave at the next multiple of this: a few milliseconds of a larger document tell nothing. */
const wrongStepMs = 250

const signIns = counter('sign_ins_total', 'Tries to sign in, by outcome', ['outcome'])

/**
 * The one way to sign in, for everybody: one hash of work whether the account is there, locked or neither, and one
 * answer for all that is wrong. An unverified address may sign in; it owns nothing until verified.
 * A browser that the account knows is counted for itself and waits in a line of its own.
 * @throws CodedError 401 `sign_in_failed`, 429 `too_many_attempts`, 503 `busy`.
 */
export async function signIn({
  payload,
  actor,
  email: rawEmail,
  password,
  ...opening
}: Partial<OpeningBrowser> & {
  payload: Payload
  actor: Actor
  email: string
  password: string
}): Promise<SignedIn> {
  const from: OpeningBrowser = { userAgent: null, browserToken: null, replaces: null, ...opening }
  const begun = performance.now()
  const database = databaseOf(payload)
  const parsed = emailInput.safeParse(rawEmail)
  const email = parsed.success ? parsed.data : `not an address: ${rawEmail.slice(0, 100)}`
  if (!from.browserToken) refuseWhenFull('stranger')
  const user = await collectionOf(database, userDocument).findOne({ email })
  const browser = await knownBrowser(database, user?._id ?? null, from.browserToken)
  const lane = browser ? 'known' : 'stranger'
  refuseWhenFull(lane)
  const attempt = { email, actor, browser }
  await spendSignIn(database, attempt)
  const right = await passwordMatches(password.slice(0, 256), user, lane)
  if (!user || !right || user.lockedAt) {
    await evenOut(begun, wrongStepMs)
    throw failed()
  }
  const own: Actor = { ...actor, kind: 'person', id: user._id }
  const session = await transactDocuments(payload, { actor: own }, (tx) => openSession(tx, user, from))
  if (!session) throw failed()
  await settleSignIn(database, attempt)
  signIns.inc({ outcome: 'signed_in' })
  return { ...session, user }
}

function failed(): CodedError {
  signIns.inc({ outcome: 'failed' })
  return new CodedError({
    status: 401,
    code: 'sign_in_failed',
    detail: 'Address and password do not go together.',
  })
}
