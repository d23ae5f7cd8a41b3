import { matchesDomainRule, type NormalHost, parseDomainRule } from './domainRule'
import { matchesIpRule } from './ipRule'
import { graceEnd } from './licenseWindows'
import type { JudgedLicense, LicensePlace } from './records'
import { deadSeatOf, freePlacesOf, mayReclaim, restingSeats, takesSeat } from './seats'
import type { RefusalCode, Verdict, VerdictCheck, VerdictCode } from './verdictCodes'

/** What is asked of a license; everything in its normal form, nothing read from elsewhere. */
export interface VerdictRequest {
  /** Handle of the product that the caller is; null where the credential names it. */
  product: string | null
  domain: NormalHost | null
  fingerprint: string | null
  address: string | null
  features: readonly string[]
  /** When the asked version was released; null: none asked, or not known to us. */
  versionReleasedAt: Date | null
  /** The place that a token was made for: it must still be there. `undefined`: the credential is a key. */
  tokenPlace?: string | null
  environment: LicensePlace['environment']
  /** The key was replaced and lives for the places that are known (LIC-9). */
  isRetiringKey?: boolean
  /** A seat beyond those in the license record was not seen for so long that it passes on (seats.ts). */
  hasDeadSeat?: boolean
  /** What was bought of users or calls is used up; by whoever counts them. */
  isUsedUp?: boolean
}

interface Facts {
  license: JudgedLicense
  request: VerdictRequest
  now: Date
  place: LicensePlace | null
}

/** One rung: what was looked at, and the code if it does not hold. */
interface Rung {
  check: VerdictCheck['check']
  fails: (facts: Facts) => RefusalCode | null
}

/**
 * The ladder. Its order is the order of precedence and the order of the codes in spec/API.md; the first rung that fails is
 * the verdict. Format and record stand before it: without a license there is nothing to ask the others.
 */
const ladder: readonly Rung[] = [
  {
    check: 'product',
    fails: ({ license, request }) =>
      request.product === null || license.handles.includes(request.product) ? null : 'PRODUCT_MISMATCH',
  },
  { check: 'status', fails: ({ license }) => statusRefusal(license) },
  { check: 'term', fails: ({ license, now }) => termRefusal(license, now) },
  {
    check: 'class',
    fails: ({ license, request: { domain, environment } }) =>
      license.terms.production || environment !== 'production' || isForDevelopment(license, domain)
        ? null
        : 'CLASS_NOT_ALLOWED',
  },
  { check: 'domain', fails: domainRefusal },
  {
    check: 'address',
    fails: ({ license: { terms }, request: { address } }) =>
      terms.ipRules.length === 0 || terms.ipRules.some((rule) => address && matchesIpRule(rule, address))
        ? null
        : 'IP_MISMATCH',
  },
  { check: 'activation', fails: activationRefusal },
  {
    check: 'version',
    fails: ({ license: { updatesUntil }, request: { versionReleasedAt } }) =>
      updatesUntil && versionReleasedAt && versionReleasedAt > updatesUntil ? 'VERSION_NOT_ENTITLED' : null,
  },
  {
    check: 'features',
    fails: ({ license, request }) =>
      request.features.every((feature) => license.terms.features.includes(feature))
        ? null
        : 'FEATURE_MISSING',
  },
  { check: 'usage', fails: ({ request }) => (request.isUsedUp ? 'QUOTA_EXCEEDED' : null) },
]

/** A text that cannot be a credential. */
export const malformed: Verdict = refusal('MALFORMED', [{ check: 'format', passed: false }])

/** No license, or one of another product: to the caller the same (spec/API.md, Licenses). */
export const notFoundVerdict: Verdict = refusal('NOT_FOUND', [
  { check: 'format', passed: true },
  { check: 'record', passed: false },
])

/**
 * The verdict on a license: the ladder from the top to the first rung that fails. Pure; a free seat is not taken here but
 * named as `binds`, and taken by one conditional write.
 * @param license null where no license has that key.
 * @param known the place as it is kept, where it is not among those in the license record.
 */
export function judge(
  license: JudgedLicense | null,
  request: VerdictRequest,
  now: Date,
  known: LicensePlace | null = license && placeOf(license, request),
): Verdict {
  if (!license) return notFoundVerdict
  const checks: VerdictCheck[] = [
    { check: 'format', passed: true },
    { check: 'record', passed: true },
  ]
  // A place that was bound without a seat and is production now is a place that has to take one.
  const place = known && !known.seat && takesSeat(license, request.environment) ? null : known
  for (const rung of ladder) {
    const code = rung.fails({ license, request, now, place })
    checks.push({ check: rung.check, passed: code === null })
    if (code) return refusal(code, checks)
  }
  const code = license.expiresAt && license.expiresAt <= now ? 'GRACE' : 'VALID'
  return { valid: true, code, checks, place, binds: bindsSeat(license, request, place) }
}

/** The ladder for a license itself, asked by nobody from nowhere: how it stands. */
export const judgeAlone = (license: JudgedLicense, now: Date): Verdict => judge(license, nobody, now)

const nobody: VerdictRequest = {
  product: null,
  domain: null,
  fingerprint: null,
  address: null,
  features: [],
  versionReleasedAt: null,
  environment: 'production',
}

/** What a stranger may learn: a foreign product's key is a key that does not exist. */
export const publicVerdict = (verdict: Verdict): Verdict =>
  verdict.code === 'PRODUCT_MISMATCH' ? notFoundVerdict : verdict

function refusal(code: Exclude<VerdictCode, 'VALID' | 'GRACE'>, checks: readonly VerdictCheck[]): Verdict {
  return { valid: false, code, checks, place: null, binds: false }
}

/** The place of the license that the caller is, if it is known. A host decides before a fingerprint: machines change. */
export function placeOf(
  license: Pick<JudgedLicense, 'places'>,
  { domain, fingerprint, tokenPlace }: VerdictRequest,
): LicensePlace | null {
  const found = (holds: (place: LicensePlace) => boolean) => license.places.find(holds) ?? null
  if (domain?.kind === 'host') return found((place) => place.domain === domain.host)
  if (domain) return null
  if (fingerprint !== null)
    return found((place) => place.domain === null && place.fingerprint === fingerprint)
  return tokenPlace ? found((place) => place.id === tokenPlace) : null
}

/** What the state alone refuses; `expired` is left to the dates. */
export function statusRefusal({
  status,
  reason,
}: Pick<JudgedLicense, 'status' | 'reason'>): RefusalCode | null {
  if (status === 'active' || status === 'expired') return null
  if (status === 'pending') return 'PENDING'
  if (status === 'suspended') return reason === 'disputed' ? 'DISPUTED' : 'SUSPENDED'
  if (reason === 'refunded') return 'REFUNDED'
  return reason === 'canceled' ? 'CANCELED' : 'REVOKED'
}

/** Goes by the date: a license whose daily job is late has ended all the same. */
function termRefusal({ status, startsAt, expiresAt, terms }: JudgedLicense, now: Date): RefusalCode | null {
  if (startsAt > now) return 'NOT_YET_VALID'
  const ended = status === 'expired' || (expiresAt !== null && expiresAt <= now)
  if (!ended) return null
  const grace = graceEnd(expiresAt, terms.graceDays)
  if (grace && grace > now) return null
  return terms.term === 'trial' ? 'TRIAL_EXPIRED' : 'EXPIRED'
}

/** Rules bind production hosts only; development hosts always pass. */
function domainRefusal({ license, request: { domain } }: Facts): RefusalCode | null {
  const { terms } = license
  if (isForDevelopment(license, domain)) return null
  if (domain?.kind === 'refused') return 'DOMAIN_MISMATCH'
  if (terms.domains.length === 0) return null
  if (!domain) return 'DOMAIN_REQUIRED'
  const covered = terms.domains.some((rule) => matchesDomainRule(parseDomainRule(rule), domain.host))
  return covered ? null : 'DOMAIN_MISMATCH'
}

/**
 * First use binds a place while there is room; a token binds none, and falls with the place it was made for; a key that
 * was replaced knows its places and no new ones.
 */
function activationRefusal({ license, request, place, now }: Facts): RefusalCode | null {
  if (place) return null
  // It keeps what it runs, and does nothing else: it may be in the wrong hands.
  if (request.isRetiringKey) return 'ACTIVATION_REQUIRED'
  if (isForDevelopment(license, request.domain)) return null
  if (request.tokenPlace !== undefined) {
    return namesPlace(request) || request.tokenPlace !== null ? 'ACTIVATION_REQUIRED' : null
  }
  if (!namesPlace(request)) return null
  const full = roomRefusal(license, request.environment, now)
  if (full && !passesOn(license, request, now)) return full
  return cloneRefusal(license)
}

/** Whether a dead seat would make room. */
const passesOn = (license: JudgedLicense, { environment, hasDeadSeat }: VerdictRequest, now: Date): boolean =>
  takesSeat(license, environment) &&
  mayReclaim(license) &&
  (hasDeadSeat === true || deadSeatOf(license, now) !== null)

/** Why there is no room for another place now; null where there is. Seats that can be reclaimed are not counted here. */
export function roomRefusal(
  license: JudgedLicense,
  environment: LicensePlace['environment'],
  now: Date,
): 'ACTIVATION_LIMIT' | 'ACTIVATION_COOLDOWN' | null {
  if (!takesSeat(license, environment)) {
    const room = freePlacesOf(license)
    return room !== null && license.freeTaken >= room ? 'ACTIVATION_LIMIT' : null
  }
  if (license.seats === null) return null
  if (license.seatsTaken >= license.seats) return 'ACTIVATION_LIMIT'
  return license.seatsTaken + restingSeats(license, now) >= license.seats ? 'ACTIVATION_COOLDOWN' : null
}

const cloneRefusal = ({ suspicion, terms }: JudgedLicense): RefusalCode | null =>
  suspicion && terms.cloneBlocks ? 'CLONE_DETECTED' : null

/** A development host of ours, or of the seller's list. */
const isForDevelopment = ({ terms }: JudgedLicense, domain: NormalHost | null): boolean =>
  domain?.kind === 'development' ||
  (domain?.kind === 'host' &&
    terms.developmentHosts.some((host) => domain.host === host || domain.host.endsWith(`.${host}`)))

const namesPlace = ({ domain, fingerprint }: VerdictRequest): boolean =>
  domain?.kind === 'host' || (domain === null && fingerprint !== null)

const bindsSeat = (license: JudgedLicense, request: VerdictRequest, place: LicensePlace | null): boolean =>
  place === null &&
  request.tokenPlace === undefined &&
  namesPlace(request) &&
  !isForDevelopment(license, request.domain)
