import type { Actor } from '@/platform/actor'
import { CodedError, conflict, notFound } from '@/platform/errors'
import { addDays } from '@/platform/time'
import { type Tx, transact } from '@/platform/transaction'
import { historyRow } from '../history'
import { licenseOfKey } from '../licenseOfKey'
import { databaseLicenses } from '../licenseSource'
import { claimsOf } from '../licenseToken'
import { judgeAndClaim } from '../places/judgeAndClaim'
import {
  type JudgedLicense,
  type LicensePlace,
  licenseHistoryRecord,
  licensePlaceRecord,
  licenseRecord,
} from '../records'
import type { LicensingServices } from '../services'
import type { Caller } from '../validateLicense'
import { malformed, notFoundVerdict, publicVerdict, type VerdictRequest } from '../verdict'
import { type Verdict, verdictDetails } from '../verdictCodes'
import { proofTypes, seconds, signJwt } from './compactJwt'
import { fileEnd } from './fileTerms'
import { fileText } from './fileText'

/** A file is made now and then, not for each start of a program. */
const maxFilesPerDay = 20

export interface LicenseFile {
  /** `jti` of the file, and the id of its line in the license's history. */
  id: string
  license: string
  /** `{seller}/{product}`. */
  product: string
  /** The machine that it is for; null: it proves the license alone, for as long as a machine may be offline. */
  fingerprint: string | null
  activation: string | null
  issuedAt: Date
  /** Never past the license and its grace, whatever was asked for. */
  expiresAt: Date
  filename: string
  /** The file itself: words for people, then the signed part. */
  text: string
}

interface FileTerms {
  product: string
  fingerprint: string | null
  days: number
}

interface ByKey {
  services: LicensingServices
  request: FileTerms & { key: string }
  caller: Caller
  now: Date
}

/**
 * A license file for a machine without network, asked for by the key (LIC-6): judged by the ladder of every validation,
 * it takes the machine's seat as the first validation there would.
 * @throws CodedError 404 for a key that is none or of another product, 403 `license_inactive` with the license code,
 * 429 `rate_limited` after 20 files in a day.
 */
export async function makeLicenseFile({ services, request, caller, now }: ByKey): Promise<LicenseFile> {
  const { database, keyring } = services
  const { key, ...terms } = request
  const named = await licenseOfKey({ licenses: databaseLicenses(database), keyring }, key, now)
  const { license = null, isRetiringKey = false } = named ?? {}
  if (!license) {
    note({ services, caller, now }, terms, named ? notFoundVerdict : malformed, null)
    throw refusalOf(notFoundVerdict)
  }
  const actor: Actor = {
    kind: 'license',
    id: license._id,
    address: caller.address,
    requestId: caller.requestId,
  }
  return fileFor({ services, license, terms, isRetiringKey, caller, actor, now })
}

interface ForLicense {
  services: LicensingServices
  license: JudgedLicense
  terms: FileTerms
  isRetiringKey?: boolean
  caller: Caller
  /** Who stands in the history. */
  actor: Actor
  now: Date
}

/** The same for a license at hand, as on its owner's page; whoever calls has seen that it is theirs. */
export async function fileFor(file: ForLicense): Promise<LicenseFile> {
  const { services, terms, caller, actor, now } = file
  const { product, fingerprint } = terms
  const asked: VerdictRequest = {
    ...{ product, fingerprint, domain: null, features: [], versionReleasedAt: null },
    ...{ address: caller.address, environment: 'production', isRetiringKey: file.isRetiringKey ?? false },
  }
  const { database } = services
  const [verdict, license] = await judgeAndClaim({
    ...{ database, license: file.license, asked, label: null, caller, now },
  })
  note(file, terms, verdict, license)
  if (!verdict.valid) throw refusalOf(publicVerdict(verdict))
  const expiresAt = fileEnd(license, terms, now)
  const row = await transact(database, { actor, now }, (tx) =>
    writeDown(tx, { license, place: verdict.place, terms, expiresAt }),
  )
  const claims = {
    ...claimsOf({ license, verdict, product, domain: null, place: verdict.place, nonce: null }, now),
    ...(fingerprint === null ? {} : { fpr: fingerprint }),
    jti: row._id,
    iss: services.publicUrl,
    exp: seconds(expiresAt),
    // There is no server to be asked in between.
    online_by: seconds(expiresAt),
  }
  const token = signJwt(proofTypes.file, claims, await services.keys.active())
  return {
    ...{ id: row._id, license: license._id, product, fingerprint, activation: verdict.place?.id ?? null },
    ...{ issuedAt: now, expiresAt, filename: `${product.replace('/', '-')}-${license._id}.license` },
    text: fileText.write(token, words({ product, fingerprint, license: license._id, expiresAt })),
  }
}

interface Written {
  license: JudgedLicense
  place: LicensePlace | null
  terms: FileTerms
  expiresAt: Date
}

/** The line of history, and on the place until when its machine has a proof: it cannot be taken away meanwhile. */
async function writeDown(tx: Tx, { license, place, terms, expiresAt }: Written) {
  const histories = tx.of(licenseHistoryRecord)
  const today = { license: license._id, kind: 'file' as const, at: { $gt: addDays(tx.now, -1) } }
  if ((await histories.count(today)) >= maxFilesPerDay) throw tooManyFiles
  const { status, reason } = license
  const isSame = await tx
    .of(licenseRecord)
    .update({ _id: license._id, status, reason }, { $set: { updatedAt: tx.now } })
  if (!isSame) throw conflict('license_state', 'This license has just changed its state: ask again.')
  if (place && terms.fingerprint !== null) {
    const inRecord = await tx
      .of(licenseRecord)
      .update({ _id: license._id, 'places.id': place.id }, { $max: { 'places.$.fileUntil': expiresAt } })
    const isThere =
      inRecord ||
      (await tx.of(licensePlaceRecord).update({ _id: place.id }, { $max: { fileUntil: expiresAt } }))
    if (!isThere) throw conflict('license_state', 'This machine has just given its seat back: ask again.')
  }
  const { fingerprint, days } = terms
  const data = { activation: place?.id ?? null, fingerprint, days, expiresAt }
  const row = historyRow(tx, license, { kind: 'file', data })
  await histories.insert(row)
  return row
}

const tooManyFiles = new CodedError({
  status: 429,
  code: 'rate_limited',
  detail: `More than ${maxFilesPerDay} files were made for this license within a day.`,
  retryAfterSeconds: 3_600,
})

function refusalOf({ code }: Verdict): CodedError {
  if (code === 'NOT_FOUND') return notFound('license')
  return new CodedError({
    status: 403,
    code: 'license_inactive',
    detail: verdictDetails[code],
    errors: [{ path: 'key', code, message: verdictDetails[code] }],
  })
}

function note(
  { services, caller, now }: Pick<ForLicense, 'services' | 'caller' | 'now'>,
  { product, fingerprint }: FileTerms,
  { code, valid }: Verdict,
  license: JudgedLicense | null,
): void {
  if (license && valid) services.uses.noteUse(license, now)
  services.attempts.record({
    license: license?._id ?? null,
    seller: license?.seller ?? null,
    ...{ product, code, valid, domain: fingerprint },
    ...{ address: caller.address, userAgent: caller.userAgent, requestId: caller.requestId, at: now },
  })
}

const words = ({
  product,
  fingerprint,
  license,
  expiresAt,
}: Pick<LicenseFile, 'product' | 'fingerprint' | 'license' | 'expiresAt'>): string[] => [
  `License file of ${product}, license ${license}.`,
  fingerprint === null ? 'It is bound to no machine.' : 'It is bound to one machine.',
  `It is good until ${expiresAt.toISOString()}; renew it before.`,
  '',
]
