import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { takeAttempt } from '@/platform/attemptLimiter'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { mail, mailLink } from './accountMails'
import { linkInvalid, peekToken, useToken } from './accountTokens'
import { forgetBrowsers } from './browsers'
import { checkNewPassword, parseEmail } from './input'
import { mailPolicy, spendRequest } from './limits'
import { hashPassword } from './passwordHash'
import { userDocument } from './records'
import { writeOwnFields } from './sessions'
import { atSteadyPace } from './steadyPace'
import { markVerified } from './verifyEmail'

/**
 * Mails a link that sets a new password, if the address has an account. The answer is the same if not.
 * @throws CodedError 422 `input_invalid`, 429.
 */
export async function requestPasswordReset({
  payload,
  actor,
  email: raw,
}: {
  payload: Payload
  actor: Actor
  email: string
}): Promise<void> {
  const email = parseEmail(raw)
  const database = databaseOf(payload)
  await spendRequest(database, actor)
  await atSteadyPace(300, async () => {
    const user = await collectionOf(database, userDocument).findOne({ email })
    if (!user || (await takeAttempt(database, mailPolicy('reset-password'), user._id)) > 0) return
    await transactDocuments(payload, { actor }, (tx) => mailLink(tx, 'reset-password', user))
  })
}

/**
 * Sets a new password with the secret of the mail, signs out every browser, and takes the address as proven: only its
 * owner could read the mail.
 * @returns the address, for the sign-in form.
 * @throws CodedError 403 `account_link_invalid`, 422 `input_invalid`.
 */
export async function resetPassword({
  payload,
  actor,
  secret,
  password,
}: {
  payload: Payload
  actor: Actor
  secret: string
  password: string
}): Promise<string> {
  const database = databaseOf(payload)
  await spendRequest(database, actor)
  const open = await peekToken(database, 'reset-password', secret)
  if (!open) throw linkInvalid()
  checkNewPassword(password, open.email)
  const hashed = await hashPassword(password, 'known')
  return transactDocuments(payload, { actor }, async (tx) => {
    const token = await useToken(tx, 'reset-password', secret)
    const user = await tx.read(userDocument).findOne({ _id: token.user })
    if (!user || user.email !== token.email) throw linkInvalid()
    await writeOwnFields(tx, user._id, { ...hashed, sessions: [] })
    await forgetBrowsers(tx, user._id, { allBut: null })
    await markVerified(tx, user)
    await tx.audit({ act: 'user.reset-password', target: { collection: 'users', id: user._id } })
    await mail(tx, 'password-changed', token._id, user, { at: tx.now.toISOString() })
    return user.email
  })
}
