import { addDays } from '@/platform/time'
import { earlier, graceEnd, hasEnded } from '../licenseWindows'
import type { License } from '../records'
import { hasRunningFile } from '../seats'
import type { Limits } from './setLimits'

/** What a person is about to do to a license. */
export type LicenseAct =
  | { act: 'suspend' | 'resume' | 'revoke' }
  | { act: 'replace-key'; keepDays: number }
  | { act: 'extend'; expiresAt?: Date | null; updatesUntil?: Date | null; supportUntil?: Date | null }
  | { act: 'limits'; limits: Limits }
  | { act: 'transfer'; keepPlaces: boolean }

/** One consequence, as facts: the panel has the words (`panelLicenses.effects.*`). Times are ISO 8601. */
export interface Effect {
  effect:
    | 'places_stop'
    | 'files_go_on'
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
  const effects = consequences(license, act, now)
  return changesNothing(act) ? [] : [...effects, { effect: 'customer_mailed' }]
}

/** A form in which nothing was filled in yet. */
const changesNothing = (act: LicenseAct): boolean =>
  (act.act === 'limits' && Object.keys(act.limits).length === 0) ||
  (act.act === 'extend' &&
    [act.expiresAt, act.updatesUntil, act.supportUntil].every((end) => end === undefined))

function consequences(license: License, act: LicenseAct, now: Date): Effect[] {
  const places = license.seatsTaken + license.freeTaken
  switch (act.act) {
    case 'suspend':
      return [...stopOf(license, now), { effect: 'downloads_stop' }]
    case 'revoke':
      return [...stopOf(license, now), { effect: 'downloads_stop' }, { effect: 'final' }]
    case 'resume':
      return hasEnded(license.expiresAt, license.terms.graceDays, now)
        ? [{ effect: 'still_ended' }]
        : [{ effect: 'places_go_on', count: places }, { effect: 'downloads_go_on' }]
    case 'replace-key':
      return act.keepDays === 0
        ? [...stopOf(license, now), { effect: 'old_key_ends' }]
        : [{ effect: 'old_key_goes_on', count: places, at: addDays(now, act.keepDays).toISOString() }]
    case 'extend':
      return extended(license, act, now)
    case 'limits': {
      const { seats } = act.limits
      const over = seats === undefined || seats === null ? 0 : license.seatsTaken - seats
      return over > 0 ? [{ effect: 'seats_over', count: over }] : []
    }
    case 'transfer':
      return [
        { effect: 'new_owner_key' },
        ...(act.keepPlaces || places === 0 ? [] : [{ effect: 'places_cleared' as const, count: places }]),
        ...stopOf(license, now),
      ]
  }
}

/** Places stop when their proof ends; a license file cannot be taken back from a machine without network. */
function stopOf(license: License, now: Date): Effect[] {
  const { seatsTaken, freeTaken, expiresAt, terms } = license
  const places = seatsTaken + freeTaken
  if (places === 0) return []
  const end = graceEnd(expiresAt, terms.graceDays) ?? expiresAt
  // An end that is past ends no proof any more; there is none.
  const at = end && end <= now ? now : earlier(addDays(now, proofDays), end)
  const files = license.places.flatMap((place) =>
    hasRunningFile(place, now) && place.fileUntil ? [place.fileUntil.getTime()] : [],
  )
  return [
    { effect: 'places_stop', count: places, at: at.toISOString() },
    ...(files.length > 0
      ? [
          {
            effect: 'files_go_on' as const,
            count: files.length,
            at: new Date(Math.max(...files)).toISOString(),
          },
        ]
      : []),
  ]
}

function extended(license: License, act: Extract<LicenseAct, { act: 'extend' }>, now: Date): Effect[] {
  const end = act.expiresAt === undefined ? license.expiresAt : act.expiresAt
  const again =
    hasEnded(license.expiresAt, license.terms.graceDays, now) && !hasEnded(end, license.terms.graceDays, now)
  return [
    ...(act.expiresAt === undefined ? [] : [{ effect: 'ends' as const, at: end?.toISOString() ?? null }]),
    ...(again && license.status !== 'suspended' ? [{ effect: 'valid_again' as const }] : []),
  ]
}
