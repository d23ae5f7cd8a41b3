import type { Database } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import type { JudgedLicense, LicensePlace } from '../records'
import { judge, notFoundVerdict, placeOf, type VerdictRequest } from '../verdict'
import type { Verdict } from '../verdictCodes'
import { claimPlace } from './claimPlace'
import { findHeldPlace, hasDeadHeldSeat, hasHeldPlaces, type PlaceName, spotOf } from './findPlace'

export interface JudgeAndClaim {
  database: Database
  license: JudgedLicense
  asked: VerdictRequest
  label: string | null
  caller: { address: string | null; requestId: string }
  now: Date
}

/** A claim that was lost to a change of the license is judged again so many times. */
const maxRounds = 5

/**
 * Judges, takes the seat that the verdict asks for, and judges what is there then: somebody else may have taken the last
 * one, or the same place, in between.
 */
export async function judgeAndClaim(claim: JudgeAndClaim): Promise<[Verdict, JudgedLicense]> {
  const { asked, database, caller, now } = claim
  let { license } = claim
  for (let round = 1; round <= maxRounds; round++) {
    const verdict = await judgeWithPlaces({ ...claim, license })
    if (!verdict.binds) return [verdict, license]
    const place = {
      domain: asked.domain?.kind === 'host' ? asked.domain.host : null,
      fingerprint: asked.fingerprint,
      environment: asked.environment,
      label: claim.label,
    }
    const claimed = await claimPlace({ database, license, place, caller, now })
    if (!claimed) return [notFoundVerdict, license]
    license = claimed.license
    if (claimed.place) return [judge(license, asked, now, claimed.place), license]
  }
  throw new CodedError({
    status: 503,
    code: 'busy',
    detail: 'This license is changing at the moment. Please try again shortly.',
    retryAfterSeconds: 1,
  })
}

/** The verdict with the places beyond the license record, which are asked for only where the record cannot know. */
export async function judgeWithPlaces({ database, license, asked, now }: JudgeAndClaim): Promise<Verdict> {
  const near = placeOf(license, asked)
  const verdict = judge(license, asked, now, near)
  if (!isAboutPlaces(verdict) || !hasHeldPlaces(license)) return verdict
  const place = near ?? (await heldPlace(database, license, asked))
  const known = near ? verdict : judge(license, asked, now, place)
  if (known.code !== 'ACTIVATION_LIMIT' && known.code !== 'ACTIVATION_COOLDOWN') return known
  if (!(await hasDeadHeldSeat(database, license, now))) return known
  return judge(license, { ...asked, hasDeadSeat: true }, now, place)
}

/** Whether a place that is known might change the verdict. */
const isAboutPlaces = ({ code, binds }: Verdict): boolean =>
  binds || code.startsWith('ACTIVATION_') || code === 'CLONE_DETECTED'

async function heldPlace(
  database: Database,
  license: JudgedLicense,
  asked: VerdictRequest,
): Promise<LicensePlace | null> {
  const name = nameOf(asked)
  return name && findHeldPlace(database, license, name)
}

const nameOf = ({ domain, fingerprint, tokenPlace }: VerdictRequest): PlaceName | null => {
  if (domain?.kind === 'host') return { spot: domain.host }
  if (domain) return null
  if (fingerprint !== null) return { spot: spotOf({ domain: null, fingerprint }) }
  return tokenPlace ? { id: tokenPlace } : null
}
