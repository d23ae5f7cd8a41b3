import type { Affiliate, RefusedReferral } from './records'
import type { ReferralClick } from './referralCookie'
import { isSameMailbox } from './sameMailbox'

/** An affiliate with what shows that a purchase is their own. */
export interface Promoter extends Pick<Affiliate, '_id' | 'user' | 'status'> {
  /** Addresses of the account and of everything it bought. */
  emails: readonly string[]
  /** Sellers in which the person is a member. */
  sellers: readonly string[]
}

export interface Buyer {
  userId: string | null
  email: string
}

export interface Choice {
  click: ReferralClick | null
  /** The newest click that was passed over, and why. */
  refused: RefusedReferral | null
}

/**
 * Whose referral a line is: the newest click that may earn on it (AFF-2). Nobody earns on what they buy themselves, nor on
 * products of a seller that they belong to; a paused affiliate earns nothing. Such a click hides no older one.
 */
export function chooseReferral({
  clicks,
  promoters,
  buyer,
  seller,
  now,
}: {
  clicks: readonly ReferralClick[]
  promoters: readonly Promoter[]
  buyer: Buyer
  seller: string
  now: Date
}): Choice {
  let refused: RefusedReferral | null = null
  const live = clicks
    .filter(({ until }) => until > now)
    .toSorted((left, right) => right.at.getTime() - left.at.getTime())
  for (const click of live) {
    const promoter = promoters.find(({ _id }) => _id === click.affiliate)
    if (!promoter) continue
    const reason = refusalOf(promoter, buyer, seller)
    if (!reason) return { click, refused }
    refused ??= { affiliate: click.affiliate, click: click.click, reason }
  }
  return { click: null, refused }
}

function refusalOf(promoter: Promoter, buyer: Buyer, seller: string): RefusedReferral['reason'] | null {
  if (promoter.status !== 'approved') return 'not_approved'
  if (promoter.user === buyer.userId) return 'own_purchase'
  if (promoter.emails.some((email) => isSameMailbox(email, buyer.email))) return 'own_purchase'
  if (promoter.sellers.includes(seller)) return 'own_product'
  return null
}
