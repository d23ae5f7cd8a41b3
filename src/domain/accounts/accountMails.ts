import { z } from 'zod'
import type { Tx } from '@/platform/transaction'
import { accountLinkPath, issueToken, type TokenPurpose } from './accountTokens'
import type { User } from './records'

/** The mails of this noun; rendered by the worker, where `accountMailUrl` opens their links. */
export type AccountMail =
  | TokenPurpose
  | 'already-registered'
  | 'password-changed'
  | 'new-browser'
  | 'account-locked'
  | 'account-unlocked'
  | 'signed-out'
  | 'rights-changed'

type Owner = Pick<User, '_id' | 'email' | 'name'>

/** A mail with a fresh single-use link in it. */
export async function mailLink(tx: Tx, purpose: TokenPurpose, to: Owner, next?: string): Promise<void> {
  const { link, expiresAt } = await issueToken(tx, { purpose, user: to._id, email: to.email })
  await mail(tx, purpose, link.token, to, {
    link,
    expiresAt: expiresAt.toISOString(),
    ...(next ? { next } : {}),
  })
}

/** A mail to the owner of an account; the same `occasion` is written once. */
export async function mail(
  tx: Tx,
  template: AccountMail,
  occasion: string,
  to: Owner,
  data: Record<string, unknown> = {},
): Promise<void> {
  await tx.emit({
    key: `mail:${template}:${occasion}`,
    kind: 'mail',
    payload: { template, to: to._id, locale: 'en', data: { name: firstName(to.name), ...data } },
    refs: { user: to._id },
  })
}

/** `Ann` of `Ann Lee`; empty where no name is known. At most 30 characters. */
export const firstName = (name: string | null | undefined): string =>
  [...((name ?? '').trim().split(/\s+/)[0] ?? '')].slice(0, 30).join('')

const linkData = z.object({
  link: z.object({
    token: z.string(),
    purpose: z.enum(['verify-email', 'reset-password']),
    sealed: z.string(),
  }),
  next: z.string().optional(),
})

/**
 * Where the button of an account mail leads, from what the act noted. For the renderer of mails alone: the address holds
 * the secret, which lies nowhere else.
 */
export function accountMailUrl(publicUrl: string, template: AccountMail, data: unknown): string {
  if (template === 'already-registered') return `${publicUrl}/sign-in`
  if (template === 'new-browser') return `${publicUrl}/account/settings#sessions`
  if (template === 'password-changed') return `${publicUrl}/forgot-password`
  if (template === 'account-locked') return publicUrl
  if (template === 'account-unlocked' || template === 'signed-out') return `${publicUrl}/sign-in`
  if (template === 'rights-changed') return `${publicUrl}/account`
  const { link, next } = linkData.parse(data)
  return `${publicUrl}${accountLinkPath(link)}${next ? `?next=${encodeURIComponent(next)}` : ''}`
}
