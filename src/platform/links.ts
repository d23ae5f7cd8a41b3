import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { CodedError } from './errors'
import { type KeyPurpose, keyring } from './keyring'
import { now } from './time'

type LinkPurpose = Extract<
  KeyPurpose,
  | 'download-link'
  | 'order-link'
  | 'cart-link'
  | 'upload-link'
  | 'account-link'
  | 'browser-cookie'
  | 'referral-cookie'
>

const seconds = (date: Date): number => Math.floor(date.getTime() / 1_000)

/** A short-lived link of our own: JWT, HS256 pinned, a secret per purpose (ARCHITECTURE, offline proof). */
export function signLink(
  purpose: LinkPurpose,
  claims: Record<string, unknown>,
  expiresAt: Date,
  issuedAt = now(),
): string {
  const { kid, key } = keyring().newest(purpose)
  return jwt.sign({ ...claims, iat: seconds(issuedAt), exp: seconds(expiresAt) }, key, {
    algorithm: 'HS256',
    keyid: kid,
  })
}

/**
 * The claims of a link of ours.
 * @throws CodedError 403 `link_expired` or `link_invalid`.
 */
export function readLink<T>(purpose: LinkPurpose, token: string, claims: z.ZodType<T>): T {
  for (const { key } of keyring().live(purpose)) {
    try {
      const payload = jwt.verify(token, key, {
        algorithms: ['HS256'],
        clockTimestamp: seconds(now()),
      })
      return claims.parse(payload)
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError)
        throw new CodedError({
          status: 403,
          code: 'link_expired',
          detail: 'This link has expired. Ask for a new one.',
        })
      if (!(error instanceof jwt.JsonWebTokenError || error instanceof z.ZodError)) throw error
    }
  }
  throw new CodedError({
    status: 403,
    code: 'link_invalid',
    detail: 'This link is not one of ours, or was changed.',
  })
}
