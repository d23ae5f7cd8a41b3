import { collectionOf, type Database } from '@/platform/database'
import { conflict, invalid } from '@/platform/errors'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { signingKeyRecord } from '../records'
import { proofTypes, seconds, signJwt } from './compactJwt'
import { livesAt, type PublicJwk, publicJwkOf } from './liveKeys'
import type { PublicKey } from './openJwt'
import { type KeySet, keySetRecord } from './records'
import type { RootKey } from './rootKey'
import { nextKey } from './rotateSigningKey'
import { verifyKeySet } from './verifyLists'

const lifeDays = 90
/** A set is made anew while the one of before still lives for so long. */
const renewDays = 30

export interface KeySetClaims {
  iss: string
  seq: number
  iat: number
  exp: number
  keys: PublicJwk[]
}

interface Certify {
  tx: Tx
  root: RootKey
  /** The public origin. */
  issuer: string
  /** Another root than that of the set before: the client libraries must ship it first. */
  replacesRoot?: boolean
}

/** What the root is to sign: the keys of now, with the next one, under the next number. For a root on another machine. */
export async function keySetClaims(tx: Tx, issuer: string): Promise<KeySetClaims> {
  await nextKey(tx)
  const before = await latest(tx)
  return {
    iss: issuer,
    seq: (before?.seq ?? 0) + 1,
    iat: seconds(tx.now),
    exp: seconds(addDays(tx.now, lifeDays)),
    keys: await liveKeys(tx),
  }
}

/** Signs the keys of now with the root at hand, and publishes them. */
export async function certifyKeySet(certify: Certify): Promise<KeySet> {
  const { tx, root, issuer } = certify
  const jwt = signJwt(proofTypes.keySet, await keySetClaims(tx, issuer), root)
  return storeKeySet({ ...certify, root: root.public, jwt })
}

/** The same where something changed or the set is near its end; else the one that is there. */
export async function ensureKeySet(certify: Certify): Promise<KeySet> {
  const { tx, root, issuer } = certify
  await nextKey(tx)
  const before = await latest(tx)
  const kids = (await liveKeys(tx)).map(({ kid }) => kid)
  const isGood =
    before &&
    before.issuer === issuer &&
    before.root.kid === root.kid &&
    before.kids.join() === kids.join() &&
    before.expiresAt > addDays(tx.now, renewDays)
  return isGood ? before : certifyKeySet(certify)
}

/**
 * Publishes a set that the root signed, here or elsewhere: only under the root of before, with the next number, and with
 * exactly the keys that are ours.
 * @throws CodedError 422 `key_set_invalid`, 409 `key_set_root`, `key_set_outdated`.
 */
export async function storeKeySet({
  tx,
  jwt,
  root,
  issuer,
  replacesRoot = false,
}: Omit<Certify, 'root'> & { jwt: string; root: PublicKey }): Promise<KeySet> {
  const check = verifyKeySet(jwt, { root, issuer, now: tx.now })
  if (!check.ok) throw invalid('key_set_invalid', `This is no key set of that root (${check.why}).`)
  const before = await latest(tx)
  if (before && before.root.x !== root.x && !replacesRoot)
    throw conflict('key_set_root', `The keys were certified by another root before (${before.root.kid}).`)
  const ours = await liveKeys(tx)
  const same =
    check.seq === (before?.seq ?? 0) + 1 &&
    ours.map(fingerprint).join() === check.keys.map(fingerprint).join()
  if (!same) throw conflict('key_set_outdated', 'The keys have changed since: ask for a new request.')
  const row: KeySet = {
    _id: `keys:${check.seq}`,
    seq: check.seq,
    jwt,
    issuer,
    root: { kid: root.kid, x: root.x },
    kids: check.keys.map(({ kid }) => kid),
    issuedAt: tx.now,
    expiresAt: addDays(tx.now, lifeDays),
  }
  await tx.of(keySetRecord).insert(row)
  await tx.audit({
    act: 'key-set.certify',
    target: { collection: keySetRecord.name, id: row._id },
    after: { seq: row.seq, kids: row.kids, root: root.kid },
  })
  return row
}

/** What is published; null before the first certification. */
export const currentKeySet = (database: Database): Promise<KeySet | null> =>
  collectionOf(database, keySetRecord).findOne({}, { sort: { seq: -1 } })

const latest = (tx: Tx): Promise<KeySet | null> => tx.of(keySetRecord).findOne({}, { sort: { seq: -1 } })

async function liveKeys(tx: Tx): Promise<PublicJwk[]> {
  const rows = await tx.of(signingKeyRecord).find(livesAt(tx.now), { sort: { createdAt: 1, _id: 1 } })
  return rows.map(publicJwkOf)
}

const fingerprint = ({ kid, x }: PublicKey): string => `${kid}=${x}`
