import { createHash, randomBytes } from 'node:crypto'
import { collectionOf, type Database } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { open, seal } from '@/platform/sealing'
import { addSeconds, now } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { type AccountToken, accountTokenRecord } from './records'

export type TokenPurpose = AccountToken['purpose']

/** How long the link of a mail lives: a day to verify, an hour to set a password (ID-1). */
export const tokenLifeSeconds: Record<TokenPurpose, number> = {
  'verify-email': 86_400,
  'reset-password': 3_600,
}

const pageOf: Record<TokenPurpose, string> = {
  'verify-email': '/verify',
  'reset-password': '/reset-password',
}

/** What a mail carries of a token while it waits in the outbox: nothing that opens an account by itself. */
export interface SealedLink {
  token: string
  purpose: TokenPurpose
  sealed: string
}

/** The path of the link in the mail, with the secret in it; for the renderer of mails only, never for a log. */
export const accountLinkPath = ({ token, purpose, sealed }: SealedLink): string =>
  `${pageOf[purpose]}/${open(sealed, placeOf(token))}`

const placeOf = (token: string) => ({ record: 'account-tokens', id: token, field: 'secret' })
const idOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** A new single-use secret of 256 bits; stored is its hash alone. */
export async function issueToken(
  tx: Tx,
  { purpose, user, email }: Pick<AccountToken, 'purpose' | 'user' | 'email'>,
): Promise<{ link: SealedLink; expiresAt: Date }> {
  const secret = randomBytes(32).toString('base64url')
  const token = idOf(secret)
  const expiresAt = addSeconds(tx.now, tokenLifeSeconds[purpose])
  await tx.of(accountTokenRecord).insert({
    _id: token,
    purpose,
    user,
    email,
    createdAt: tx.now,
    expiresAt,
    usedAt: null,
  })
  return { link: { token, purpose, sealed: seal(secret, placeOf(token)) }, expiresAt }
}

/** The token behind a secret while it can still be used, without using it: what its page shows. */
export async function peekToken(
  database: Database,
  purpose: TokenPurpose,
  secret: string,
): Promise<AccountToken | null> {
  return collectionOf(database, accountTokenRecord).findOne({
    _id: idOf(secret),
    purpose,
    usedAt: null,
    expiresAt: { $gt: now() },
  })
}

/**
 * Uses the secret, once: of many at the same time one wins. The other open secrets of the same purpose die with it.
 * @throws CodedError 403 `account_link_invalid` when it is unknown, used or expired: nobody learns which.
 */
export async function useToken(tx: Tx, purpose: TokenPurpose, secret: string): Promise<AccountToken> {
  const tokens = tx.of(accountTokenRecord)
  const used = await tokens.claim(
    { _id: idOf(secret), purpose, usedAt: null, expiresAt: { $gt: tx.now } },
    { $set: { usedAt: tx.now } },
  )
  if (!used) throw linkInvalid()
  await tokens.updateMany({ user: used.user, purpose, usedAt: null }, { $set: { usedAt: tx.now } })
  return used
}

export const linkInvalid = (): CodedError =>
  new CodedError({
    status: 403,
    code: 'account_link_invalid',
    detail: 'This link was used already, or it is too old. Ask for a new one.',
  })
