import { collectionOf, type Database } from '@/platform/database'
import { CodedError } from '@/platform/errors'
import { hmac, type Keyring } from '@/platform/keyring'
import { step } from '@/platform/steps'
import { addSeconds } from '@/platform/time'
import { isDuplicateKey } from '@/platform/transaction'
import { inTurn } from '../places/inTurn'
import { type JudgedLicense, type LicenseLease, licenseLeaseRecord } from '../records'

export interface UserOfLicense {
  database: Database
  keyring: Keyring
  license: JudgedLicense
  /** What the program calls its user; only a keyed hash of it is kept. */
  user: string
  now: Date
}

export interface LeaseState {
  /** Until when the user has a seat; null: all are taken. */
  until: Date | null
  /** Seats that are taken now. */
  inUse: number
  limit: number
}

/** Other processes may take what was about to be taken here so often; each time one of them has gone on. */
const maxRounds = 200

/**
 * Leases a seat for a user, or extends the one that the user has: each time one conditional write to one of as many slots
 * as users were sold, so that never more than those are taken, whoever races. A user who stays away for `leaseSeconds` has
 * left. Null where the license does not count users.
 */
export async function holdLease(asked: UserOfLicense): Promise<LeaseState | null> {
  const { license, now } = asked
  const limit = license.terms.users
  if (limit === null) return null
  const until =
    (await extend(asked, limit)) ?? (await inTurn(`${license._id}:users`, () => take(asked, limit)))
  return { until, inUse: await inUse(asked.database, license, now), limit }
}

/** The user's own slot, also after it ran out: nobody took it meanwhile. */
async function extend(
  { database, license, now, ...asked }: UserOfLicense,
  limit: number,
): Promise<Date | null> {
  const until = addSeconds(now, license.terms.leaseSeconds)
  const lease = await leasesOf(database).findOneAndUpdate(
    { license: license._id, holder: holderOf({ license, ...asked }), slot: { $lt: limit } },
    [
      {
        $set: {
          fence: { $cond: [{ $gt: ['$until', now] }, '$fence', { $add: ['$fence', 1] }] },
          until: { $max: ['$until', until] },
        },
      },
    ],
    { returnDocument: 'after' },
  )
  return lease?.until ?? null
}

/** A slot that ran out, else a new one, else none. */
async function take(asked: UserOfLicense, limit: number): Promise<Date | null> {
  await leaveBeyond(asked, limit)
  for (let round = 1; round <= maxRounds; round++) {
    try {
      const until = (await extend(asked, limit)) ?? (await takeOver(asked, limit))
      if (until) return until
      const slot = await nextSlot(asked)
      if (slot >= limit) return null
      return await open(asked, slot)
    } catch (error) {
      // The slot, or a slot for this very user, was taken by another process in between.
      if (!isDuplicateKey(error)) throw error
    }
  }
  throw new CodedError({
    status: 503,
    code: 'busy',
    detail: 'The seats of this license are changing at the moment. Please try again shortly.',
    retryAfterSeconds: 1,
  })
}

async function takeOver(
  { database, license, now, ...asked }: UserOfLicense,
  limit: number,
): Promise<Date | null> {
  const until = addSeconds(now, license.terms.leaseSeconds)
  const lease = await step('license.lease.takeOver', () =>
    leasesOf(database).findOneAndUpdate(
      { license: license._id, slot: { $lt: limit }, until: { $lte: now } },
      { $set: { holder: holderOf({ license, ...asked }), until }, $inc: { fence: 1 } },
      { sort: { until: 1 }, returnDocument: 'after' },
    ),
  )
  return lease?.until ?? null
}

async function nextSlot({ database, license }: UserOfLicense): Promise<number> {
  const last = await leasesOf(database).findOne({ license: license._id }, { sort: { slot: -1 } })
  return last ? last.slot + 1 : 0
}

async function open({ database, license, now, ...asked }: UserOfLicense, slot: number): Promise<Date> {
  const until = addSeconds(now, license.terms.leaseSeconds)
  await step('license.lease.open', () =>
    leasesOf(database).insertOne({
      _id: `${license._id}:${slot}`,
      license: license._id,
      slot,
      holder: holderOf({ license, ...asked }),
      until,
      fence: 1,
    }),
  )
  return until
}

/** Where fewer users are covered than once were, a slot above them is worth nothing, and its holder needs another. */
async function leaveBeyond(asked: UserOfLicense, limit: number): Promise<void> {
  await leasesOf(asked.database).updateOne(
    { license: asked.license._id, holder: holderOf(asked), slot: { $gte: limit } },
    vacated(asked.now),
  )
}

/** The user leaves. @returns whether there was a lease that still ran. */
export async function releaseLease(asked: UserOfLicense): Promise<boolean> {
  const left = await step('license.lease.release', () =>
    leasesOf(asked.database).updateOne(
      { license: asked.license._id, holder: holderOf(asked), until: { $gt: asked.now } },
      vacated(asked.now),
    ),
  )
  return left.matchedCount === 1
}

/** Nobody's, under a name that no holder has. */
const vacated = (now: Date) => [{ $set: { until: now, holder: { $concat: ['free:', '$_id'] } } }]

const inUse = (database: Database, { _id, terms }: JudgedLicense, now: Date): Promise<number> =>
  leasesOf(database).countDocuments({ license: _id, until: { $gt: now }, slot: { $lt: terms.users ?? 0 } })

const holderOf = ({
  keyring,
  license,
  user,
}: Omit<UserOfLicense, 'database' | 'now'>): LicenseLease['holder'] =>
  hmac(keyring.newest('license-lease').key, `${license._id}|${user}`).toString('base64url')

const leasesOf = (database: Database) => collectionOf(database, licenseLeaseRecord)
