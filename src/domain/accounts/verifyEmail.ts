import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { takeAttempt } from '@/platform/attemptLimiter'
import {
  asOperation,
  asSystem,
  type DocumentTx,
  databaseOf,
  transactDocuments,
} from '@/platform/documentTransaction'
import { step } from '@/platform/steps'
import { mailLink } from './accountMails'
import { linkInvalid, useToken } from './accountTokens'
import { claimCustomers } from './claimCustomers'
import { mailPolicy, spendRequest } from './limits'
import { type User, userDocument } from './records'

/**
 * Proves an address with the secret of the mail, and claims what was bought with it as a guest. Asked for by the person
 * who is signed in: whoever registers a foreign address gains nothing when its owner opens the link, because the owner
 * does not know that account's password.
 * @returns how many buyers were claimed.
 * @throws CodedError 403 `account_link_invalid` for a used, old, unknown or foreign secret, 429.
 */
export async function verifyEmail({
  payload,
  actor,
  secret,
  userId,
}: {
  payload: Payload
  actor: Actor
  secret: string
  /** Who is signed in. */
  userId: string
}): Promise<number> {
  await spendRequest(databaseOf(payload), actor)
  return transactDocuments(payload, { actor }, async (tx) => {
    const token = await step('customer.claim.token', () => useToken(tx, 'verify-email', secret))
    const user = await tx.read(userDocument).findOne({ _id: token.user })
    if (!user || user._id !== userId || user.email !== token.email || user.lockedAt) throw linkInvalid()
    return markVerified(tx, user)
  })
}

/** The address is proven: by the verifying mail, or by the one that sets a new password. */
export async function markVerified(tx: DocumentTx, user: User): Promise<number> {
  if (!user.emailVerifiedAt) {
    const data = { emailVerifiedAt: tx.now.toISOString() }
    await step('customer.claim.address', () =>
      asOperation(tx, 'users', () =>
        tx.payload.update({ collection: 'users', id: user._id, data, ...asSystem(tx) }),
      ),
    )
    await tx.audit({ act: 'user.verify-email', target: { collection: 'users', id: user._id } })
  }
  const claimed = await claimCustomers(tx, { user: user._id, email: user.email })
  return claimed.length
}

/**
 * Sends the verifying mail again to the person who is signed in.
 * @throws CodedError 429 when asked too often.
 */
export async function requestVerification({
  payload,
  actor,
  userId,
}: {
  payload: Payload
  actor: Actor
  userId: string
}): Promise<void> {
  const database = databaseOf(payload)
  await spendRequest(database, actor)
  if ((await takeAttempt(database, mailPolicy('verify-email'), userId)) > 0) return
  await transactDocuments(payload, { actor }, async (tx) => {
    const user = await tx.read(userDocument).findOne({ _id: userId, emailVerifiedAt: null })
    if (user) await mailLink(tx, 'verify-email', user)
  })
}
