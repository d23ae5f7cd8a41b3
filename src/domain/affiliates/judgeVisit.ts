import { isRobot } from './isRobot'
import type { visitVerdicts } from './records'

export interface VisitSigns {
  method: string
  userAgent: string | null
  header(name: string): string | null
}

/** `probe`, `robot` and `prefetch` are nobody's visit; the others are counted, and the first two may be remembered. */
export type VisitKind = (typeof visitVerdicts)[number] | 'probe' | 'robot' | 'prefetch'

/**
 * What a request for a referral link is. A browser that takes a person to a page says so: `navigate` for a `document`.
 * Pictures, frames, scripts, fetches and prefetches of another site say something else: they earn nobody anything, though
 * browsers keep them from setting a SameSite=Lax cookie anyway. Old browsers, and all on plain http, say nothing: there
 * only the accepted type tells. Source: notes/affiliates-support-analytics.md §2.1, Stuffing.
 */
export function judgeVisit({ method, userAgent, header }: VisitSigns): VisitKind {
  if (method !== 'GET') return 'probe'
  if (isPrefetch(header)) return 'prefetch'
  if (isRobot(userAgent)) return 'robot'
  const [mode, destination] = [header('sec-fetch-mode'), header('sec-fetch-dest')]
  if (mode === null && destination === null)
    return (header('accept') ?? '').includes('text/html') ? 'landing' : 'embedded'
  if (mode !== 'navigate' || destination !== 'document') return 'embedded'
  return header('sec-fetch-user') === '?1' ? 'landing' : 'scripted'
}

const isPrefetch = (header: VisitSigns['header']): boolean =>
  ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(header(name) ?? ''),
  )

/** Whether a visit of this kind may set the cookie: a top-level navigation, whoever began it. */
export const isNavigation = (kind: VisitKind): kind is 'landing' | 'scripted' =>
  kind === 'landing' || kind === 'scripted'
