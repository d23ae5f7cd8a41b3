import { addDays } from '@/platform/time'
import type { License } from './records'
import { recentMoves } from './seats'

export interface MovesLeft {
  quota: number
  /** Seats that can still be given back without resting. */
  left: number
  windowDays: number
  /** When the next move is regained; null where none was used. */
  nextAt: Date | null
}

/** What is left of the quota of moves; null: as many as one likes. */
export function movesLeft(license: Pick<License, 'freed' | 'terms'>, now: Date): MovesLeft | null {
  const { moveQuota: quota, moveWindowDays: windowDays } = license.terms
  if (quota === null) return null
  const used = recentMoves(license, now)
  const oldest = license.freed
    .filter((at) => at > addDays(now, -windowDays))
    .reduce<Date | null>((first, at) => (first && first <= at ? first : at), null)
  return {
    quota,
    left: Math.max(0, quota - used),
    windowDays,
    nextAt: oldest && addDays(oldest, windowDays),
  }
}
