import { CodedError } from '@/platform/errors'
import { transact } from '@/platform/transaction'
import { normalizeHost } from '../domainRule'
import { releaseLease } from '../leases/holdLease'
import { licenseOfKey } from '../licenseOfKey'
import { databaseLicenses } from '../licenseSource'
import type { License } from '../records'
import type { LicensingServices } from '../services'
import type { Caller } from '../validateLicense'
import { type VerdictCode, verdictDetails } from '../verdictCodes'
import { type PlaceName, spotOf } from './findPlace'
import { inTurn } from './inTurn'
import { releasePlace } from './releasePlace'

export interface DeactivateRequest {
  key: string
  /** A place, or a user who has a leased seat. */
  what: { activationId: string } | { domain: string } | { fingerprint: string } | { user: string }
}

/** `deactivated` decides, `code` explains; no code says more of a key than validate would. */
export interface DeactivateAnswer {
  deactivated: boolean
  code: VerdictCode
  detail: string
}

interface Deactivate {
  services: LicensingServices
  request: DeactivateRequest
  caller: Caller
  now: Date
}

/**
 * Gives back the seat of a place, or of a user, by the key. A place that is not there (any more) is `ACTIVATION_REQUIRED`. A key that was
 * replaced gives nothing back: it may be in the wrong hands.
 */
export async function deactivate({ services, request, caller, now }: Deactivate): Promise<DeactivateAnswer> {
  const { database, keyring } = services
  const named = await licenseOfKey({ licenses: databaseLicenses(database), keyring }, request.key, now)
  if (!named) return refused('MALFORMED')
  const { license, isRetiringKey } = named
  if (!license) return refused('NOT_FOUND')
  if (isRetiringKey) return refused('ACTIVATION_REQUIRED')
  const { what } = request
  if ('user' in what) {
    const left = await releaseLease({ database, keyring, license, user: what.user, now })
    return left ? userLeft : refused('ACTIVATION_REQUIRED')
  }
  const names = namesOf(what)
  if (names.length === 0) return refused('ACTIVATION_REQUIRED')
  const actor = {
    kind: 'license' as const,
    id: license._id,
    address: caller.address,
    requestId: caller.requestId,
  }
  const released = await inTurn(license._id, () =>
    transact(database, { actor, now }, async (tx) => {
      for (const name of names) {
        const place = await releasePlace({ tx, licenseId: license._id, name })
        if (place) return place
      }
      return null
    }),
  ).catch(heldByFile)
  if (released && 'deactivated' in released) return released
  if (!released) return refused('ACTIVATION_REQUIRED')
  return { deactivated: true, code: 'VALID', detail: gaveBack(released.license) }
}

const userLeft: DeactivateAnswer = {
  deactivated: true,
  code: 'VALID',
  detail: 'The seat of this user is free again.',
}

const refused = (code: VerdictCode): DeactivateAnswer => ({
  deactivated: false,
  code,
  detail:
    code === 'ACTIVATION_REQUIRED'
      ? 'This license is not activated there with this key.'
      : verdictDetails[code],
})

/** The place is there, and stays until its license file has ended. */
function heldByFile(error: unknown): DeactivateAnswer {
  if (!(error instanceof CodedError) || error.code !== 'file_runs') throw error
  return { deactivated: false, code: 'ACTIVATION_COOLDOWN', detail: error.message }
}

const gaveBack = ({ seats, seatsTaken }: License): string =>
  seats === null
    ? 'The place no longer uses this license.'
    : `The place no longer uses this license; ${seatsTaken} of ${seats} seats are taken.`

/**
 * What the place may be called, the best first. A host is first what it is listed as: `www.www.a.com` is kept as `www.a.com`,
 * which would lose its other `www.` too. A host that belongs to nobody names no place.
 */
function namesOf(place: Exclude<DeactivateRequest['what'], { user: string }>): PlaceName[] {
  if ('activationId' in place) return [{ id: place.activationId }]
  if ('fingerprint' in place) return [{ spot: spotOf({ domain: null, fingerprint: place.fingerprint }) }]
  const host = normalizeHost(place.domain)
  if (host.kind === 'refused') return []
  return [...new Set([place.domain.trim().toLowerCase(), host.host])].map((spot) => ({ spot }))
}
