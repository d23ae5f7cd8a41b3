import { createHash } from 'node:crypto'
import { z } from 'zod'
import { collectionOf, type Database } from './database'
import { CodedError } from './errors'
import { defineRecord } from './records'
import { now } from './time'
import { isDuplicateKey } from './transaction'

const attemptCounterSchema = z.strictObject({
  /** `scope:sha256(subject)`: which limit, and for whom. */
  _id: z.string(),
  count: z.number(),
  /** Whether the last attempt could go on. */
  allowed: z.boolean(),
  /** When the next one may. */
  nextAt: z.date(),
  expiresAt: z.date(),
})
/** Attempts at what costs money, accounts or guesses, by address, account or key; counted for all processes together. */
export const attemptCounterRecord = defineRecord('attempt-counters', attemptCounterSchema, {
  indexes: [{ name: 'clean', keys: { expiresAt: 1 }, expireAfterSeconds: 3_600 }],
})

/** So many attempts are free; after them each waits twice as long as the one before, up to a limit. */
export interface AttemptPolicy {
  scope: string
  free: number
  firstDelaySeconds: number
  longestDelaySeconds: number
  /** A subject that was quiet for so long starts anew. */
  forgetAfterSeconds: number
}

/**
 * Takes one attempt, or says how long to wait. One atomic write, shared by all processes: of a hundred attempts at once
 * exactly the free ones pass. An attempt that is refused does not count.
 * @returns seconds to wait; 0 when it may go on.
 */
export async function takeAttempt(
  database: Database,
  policy: AttemptPolicy,
  subject: string,
  at = now(),
): Promise<number> {
  const take = () =>
    collectionOf(database, attemptCounterRecord).findOneAndUpdate(
      { _id: counterId(policy, subject) },
      pipeline(policy, at),
      { upsert: true, returnDocument: 'after' },
    )
  // Two first attempts at once: the loser of the insert finds the row on its second try.
  const row = await take().catch((error: unknown) => {
    if (isDuplicateKey(error)) return take()
    throw error
  })
  if (!row || row.allowed) return 0
  return Math.max(1, Math.ceil((row.nextAt.getTime() - at.getTime()) / 1_000))
}

/** @throws CodedError 429 `too_many_attempts`, the same for every subject, known to us or not. */
export async function spendAttempt(
  database: Database,
  policy: AttemptPolicy,
  subject: string,
): Promise<void> {
  const seconds = await takeAttempt(database, policy, subject)
  if (seconds > 0)
    throw new CodedError({
      status: 429,
      code: 'too_many_attempts',
      detail: `Too many attempts. Try again in ${seconds} seconds.`,
      retryAfterSeconds: seconds,
    })
}

/** An attempt that turned out right: it did not count, and where free ones are left again the next has nothing to wait for. */
export async function giveAttemptBack(
  database: Database,
  policy: AttemptPolicy,
  subject: string,
): Promise<void> {
  await collectionOf(database, attemptCounterRecord).updateOne(
    { _id: counterId(policy, subject), count: { $gt: 0 } },
    [
      { $set: { count: { $subtract: ['$count', 1] } } },
      { $set: { nextAt: { $cond: [{ $lt: ['$count', policy.free] }, new Date(0), '$nextAt'] } } },
    ],
  )
}

/** The subject starts anew. */
export async function forgetAttempts(
  database: Database,
  policy: AttemptPolicy,
  subject: string,
): Promise<void> {
  await collectionOf(database, attemptCounterRecord).deleteOne({ _id: counterId(policy, subject) })
}

/** Hashed, so that no address of anybody lies here. */
export const counterId = ({ scope }: Pick<AttemptPolicy, 'scope'>, subject: string): string =>
  `${scope}:${createHash('sha256').update(subject).digest('hex')}`

function pipeline(policy: AttemptPolicy, at: Date) {
  const forgetAt = new Date(at.getTime() + policy.forgetAfterSeconds * 1_000)
  // Free attempts leave no time behind: processes differ by milliseconds in what they call now.
  const delayMs = {
    $min: [
      policy.longestDelaySeconds * 1_000,
      {
        $multiply: [policy.firstDelaySeconds * 1_000, { $pow: [2, { $subtract: ['$count', policy.free] }] }],
      },
    ],
  }
  const nextAt = { $cond: [{ $lt: ['$count', policy.free] }, new Date(0), { $add: [at, delayMs] }] }
  return [
    {
      $set: {
        count: { $cond: [{ $gt: ['$expiresAt', at] }, '$count', 0] },
        allowed: {
          $or: [
            { $lte: [{ $ifNull: ['$expiresAt', at] }, at] },
            { $lte: [{ $ifNull: ['$nextAt', at] }, at] },
          ],
        },
      },
    },
    { $set: { count: { $cond: ['$allowed', { $min: [{ $add: ['$count', 1] }, 1_000] }, '$count'] } } },
    {
      $set: {
        nextAt: { $cond: ['$allowed', nextAt, '$nextAt'] },
        expiresAt: { $cond: ['$allowed', forgetAt, '$expiresAt'] },
      },
    },
  ]
}
