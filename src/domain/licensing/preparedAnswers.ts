import type { Keyring } from '@/platform/keyring'
import type { Attempt, AttemptLog, Fold } from './attempts'
import { lookupsOfText } from './keyLookups'
import type { LicenseSource } from './licenseSource'
import type { LicenseTokens, ProofFacts, SignedProof } from './licenseToken'
import { graceEnd } from './licenseWindows'
import type { AddressWatch } from './places/addressWatch'
import type { JudgedLicense } from './records'
import { asksForVersion, type RequestShape } from './requestShape'
import type { LicenseUses } from './uses'
import type { ValidateAnswer } from './validateAnswer'
import type { Caller } from './validateLicense'

/** Ways to ask for one license that are kept; who asks in more ways takes the long way. */
const maxShapes = 8

/** Most are not asked for again while they lie in memory, and cost none of it. */
const askedOnce = new Map<string, Prepared>()

/** An answer that stays true until the license or the time changes it. */
export interface Prepared {
  /** The hash of the key that asks. */
  hash: string
  license: JudgedLicense
  proof: ProofFacts
  attempt: Pick<Attempt, 'product' | 'code' | 'domain'>
  /** The answer up to `token`, as JSON. */
  head: string
  /** From when to before when it is what judging would answer, in milliseconds. */
  from: number
  until: number
  signed: SignedProof | null
  /** The row that the last attempt was counted in, and whose it is. */
  fold: { row: Fold; address: string | null } | null
}

interface Keep {
  license: JudgedLicense
  shape: RequestShape
  proof: ProofFacts
  attempt: Prepared['attempt']
  answer: ValidateAnswer
  now: Date
}

interface Parts {
  licenses: LicenseSource
  keyring: Keyring
  tokens: LicenseTokens
  attempts: AttemptLog
  uses: LicenseUses
  addresses: AddressWatch
}

/**
 * Valid answers that were given before, kept beside the very record that was judged: when the live cache lets go of that
 * record, because it changed or because it may have, they are gone with it. Until then the same question by the same key
 * has the same answer, up to the next moment at which time alone would change it. Held by a property in
 * preparedAnswers.test.ts: the short way answers what the long way answers.
 */
export class PreparedAnswers {
  private readonly byLicense = new WeakMap<JudgedLicense, Map<string, Prepared>>()

  constructor(private readonly parts: Parts) {}

  /**
   * Remembers a valid answer where nothing but the license and the time decides it: the address is asked by no rule, the
   * place lies in the record, the date of no release was looked up.
   */
  keep({ license, shape, proof, attempt, answer, now }: Keep): void {
    const { terms, places, activatedAt, updatesUntil } = license
    const { place } = proof
    const isDecided =
      answer.valid &&
      !answer.stale &&
      terms.ipRules.length === 0 &&
      activatedAt !== null &&
      (place === null || places.includes(place)) &&
      (updatesUntil === null || updatesUntil > now || !asksForVersion(shape))
    if (!isDecided) return
    const hashes = lookupsOfText(shape.key, this.parts.keyring)
    if (!hashes) return
    const held = this.byLicense.get(license)
    if (!held) {
      this.byLicense.set(license, askedOnce)
      return
    }
    const known = held === askedOnce ? new Map<string, Prepared>() : held
    if (known !== held) this.byLicense.set(license, known)
    const name = nameOf(hashes, shape.shape)
    if (known.size >= maxShapes && !known.has(name)) known.clear()
    const { token, nextCheckAt, ts, nonce, stale, ...head } = answer
    known.set(name, {
      hash: hashes[0] ?? '',
      license,
      proof,
      attempt,
      head: JSON.stringify(head).slice(0, -1),
      from: now.getTime(),
      until: trueUntil(license, now),
      signed: null,
      fold: null,
    })
  }

  /** What is kept for a request, if it is true now. */
  find({ key, shape }: RequestShape, now: Date): Prepared | null {
    const hashes = lookupsOfText(key, this.parts.keyring)
    const license = hashes && this.parts.licenses.peek?.(hashes)
    const prepared = license && this.byLicense.get(license)?.get(nameOf(hashes, shape))
    const at = now.getTime()
    return prepared && at >= prepared.from && at < prepared.until ? prepared : null
  }

  /** The answer as JSON, its attempt noted; null where it cannot be signed at once: ask the long way. */
  give(prepared: Prepared, nonce: string | null, caller: Caller, now: Date): string | null {
    const { attempts, uses, addresses } = this.parts
    const { license, head, fold } = prepared
    const signed = nonce === null ? this.signedOf(prepared, now) : this.sign(prepared, nonce, now)
    if (!signed) return null
    const { place } = prepared.proof
    uses.noteUse(license, now)
    if (place) uses.noteSighting(license, place, now)
    addresses.note(license, caller.address, now)
    if (fold?.address !== caller.address || !attempts.repeat(fold.row, now)) this.note(prepared, caller, now)
    const echo = nonce === null ? 'null' : JSON.stringify(nonce)
    return `${head},"token":"${signed.token}","nextCheckAt":"${nextCheckOf(prepared, signed, now)}","ts":"${iso(now)}","nonce":${echo}}`
  }

  private signedOf(prepared: Prepared, now: Date): SignedProof | undefined {
    const { signed } = prepared
    if (signed?.reuseUntil && signed.reuseUntil > now.getTime() && this.parts.tokens.isCurrent(signed))
      return signed
    const fresh = this.sign(prepared, null, now)
    prepared.signed = fresh ?? null
    return fresh
  }

  private sign({ proof }: Prepared, nonce: string | null, now: Date): SignedProof | undefined {
    return this.parts.tokens.signNow(proof, nonce, now)
  }

  private note(prepared: Prepared, { address, userAgent, requestId }: Caller, at: Date): void {
    const { license, attempt } = prepared
    const row = this.parts.attempts.record({
      ...attempt,
      license: license._id,
      seller: license.seller,
      valid: true,
      address,
      userAgent,
      requestId,
      at,
    })
    prepared.fold = row && { row, address }
  }
}

/** As validateAnswer.ts says it; where the proof ends first it is the same for all that are given that proof. */
function nextCheckOf({ license }: Prepared, { expiresAt }: SignedProof, now: Date): string {
  const asked = now.getTime() + license.terms.recheckDays * dayMs
  return expiresAt.getTime() < asked ? isoOfEnd(expiresAt) : new Date(asked).toISOString()
}

const dayMs = 86_400_000
let endAt = Number.NaN
let endIso = ''

/** Proofs that are given within the same second end at the same one. */
function isoOfEnd(end: Date): string {
  if (end.getTime() !== endAt) {
    endAt = end.getTime()
    endIso = end.toISOString()
  }
  return endIso
}

let lastAt = Number.NaN
let lastIso = ''

/** Written out once a millisecond. */
function iso(date: Date): string {
  if (date.getTime() !== lastAt) {
    lastAt = date.getTime()
    lastIso = date.toISOString()
  }
  return lastIso
}

/** A license may have several keys, and they do not all live equally long. */
const nameOf = ([hash = '']: readonly string[], shape: string): string => hash + shape

/** The next moment at which a valid answer may become another by time alone. */
function trueUntil({ expiresAt, updatesUntil, terms, keys }: JudgedLicense, now: Date): number {
  const moments = [
    expiresAt,
    graceEnd(expiresAt, terms.graceDays),
    updatesUntil,
    ...keys.map(({ until }) => until),
  ]
  return moments.reduce(
    (first, moment) => (moment && moment > now ? Math.min(first, moment.getTime()) : first),
    Number.POSITIVE_INFINITY,
  )
}
