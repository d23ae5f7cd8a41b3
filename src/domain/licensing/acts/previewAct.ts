import { addDays } from '@/platform/time'
import { graceEnd } from '../licenseWindows'
import type { License } from '../records'

/** What a person is about to do to a license. */
export type LicenseAct =
  | { act: 'suspend' | 'resume' | 'revoke' }
  | { act: 'replace-key'; keepDays: number }
  | { act: 'extend'; expiresAt?: Date | null; updatesUntil?: Date | null; supportUntil?: Date | null }
  | { act: 'limits'; seats?: number | null }
  | { act: 'transfer'; keepPlaces: boolean }

/** One consequence, as facts: the panel has the words (`panel.license.effects.*`). Times are ISO 8601. */
export interface Effect {
  effect:
    | 'places_stop'
    | 'places_go_on'
    | 'places_cleared'
    | 'downloads_stop'
    | 'downloads_go_on'
    | 'final'
    | 'old_key_ends'
    | 'old_key_goes_on'
    | 'new_owner_key'
    | 'seats_over'
    | 'ends'
    | 'valid_again'
    | 'still_ended'
    | 'customer_mailed'
  count?: number
  /** At the latest then. */
  at?: string | null
}

/** A proof that was given before goes on without asking us for so many days at most (licenseToken.ts). */
const proofDays = 7

/** What the act brings about, said before it is done: "3 places stop by Tuesday, the buyer is mailed". Pure. */
export function previewAct(license: License, act: LicenseAct, now: Date): Effect[] {
  return [...consequences(license, act, now), { effect: 'customer_mailed' }]
}

function consequences(license: License, act: LicenseAct, now: Date): Effect[] {
  const places = license.seatsTaken + license.freeTaken
  const lastProof = addDays(now, proofDays).toISOString()
  const stop: Effect[] = places > 0 ? [{ effect: 'places_stop', count: places, at: lastProof }] : []
  switch (act.act) {
    case 'suspend':
      return [...stop, { effect: 'downloads_stop' }]
    case 'revoke':
      return [...stop, { effect: 'downloads_stop' }, { effect: 'final' }]
    case 'resume':
      return hasEnded(license, now)
        ? [{ effect: 'still_ended' }]
        : [{ effect: 'places_go_on', count: places }, { effect: 'downloads_go_on' }]
    case 'replace-key':
      return act.keepDays === 0
        ? [...stop, { effect: 'old_key_ends' }]
        : [{ effect: 'old_key_goes_on', count: places, at: addDays(now, act.keepDays).toISOString() }]
    case 'extend':
      return extended(license, act, now)
    case 'limits': {
      const over = act.seats === undefined || act.seats === null ? 0 : license.seatsTaken - act.seats
      return over > 0 ? [{ effect: 'seats_over', count: over }] : []
    }
    case 'transfer':
      return [
        { effect: 'new_owner_key' },
        ...(act.keepPlaces || places === 0 ? [] : [{ effect: 'places_cleared' as const, count: places }]),
        ...(places > 0 ? [{ effect: 'places_stop' as const, count: places, at: lastProof }] : []),
      ]
  }
}

function extended(license: License, act: Extract<LicenseAct, { act: 'extend' }>, now: Date): Effect[] {
  const end = act.expiresAt === undefined ? license.expiresAt : act.expiresAt
  const again = hasEnded(license, now) && (end === null || end > now)
  return [
    ...(act.expiresAt === undefined ? [] : [{ effect: 'ends' as const, at: end?.toISOString() ?? null }]),
    ...(again && license.status !== 'suspended' ? [{ effect: 'valid_again' as const }] : []),
  ]
}

function hasEnded({ expiresAt, terms }: License, now: Date): boolean {
  const end = graceEnd(expiresAt, terms.graceDays) ?? expiresAt
  return end !== null && end <= now
}
