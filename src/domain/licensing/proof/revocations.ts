import { createHash } from 'node:crypto'
import { systemActor } from '@/platform/actor'
import type { Database } from '@/platform/database'
import { freshFor } from '@/platform/freshFor'
import { addDays, now as clockNow } from '@/platform/time'
import { isDuplicateKey, transact } from '@/platform/transaction'
import { licenseRecord } from '../records'
import type { SigningKeys } from '../signingKeys'
import { proofTypes, seconds, signJwt } from './compactJwt'
import { longestProofDays } from './liveKeys'
import { revocationStateRecord } from './records'

const id = 'revocations'
const lifeDays = 7
/** The list is signed anew each hour, so that its age says how fresh it is; the number stays. */
const resignMs = 3_600_000

export interface Revocations {
  seq: number
  changedAt: Date
  /** License ids, sorted. */
  revoked: string[]
  /** They may come back. */
  suspended: string[]
}

/**
 * Which licenses are withdrawn or rest now, as far as a proof of theirs may still live, under the number that all processes
 * share. The number is moved in the transaction that reads the list: none can write an older list under a newer number.
 */
export async function readRevocations(database: Database, now = clockNow()): Promise<Revocations> {
  try {
    return await read(database, now)
  } catch (error) {
    // The very first list was made by another process at the same moment.
    if (!isDuplicateKey(error)) throw error
    return read(database, now)
  }
}

const read = (database: Database, now: Date): Promise<Revocations> =>
  transact(database, { actor: systemActor('revocations'), now }, async (tx) => {
    const withdrawn = await tx.of(licenseRecord).find(
      {
        status: { $in: ['revoked', 'suspended'] },
        statusChangedAt: { $gt: addDays(now, -longestProofDays) },
      },
      { projection: { status: 1 }, hint: 'withdrawn' },
    )
    const of = (status: string) =>
      withdrawn
        .filter((row) => row.status === status)
        .map(({ _id }) => _id)
        .sort()
    const list = { revoked: of('revoked'), suspended: of('suspended') }
    const digest = createHash('sha256').update(JSON.stringify(list)).digest('base64url')
    const states = tx.of(revocationStateRecord)
    const state = await states.findOne({ _id: id })
    if (state?.digest === digest) return { ...list, seq: state.seq, changedAt: state.changedAt }
    const next = { seq: (state?.seq ?? 0) + 1, digest, changedAt: now }
    if (state) await states.update({ _id: id, seq: state.seq }, { $set: next })
    else await states.insert({ _id: id, ...next })
    return { ...list, seq: next.seq, changedAt: now }
  })

export interface SignedRevocations {
  jwt: string
  seq: number
  /** The same on every process for the same text. */
  etag: string
}

/** The list as this process publishes it: read again when it is older than a second, and somebody asks. */
export function publishedRevocations(
  database: Database,
  keys: SigningKeys,
  issuer: string,
): () => Promise<SignedRevocations> {
  let signed: SignedRevocations | undefined
  return freshFor(1_000, async () => {
    const list = await readRevocations(database)
    const signer = await keys.active()
    const hour = Math.floor(clockNow().getTime() / resignMs) * resignMs
    const iat = new Date(Math.max(hour, list.changedAt.getTime()))
    const etag = `"${list.seq}-${seconds(iat)}-${signer.kid}"`
    if (signed?.etag === etag) return signed
    const { seq, revoked, suspended } = list
    const claims = {
      iss: issuer,
      seq,
      iat: seconds(iat),
      exp: seconds(addDays(iat, lifeDays)),
      revoked,
      suspended,
    }
    signed = { jwt: signJwt(proofTypes.revocations, claims, signer), seq, etag }
    return signed
  })
}
