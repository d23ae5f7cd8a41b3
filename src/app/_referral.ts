import { cookies } from 'next/headers'
import { type ReferralClick, readReferrals, referralCookieName } from '@/domain/affiliates/referralCookie'
import { environment } from '@/platform/env'

/** The referral links that this browser remembers, newest first; edge has set the cookie. */
export async function rememberedReferrals(): Promise<ReferralClick[]> {
  const name = referralCookieName(environment().PUBLIC_URL)
  return readReferrals((await cookies()).get(name)?.value)
}
