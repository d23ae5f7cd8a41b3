import type { ReferralClick } from '@/domain/affiliates/referralCookie'
import { addDays } from '@/platform/time'

/** What the browser of a buyer remembers of an affiliate's link. */
export const clickOn = (affiliate: string): ReferralClick => ({
  affiliate,
  click: 'clk_00000000000000000000000001',
  at: new Date(),
  until: addDays(new Date(), 30),
})
