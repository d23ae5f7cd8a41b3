import { normalizeHost } from './domainRule'
import { holdLease, type LeaseState } from './leases/holdLease'
import { isSinceProof, licenseOfKey, licenseOfProof } from './licenseOfKey'
import { releaseDate } from './licenseSource'
import { type JudgeAndClaim, judgeAndClaim, judgeWithPlaces } from './places/judgeAndClaim'
import { askedOfPlace, type PublicCredential, placeOfPublicId } from './proof/publicId'
import type { JudgedLicense, LicensePlace } from './records'
import type { RequestShape } from './requestShape'
import type { LicensingServices } from './services'
import { type ValidateAnswer, validateAnswer } from './validateAnswer'
import { malformed, notFoundVerdict, publicVerdict, type VerdictRequest } from './verdict'
import type { Verdict } from './verdictCodes'

export interface ValidateRequest {
  credential: { key: string } | { token: string } | PublicCredential
  /** `{seller}/{product}`; null only with a token or a public id, which name it. */
  product: string | null
  domain: string | null
  fingerprint: string | null
  version: string | null
  features: readonly string[]
  environment: LicensePlace['environment']
  /** Whether the program said so itself; else it is the default. */
  saysEnvironment?: boolean
  nonce: string | null
  /** What its owner calls the place; kept when the place is bound. */
  label?: string | null
  /** Who uses it, in the program's own words, where the license counts users. */
  user?: string | null
}

/** Taken from the connection, never from the body. */
export interface Caller {
  address: string | null
  userAgent: string | null
  requestId: string
}

interface Validate {
  services: LicensingServices
  request: ValidateRequest
  /** How it was asked: the answer is remembered for the next time (preparedAnswers.ts). */
  shape?: RequestShape | null
  caller: Caller
  now: Date
}

/**
 * The verdict on a license: one read, the ladder, on the first use of a place one conditional write, a proof. The attempt
 * is logged behind the answer. Refusals are verdicts; nothing is thrown for a key that is wrong.
 */
export async function validateLicense(validate: Validate): Promise<ValidateAnswer> {
  const { services, request, caller, now } = validate
  const asked = askedOf(request, caller)
  const named = await readCredential(services, request, now)
  if (!named) return answer(validate, asked, malformed, null)
  if (named.claims) {
    asked.product ??= named.claims.aud
    asked.tokenPlace = named.claims.act ?? null
    const place = named.license?.places.find(({ id }) => id === named.claims?.act)
    // A proof says where it was given; only who says otherwise is somewhere else.
    if (place && !request.saysEnvironment) asked.environment = place.environment
  }
  asked.isRetiringKey = named.isRetiringKey
  const { license } = named
  if (!license) return answer(validate, asked, notFoundVerdict, null)
  if (named.place) Object.assign(asked, askedOfPlace({ license, place: named.place }, asked))
  asked.versionReleasedAt = await dateOfVersion(validate, license)
  const claim = { database: services.database, license, asked, label: request.label ?? null, caller, now }
  const lease = await leaseSeat(validate, claim)
  // Without a seat for the user no place is bound either.
  if (lease && !lease.until) asked.isUsedUp = true
  const [verdict, judged] = await judgeAndClaim(claim)
  return answer(validate, asked, verdict, judged, { lease, keyHash: named.keyHash })
}

/** A seat for the user that is named, where users are counted and everything else holds. */
async function leaseSeat(
  { services: { database, keyring, usage }, request: { user, credential }, now }: Validate,
  claim: JudgeAndClaim,
): Promise<LeaseState | null> {
  const { license } = claim
  if (user == null || license.terms.users === null || 'publicId' in credential) return null
  if (!(await judgeWithPlaces(claim)).valid) return null
  const lease = await holdLease({ database, keyring, license, user, now })
  if (lease) usage.note({ license, metric: 'users', used: lease.inUse, limit: lease.limit, at: now })
  return lease
}

/** The request in its normal form, with what is known before any license is. */
const askedOf = (
  { product, domain, fingerprint, features, environment }: ValidateRequest,
  { address }: Caller,
): VerdictRequest => ({
  product,
  domain: domain === null ? null : normalizeHost(domain),
  fingerprint,
  address,
  features,
  versionReleasedAt: null,
  environment,
})

interface NamedLicense {
  license: JudgedLicense | null
  claims: { aud: string; act?: string | undefined } | null
  isRetiringKey: boolean
  keyHash: string | null
  /** The place that a public id names. */
  place?: LicensePlace
}

/** The license that a key or proof names; null for a text that can be neither. */
async function readCredential(
  { licenses, tokens, keyring, database }: LicensingServices,
  { credential, product }: ValidateRequest,
  now: Date,
): Promise<NamedLicense | null> {
  if ('token' in credential) {
    const claims = await tokens.read(credential.token, now)
    if (!claims) return null
    const license = await licenses.findById(claims.sub, (near) => isSinceProof(near, claims))
    return { ...licenseOfProof(license, claims.key, now), claims }
  }
  if ('publicId' in credential) {
    const found = await placeOfPublicId({ licenses, database }, credential)
    return { ...(found ?? { license: null }), claims: null, isRetiringKey: false, keyHash: null }
  }
  const named = await licenseOfKey({ licenses, keyring }, credential.key, now, product)
  return named && { ...named, claims: null }
}

/** Only where the update window has ended does the date matter: else the verdict stays one read. */
async function dateOfVersion(
  { services: { database }, request: { version }, now }: Validate,
  { product, updatesUntil }: JudgedLicense,
): Promise<Date | null> {
  if (!version || !updatesUntil || updatesUntil > now) return null
  return releaseDate(database, { product, version })
}

/** What stands behind an answer beside the license. */
interface Behind {
  lease: LeaseState | null
  keyHash: string | null
}

/** Notes the attempt as it was and answers what a stranger may learn of it. */
async function answer(
  { services, request, shape, caller, now }: Validate,
  asked: VerdictRequest,
  verdict: Verdict,
  license: JudgedLicense | null,
  { lease, keyHash }: Behind = { lease: null, keyHash: null },
): Promise<ValidateAnswer> {
  const { attempts, uses, addresses, tokens, publicUrl, licenses } = services
  const host = asked.domain && asked.domain.kind !== 'refused' ? asked.domain.host : null
  const product = asked.product ?? ''
  const { place: seen } = verdict
  if (license && verdict.valid) uses.noteUse(license, now)
  if (license && seen) uses.noteSighting(license, seen, now)
  const isPublic = 'publicId' in request.credential
  // The address behind a public id is a visitor's: it says nothing of where the license is used.
  if (license && verdict.valid && !isPublic) addresses.note(license, caller.address, now)
  const attempt = { product, code: verdict.code, domain: host ?? request.domain ?? request.fingerprint }
  attempts.record({
    ...attempt,
    license: license?._id ?? null,
    seller: license?.seller ?? null,
    valid: verdict.valid,
    address: caller.address,
    userAgent: caller.userAgent,
    requestId: caller.requestId,
    at: now,
  })
  const shown = publicVerdict(verdict)
  const { place } = shown
  const visible = shown.code === 'NOT_FOUND' ? null : license
  const proof = visible && {
    license: visible,
    verdict: shown,
    product,
    domain: host ?? place?.domain ?? null,
    place,
    keyHash,
    isPublic,
    leasedUntil: lease?.until ?? null,
  }
  const told = validateAnswer({
    license: visible,
    verdict: shown,
    proof: proof && (await tokens.sign(proof, request.nonce, now)),
    nonce: request.nonce,
    publicUrl,
    now,
    isStale: visible !== null && licenses.isStale?.(visible) === true,
    isPublic,
    lease,
  })
  if (shape && proof && !lease)
    services.prepared?.keep({ license: proof.license, shape, proof, attempt, answer: told, now })
  return told
}
