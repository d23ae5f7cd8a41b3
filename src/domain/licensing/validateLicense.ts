import { CodedError } from '@/platform/errors'
import { normalizeHost } from './domainRule'
import { hashesOfKey, parseLicenseKey } from './key'
import { releaseDate } from './licenseSource'
import { claimPlace } from './places/claimPlace'
import { findHeldPlace, hasDeadHeldSeat, hasHeldPlaces, type PlaceName, spotOf } from './places/findPlace'
import type { License, LicensePlace } from './records'
import type { LicensingServices } from './services'
import { type ValidateAnswer, validateAnswer } from './validateAnswer'
import { judge, malformed, notFoundVerdict, placeOf, publicVerdict, type VerdictRequest } from './verdict'
import type { Verdict } from './verdictCodes'

export interface ValidateRequest {
  credential: { key: string } | { token: string }
  /** `{seller}/{product}`; null only with a token, which names it. */
  product: string | null
  domain: string | null
  fingerprint: string | null
  version: string | null
  features: readonly string[]
  environment: LicensePlace['environment']
  nonce: string | null
  /** What its owner calls the place; kept when the place is bound. */
  label?: string | null
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
  const named = await readCredential(services, request.credential, now)
  if (!named) return answer(validate, asked, malformed, null)
  if (named.claims) {
    asked.product ??= named.claims.aud
    asked.tokenPlace = named.claims.act ?? null
  }
  asked.isRetiringKey = named.isRetiringKey
  const { license } = named
  if (!license) return answer(validate, asked, notFoundVerdict, null)
  asked.versionReleasedAt = await dateOfVersion(validate, license)
  const [verdict, judged] = await judgeAndClaim(validate, license, asked)
  return answer(validate, asked, verdict, judged)
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
  license: License | null
  claims: { aud: string; act?: string | undefined } | null
  isRetiringKey: boolean
}

/** The license that a key or proof names; null for a text that can be neither. */
async function readCredential(
  { licenses, tokens, keyring }: LicensingServices,
  credential: ValidateRequest['credential'],
  now: Date,
): Promise<NamedLicense | null> {
  if ('token' in credential) {
    const claims = await tokens.read(credential.token, now)
    return claims && { license: await licenses.findById(claims.sub), claims, isRetiringKey: false }
  }
  const parsed = parseLicenseKey(credential.key, keyring)
  if (parsed.kind === 'malformed') return null
  const hashes = hashesOfKey(parsed.key, keyring)
  const license = await licenses.findByHash(hashes)
  const used = license?.keys.find(({ hash }) => hashes.includes(hash))
  // A replaced key lives until its day; then it is a key that does not exist.
  const lives = used && (used.until === null || used.until > now)
  return { license: lives ? license : null, claims: null, isRetiringKey: used?.state === 'retiring' }
}

/** Only where the update window has ended does the date matter: else the verdict stays one read. */
async function dateOfVersion(
  { services: { database }, request: { version }, now }: Validate,
  { product, updatesUntil }: License,
): Promise<Date | null> {
  if (!version || !updatesUntil || updatesUntil > now) return null
  return releaseDate(database, { product, version })
}

/** A claim that was lost to a change of the license is judged again so many times. */
const maxRounds = 5

/**
 * Judges, takes the seat that the verdict asks for, and judges what is there then: somebody else may have taken the last
 * one, or the same place, in between.
 */
async function judgeAndClaim(
  validate: Validate,
  found: License,
  asked: VerdictRequest,
): Promise<[Verdict, License]> {
  const { services, request, caller, now } = validate
  let license = found
  for (let round = 1; round <= maxRounds; round++) {
    const verdict = await judgeAll(validate, license, asked)
    if (!verdict.binds) return [verdict, license]
    const place = {
      ...namedPlace(request, asked),
      environment: request.environment,
      label: request.label ?? null,
    }
    const claimed = await claimPlace({ database: services.database, license, place, caller, now })
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
async function judgeAll(
  { services: { database }, now }: Validate,
  license: License,
  asked: VerdictRequest,
): Promise<Verdict> {
  const near = placeOf(license, asked)
  const verdict = judge(license, asked, now, near)
  if (near || !isAboutPlaces(verdict) || !hasHeldPlaces(license)) return verdict
  const name = heldName(asked)
  const held = name && (await findHeldPlace(database, license, name))
  const known = held ? judge(license, asked, now, held) : verdict
  if (known.code !== 'ACTIVATION_LIMIT' && known.code !== 'ACTIVATION_COOLDOWN') return known
  if (!(await hasDeadHeldSeat(database, license, now))) return known
  return judge(license, { ...asked, hasDeadSeat: true }, now, held)
}

/** Whether a place that is known might change the verdict. */
const isAboutPlaces = ({ code, binds }: Verdict): boolean =>
  binds || code.startsWith('ACTIVATION_') || code === 'CLONE_DETECTED'

const heldName = ({ domain, fingerprint, tokenPlace }: VerdictRequest): PlaceName | null => {
  if (domain?.kind === 'host') return { spot: domain.host }
  if (domain) return null
  if (fingerprint !== null) return { spot: spotOf({ domain: null, fingerprint }) }
  return tokenPlace ? { id: tokenPlace } : null
}

const namedPlace = ({ fingerprint }: ValidateRequest, { domain }: VerdictRequest) => ({
  domain: domain?.kind === 'host' ? domain.host : null,
  fingerprint,
})

/** Notes the attempt as it was and answers what a stranger may learn of it. */
async function answer(
  { services: { attempts, tokens, publicUrl, licenses }, request, caller, now }: Validate,
  asked: VerdictRequest,
  verdict: Verdict,
  license: License | null,
): Promise<ValidateAnswer> {
  const host = asked.domain && asked.domain.kind !== 'refused' ? asked.domain.host : null
  const product = asked.product ?? ''
  attempts.record(
    {
      license: license?._id ?? null,
      seller: license?.seller ?? null,
      product,
      code: verdict.code,
      valid: verdict.valid,
      domain: host ?? request.domain ?? request.fingerprint,
      address: caller.address,
      userAgent: caller.userAgent,
      requestId: caller.requestId,
      at: now,
    },
    license,
  )
  const shown = publicVerdict(verdict)
  const { place } = shown
  const visible = shown.code === 'NOT_FOUND' ? null : license
  const domain = host ?? place?.domain ?? null
  const proof =
    visible &&
    (await tokens.sign(
      { license: visible, verdict: shown, product, domain, place, nonce: request.nonce },
      now,
    ))
  return validateAnswer({
    license: visible,
    verdict: shown,
    proof,
    nonce: request.nonce,
    publicUrl,
    now,
    isStale: visible !== null && licenses.isStale?.(visible) === true,
  })
}
