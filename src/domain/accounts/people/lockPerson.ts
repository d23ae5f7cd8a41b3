import { asOperation, asSystem, type DocumentTx } from '@/platform/documentTransaction'
import { conflict } from '@/platform/errors'
import { mail } from '../accountMails'
import { forgetBrowsers } from '../browsers'
import type { User } from '../records'
import { liveSessions, writeSessions } from '../sessions'
import { personFor } from './actOnPerson'

interface StaffAct {
  userId: string
  reason: string
}

const targetOf = ({ _id }: User) => ({ collection: 'users', id: _id })

/**
 * Locks an account: every session ends at once, everywhere, and nobody signs in to it. What was bought stays, and so do
 * licenses. Whoever tries to sign in hears what everybody hears whose password is wrong; the person is told by mail.
 * @returns how many sessions were ended.
 * @throws CodedError 404, 403, 409 `own_account`, `already_locked`.
 */
export async function lockPerson(tx: DocumentTx, { userId, reason }: StaffAct): Promise<number> {
  const user = await personFor(tx, 'lock', userId)
  if (user.lockedAt) throw conflict('already_locked', 'This person is locked already.')
  await writeLock(tx, user, { lockedAt: tx.now.toISOString(), lockReason: reason })
  const ended = await endEverySession(tx, user)
  await tx.audit({
    act: 'user.lock',
    target: targetOf(user),
    reason,
    before: { lockedAt: null },
    after: { lockedAt: tx.now, sessionsEnded: ended },
  })
  await mail(tx, 'account-locked', occasion(tx, user), user)
  return ended
}

/** @throws CodedError 404, 403, 409 `own_account`, `not_locked`. */
export async function unlockPerson(tx: DocumentTx, { userId, reason }: StaffAct): Promise<void> {
  const user = await personFor(tx, 'unlock', userId)
  if (!user.lockedAt) throw conflict('not_locked', 'This person is not locked.')
  await writeLock(tx, user, { lockedAt: null, lockReason: null })
  await tx.audit({
    act: 'user.unlock',
    target: targetOf(user),
    reason,
    before: { lockedAt: user.lockedAt, lockReason: user.lockReason ?? null },
    after: { lockedAt: null },
  })
  await mail(tx, 'account-unlocked', occasion(tx, user), user)
}

/**
 * Ends every session of a person; the next sign-in is that of an unknown browser.
 * @returns how many were ended.
 * @throws CodedError 404, 403, 409 `own_account`, `not_signed_in`.
 */
export async function signOutPerson(tx: DocumentTx, { userId, reason }: StaffAct): Promise<number> {
  const user = await personFor(tx, 'sign-out', userId)
  const ended = await endEverySession(tx, user)
  if (ended === 0) throw conflict('not_signed_in', 'This person is signed in nowhere.')
  await tx.audit({ act: 'user.sign-out', target: targetOf(user), reason, after: { ended } })
  await mail(tx, 'signed-out', occasion(tx, user), user)
  return ended
}

async function endEverySession(tx: DocumentTx, user: User): Promise<number> {
  await writeSessions(tx, user._id, [])
  await forgetBrowsers(tx, user._id, { allBut: null })
  return liveSessions(user).length
}

async function writeLock(
  tx: DocumentTx,
  user: User,
  data: { lockedAt: string | null; lockReason: string | null },
): Promise<void> {
  await asOperation(tx, 'users', () =>
    tx.payload.update({ collection: 'users', id: user._id, data, ...asSystem(tx) }),
  )
}

/** An act happens once at a time to a person. */
const occasion = (tx: DocumentTx, user: User): string => `${user._id}:${tx.now.toISOString()}`
