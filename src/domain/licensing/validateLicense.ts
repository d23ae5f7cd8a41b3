import { normalizeHost } from './domainRule'
import { licenseOfKey } from './licenseOfKey'
import { releaseDate } from './licenseSource'
import { judgeAndClaim } from './places/judgeAndClaim'
import { askedOfPlace, type PublicCredential, placeOfPublicId } from './proof/publicId'
import type { License, LicensePlace } from './records'
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
  if (named.place) Object.assign(asked, askedOfPlace({ license, place: named.place }, asked))
  asked.versionReleasedAt = await dateOfVersion(validate, license)
  const [verdict, judged] = await judgeAndClaim({
    database: services.database,
    license,
    asked,
    label: request.label ?? null,
    caller,
    now,
  })
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
  /** The place that a public id names. */
  place?: LicensePlace
}

/** The license that a key or proof names; null for a text that can be neither. */
async function readCredential(
  { licenses, tokens, keyring, database }: LicensingServices,
  credential: ValidateRequest['credential'],
  now: Date,
): Promise<NamedLicense | null> {
  if ('token' in credential) {
    const claims = await tokens.read(credential.token, now)
    return claims && { license: await licenses.findById(claims.sub), claims, isRetiringKey: false }
  }
  if ('publicId' in credential) {
    const found = await placeOfPublicId({ licenses, database }, credential)
    return { ...(found ?? { license: null }), claims: null, isRetiringKey: false }
  }
  const named = await licenseOfKey({ licenses, keyring }, credential.key, now)
  return named && { ...named, claims: null }
}

/** Only where the update window has ended does the date matter: else the verdict stays one read. */
async function dateOfVersion(
  { services: { database }, request: { version }, now }: Validate,
  { product, updatesUntil }: License,
): Promise<Date | null> {
  if (!version || !updatesUntil || updatesUntil > now) return null
  return releaseDate(database, { product, version })
}

/** Notes the attempt as it was and answers what a stranger may learn of it. */
async function answer(
  {
    services: { attempts, sightings, addresses, tokens, publicUrl, licenses },
    request,
    caller,
    now,
  }: Validate,
  asked: VerdictRequest,
  verdict: Verdict,
  license: License | null,
): Promise<ValidateAnswer> {
  const host = asked.domain && asked.domain.kind !== 'refused' ? asked.domain.host : null
  const product = asked.product ?? ''
  const { place: seen } = verdict
  if (license && seen) sightings.note(license, seen, now)
  const isPublic = 'publicId' in request.credential
  // The address behind a public id is a visitor's: it says nothing of where the license is used.
  if (license && verdict.valid && !isPublic) addresses.note(license, caller.address, now)
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
      { license: visible, verdict: shown, product, domain, place, nonce: request.nonce, isPublic },
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
    isPublic,
  })
}
