import { makeKeyPair } from '@/platform/signing'
import { addDays } from '@/platform/time'
import type { Tx } from '@/platform/transaction'
import { type SigningKey, signingKeyRecord } from '../records'
import { longestProofDays } from './liveKeys'

/** Two people, or one who is impatient, mean one rotation. */
const pauseMs = 600_000

//  (made) ──▶ next ──rotate──▶ active ──rotate──▶ retiring ──a year later──▶ retired
//             published, and certified, before it signs: whoever holds the set of before can check the first proof after

export interface Rotation {
  /** False where another rotation was just made: nothing is changed then. */
  rotated: boolean
  active: string
}

/**
 * The next key signs from now on, the present one is published until its last proof is over, and a new next one is made.
 * Every process reads its keys again each minute and goes on with those at hand until then.
 */
export async function rotateSigningKey(tx: Tx): Promise<Rotation> {
  const keys = tx.of(signingKeyRecord)
  const active = await activeKey(tx)
  if (active.activeSince && tx.now.getTime() - active.activeSince.getTime() < pauseMs)
    return { rotated: false, active: active._id }
  await retireOldKeys(tx)
  const next = await nextKey(tx)
  await keys.update(
    { _id: active._id, state: 'active' },
    { $set: { state: 'retiring', retiresAt: addDays(tx.now, longestProofDays) } },
  )
  await keys.update({ _id: next._id, state: 'next' }, { $set: { state: 'active', activeSince: tx.now } })
  await nextKey(tx)
  await tx.audit({
    act: 'signing-key.rotate',
    target: { collection: 'signing-keys', id: next._id },
    before: { active: active._id },
    after: { active: next._id },
  })
  return { rotated: true, active: next._id }
}

/** The key that will sign after the present one; made where there is none yet. */
export async function nextKey(tx: Tx): Promise<SigningKey> {
  const keys = tx.of(signingKeyRecord)
  const there = await keys.findOne({ purpose: 'license', state: 'next' })
  if (there) return there
  const { kid, publicJwk, sealedPrivate } = makeKeyPair()
  const made: SigningKey = {
    _id: kid,
    purpose: 'license',
    alg: 'EdDSA',
    publicJwk,
    sealedPrivate,
    state: 'next',
    createdAt: tx.now,
  }
  await keys.insert(made)
  return made
}

/** Keys whose last proof is over are no longer published; by the date, so that this only tidies. @returns how many. */
export const retireOldKeys = (tx: Tx): Promise<number> =>
  tx
    .of(signingKeyRecord)
    .updateMany({ state: 'retiring', retiresAt: { $lte: tx.now } }, { $set: { state: 'retired' } })

async function activeKey(tx: Tx): Promise<SigningKey> {
  const active = await tx.of(signingKeyRecord).findOne({ purpose: 'license', state: 'active' })
  if (!active) throw new Error('there is no active license signing key: run the migrations')
  return active
}
