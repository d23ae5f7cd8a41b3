import { z } from 'zod'
import { readLink, signLink } from '@/platform/links'
import { addDays, now } from '@/platform/time'

const claims = z.object({ recover: z.string() })
const linkDays = 30

/** Whoever holds the link may go on with the cart that this unpaid order was placed from: it is in the buyer's mail. */
export const recoverToken = (orderId: string, at = now()): string =>
  signLink('cart-link', { recover: orderId }, addDays(at, linkDays), at)

/** @returns the order's id. @throws CodedError 403 link_expired, link_invalid. */
export const readRecoverToken = (token: string): string => readLink('cart-link', token, claims).recover
