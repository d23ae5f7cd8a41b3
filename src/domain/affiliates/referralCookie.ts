import { z } from 'zod'
import { CodedError } from '@/platform/errors'
import { readLink, signLink } from '@/platform/links'
import { now } from '@/platform/time'

/** A click that a browser remembers. */
export interface ReferralClick {
  affiliate: string
  click: string
  at: Date
  /** When it stops to count: the days of the settings as they were at the click. */
  until: Date
}

/** Over https bound to the host, so that no neighbor can put one there. */
export const referralCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-mintreu_referral' : 'mintreu_referral'

const mostClicks = 5
const seconds = z.number().int().positive()
const claims = z.object({
  clicks: z
    .array(
      z.strictObject({
        a: z.string().startsWith('aff_'),
        c: z.string().startsWith('clk_'),
        t: seconds,
        u: seconds,
      }),
    )
    .max(mostClicks),
})

/** The clicks of a cookie, newest first; none for a cookie that is forged or over, and none that stopped to count. */
export function readReferrals(token: string | undefined, at: Date = now()): ReferralClick[] {
  if (!token || token.length > 4_000) return []
  try {
    return readLink('referral-cookie', token, claims)
      .clicks.map(({ a, c, t, u }) => ({ affiliate: a, click: c, at: dateOf(t), until: dateOf(u) }))
      .filter(({ until }) => until > at)
      .sort((left, right) => right.at.getTime() - left.at.getTime())
  } catch (error) {
    if (error instanceof CodedError) return []
    throw error
  }
}

/** The newest first, one for each affiliate: at the checkout the newest that may earn on a line wins. */
export const withReferral = (known: readonly ReferralClick[], click: ReferralClick): ReferralClick[] =>
  [click, ...known.filter(({ affiliate }) => affiliate !== click.affiliate)].slice(0, mostClicks)

/** The cookie's value; it ends with the last of its clicks. */
export function signReferrals(clicks: readonly ReferralClick[], at: Date = now()): string {
  const ends = new Date(Math.max(...clicks.map(({ until }) => until.getTime())))
  return signLink(
    'referral-cookie',
    {
      clicks: clicks.map((one) => ({
        a: one.affiliate,
        c: one.click,
        t: secondsOf(one.at),
        u: secondsOf(one.until),
      })),
    },
    ends,
    at,
  )
}

const dateOf = (value: number): Date => new Date(value * 1_000)
const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1_000)
