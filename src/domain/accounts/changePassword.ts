import type { Payload } from 'payload'
import type { Actor } from '@/platform/actor'
import { collectionOf } from '@/platform/database'
import { databaseOf, transactDocuments } from '@/platform/documentTransaction'
import { conflict, invalid, notFound } from '@/platform/errors'
import { mail } from './accountMails'
import { forgetBrowsers } from './browsers'
import { checkNewPassword } from './input'
import { settleConfirm, spendConfirm } from './limits'
import { hashPassword, passwordMatches } from './passwordHash'
import { userDocument } from './records'
import { liveSessions, publicSessionId, writeOwnFields } from './sessions'

/**
 * Changes the password of the person who is signed in and knows the present one; every other browser is signed out.
 * @throws CodedError 422 `input_invalid`, 429, 409 `account_changed` when it was changed elsewhere meanwhile.
 */
export async function changePassword({
  payload,
  actor,
  userId,
  sessionId,
  current,
  password,
}: {
  payload: Payload
  actor: Actor
  userId: string
  /** The browser that stays signed in. */
  sessionId: string
  current: string
  password: string
}): Promise<void> {
  const database = databaseOf(payload)
  const seen = await collectionOf(database, userDocument).findOne({ _id: userId })
  if (!seen) throw notFound('account')
  checkNewPassword(password, seen.email)
  await spendConfirm(database, { userId, sessionId })
  if (!(await passwordMatches(current.slice(0, 256), seen, 'known')))
    throw invalid('input_invalid', 'Some fields need another look.', [
      { path: 'current', code: 'wrong', message: 'This is not your present password.' },
    ])
  await settleConfirm(database, { userId, sessionId })
  const hashed = await hashPassword(password, 'known')
  await transactDocuments(payload, { actor }, async (tx) => {
    const user = await tx.read(userDocument).findOne({ _id: userId })
    if (!user || user.hash !== seen.hash)
      throw conflict('account_changed', 'The password was changed elsewhere meanwhile. Sign in again.')
    const sessions = liveSessions(user).filter((session) => session.id === sessionId)
    await writeOwnFields(tx, userId, { ...hashed, sessions })
    await forgetBrowsers(tx, userId, { allBut: publicSessionId(sessionId) })
    await tx.audit({ act: 'user.change-password', target: { collection: 'users', id: userId } })
    await mail(tx, 'password-changed', `${userId}:${hashed.salt.slice(0, 16)}`, user, {
      at: tx.now.toISOString(),
    })
  })
}
