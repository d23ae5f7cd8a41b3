import { addDays, addSeconds } from '@/platform/time'
import { keyTypes } from './key'
import type { LeaseState } from './leases/holdLease'
import type { SignedProof } from './licenseToken'
import { earlier, graceEnd } from './licenseWindows'
import type { JudgedLicense } from './records'
import { nextSeatAt } from './seats'
import { type Verdict, type VerdictCheck, type VerdictCode, verdictDetails } from './verdictCodes'

/** What the caller is told (spec/API.md, Licenses); no personal data. Times are ISO 8601 UTC. */
export interface ValidateAnswer {
  valid: boolean
  code: VerdictCode
  detail: string
  /** Where the person can do something about it. */
  remedy: string | null
  checks: readonly VerdictCheck[]
  license: AnswerLicense | null
  activation: { id: string; domain: string | null; environment: string } | null
  limits: { activations: number | null; requestsPerDay: number | null } | null
  usage: { activations: number } | null
  remaining: { activations: number | null } | null
  token: string | null
  nextCheckAt: string
  ts: string
  nonce: string | null
  /** The seat of the user that was named; `inUse` of `limit` are taken. Left out where users are not counted. */
  lease?: { until: string | null; inUse: number; limit: number }
  /** The database is away: judged by what was known minutes ago. Left out otherwise. */
  stale?: true
}

interface AnswerLicense {
  id: string
  type: string
  class: string
  term: string
  billing: string
  status: string
  /** Marked in every answer (LIC-9). */
  test: boolean
  product: string | null
  package: string
  activatedAt: string | null
  expiresAt: string | null
  updatesUntil: string | null
  supportUntil: string | null
  graceUntil: string | null
  features: readonly string[]
}

interface AnswerParts {
  license: JudgedLicense | null
  verdict: Verdict
  proof: SignedProof | null
  nonce: string | null
  publicUrl: string
  now: Date
  isStale: boolean
  /** Asked by a public id: neither limits nor usage are told. */
  isPublic: boolean
  lease?: LeaseState | null
}

/** How soon to ask again after a refusal: what it needs may be done meanwhile. */
const refusedRecheckSeconds = 3_600

export function validateAnswer({
  license,
  verdict,
  proof,
  nonce,
  publicUrl,
  now,
  isStale,
  isPublic,
  lease = null,
}: AnswerParts): ValidateAnswer {
  const counted = isPublic ? null : license
  const { valid, code, checks, place } = verdict
  return {
    valid,
    code,
    detail: detailOf(code, license, now),
    remedy: remedyOf(code, license, publicUrl),
    checks,
    license: license && answerLicense(license, valid, now),
    activation: place && { id: place.id, domain: place.domain, environment: place.environment },
    limits: counted && { activations: counted.seats, requestsPerDay: null },
    usage: counted && { activations: counted.seatsTaken },
    remaining: counted && {
      activations: counted.seats === null ? null : Math.max(0, counted.seats - counted.seatsTaken),
    },
    token: proof?.token ?? null,
    nextCheckAt: nextCheck({ license, verdict, proof, now, lease }).toISOString(),
    ts: now.toISOString(),
    nonce,
    ...(lease && counted ? { lease: { ...lease, until: iso(lease.until) } } : {}),
    ...(isStale ? { stale: true } : {}),
  }
}

/** The seller's interval, but never later than the proof lasts. A seat that rests is worth asking for when it wakes. */
function nextCheck({
  license,
  verdict,
  proof,
  now,
  lease,
}: Pick<AnswerParts, 'license' | 'verdict' | 'proof' | 'now' | 'lease'>) {
  // The heartbeat of a user: half-way, so that one that is lost costs nothing; of one without a seat, when one may be free.
  if (license && lease)
    return addSeconds(now, lease.until ? license.terms.leaseSeconds / 2 : license.terms.leaseSeconds)
  if (license && verdict.code === 'ACTIVATION_COOLDOWN')
    return nextSeatAt(license, now) ?? addSeconds(now, refusedRecheckSeconds)
  if (!verdict.valid || !license || !proof) return addSeconds(now, refusedRecheckSeconds)
  return earlier(addDays(now, license.terms.recheckDays), proof.expiresAt)
}

/** The sentence of the code, and from when on a seat may be taken again. */
function detailOf(code: VerdictCode, license: JudgedLicense | null, now: Date): string {
  const wakes = code === 'ACTIVATION_COOLDOWN' && license && nextSeatAt(license, now)
  if (!wakes) return verdictDetails[code]
  return `${verdictDetails[code]} A seat is free again from ${wakes.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
}

const answerLicense = (license: JudgedLicense, valid: boolean, now: Date): AnswerLicense => ({
  id: license._id,
  type: keyTypes[license.type],
  class: license.terms.class,
  term: license.terms.term,
  billing: license.billing,
  status: license.status,
  test: license.test,
  product: license.handles[0] ?? null,
  package: license.packageName,
  // The first valid answer is the activation; it is written behind it.
  activatedAt: iso(license.activatedAt ?? (valid ? now : null)),
  expiresAt: iso(license.expiresAt),
  updatesUntil: iso(license.updatesUntil),
  supportUntil: iso(license.supportUntil),
  graceUntil: iso(graceEnd(license.expiresAt, license.terms.graceDays)),
  features: license.terms.features,
})

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

/** The owner's page of the license, which says what to do about the code, or of all of them; nothing to do: nothing. */
function remedyOf(code: VerdictCode, license: JudgedLicense | null, publicUrl: string): string | null {
  if (code === 'VALID') return null
  return license
    ? `${publicUrl}/account/licenses/${license._id}?code=${code}`
    : `${publicUrl}/account/licenses`
}
