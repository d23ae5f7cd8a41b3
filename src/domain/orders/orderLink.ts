import { z } from 'zod'
import { readLink, signLink } from '@/platform/links'
import { addDays, now } from '@/platform/time'

const claims = z.object({ order: z.string() })
const linkDays = 365

/**
 * Whoever holds the link sees the order: it is in the buyer's mail and in the address after paying.
 * @param at the same moment gives the same link.
 */
export const orderToken = (orderId: string, at = now()): string =>
  signLink('order-link', { order: orderId }, addDays(at, linkDays), at)

export const orderUrl = (publicUrl: string, orderId: string, at = now()): string =>
  `${publicUrl}/order/${orderToken(orderId, at)}`

/** @returns the order's id. @throws CodedError 403 link_expired, link_invalid. */
export const readOrderToken = (token: string): string => readLink('order-link', token, claims).order
