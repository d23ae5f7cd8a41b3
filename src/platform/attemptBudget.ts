import { attemptCounterRecord, counterId } from './attemptLimiter'
import { collectionOf, type Database } from './database'
import { CodedError } from './errors'
import { addSeconds, now } from './time'
import { isDuplicateKey } from './transaction'

/** So many within a window that begins with the first; what takes many at once is counted by how many. */
export interface BudgetPolicy {
  scope: string
  most: number
  windowSeconds: number
  /** What is said when it is used up. */
  detail: string
}

/**
 * Takes `amount` of a budget, or nothing of it. One atomic write, shared by all processes.
 * @throws CodedError 429 `too_many_attempts` with the rest of the window as the time to wait.
 */
export async function spendBudget(
  database: Database,
  policy: BudgetPolicy,
  subject: string,
  amount: number,
  at = now(),
): Promise<void> {
  const take = () =>
    collectionOf(database, attemptCounterRecord).findOneAndUpdate(
      { _id: counterId(policy, subject) },
      pipeline(policy, amount, at),
      { upsert: true, returnDocument: 'after' },
    )
  // Two first ones at once: the loser of the insert finds the row on its second try.
  const row = await take().catch((error: unknown) => {
    if (isDuplicateKey(error)) return take()
    throw error
  })
  if (!row || row.allowed) return
  const { detail } = policy
  const retryAfterSeconds = Math.max(1, Math.ceil((row.expiresAt.getTime() - at.getTime()) / 1_000))
  throw new CodedError({ status: 429, code: 'too_many_attempts', detail, retryAfterSeconds })
}

function pipeline({ most, windowSeconds }: BudgetPolicy, amount: number, at: Date) {
  const runs = { $gt: ['$expiresAt', at] }
  const end = { $cond: [runs, '$expiresAt', addSeconds(at, windowSeconds)] }
  const count = { $cond: [runs, '$count', 0] }
  return [
    { $set: { count, expiresAt: end, nextAt: end } },
    { $set: { allowed: { $lte: [{ $add: ['$count', amount] }, most] } } },
    { $set: { count: { $cond: ['$allowed', { $add: ['$count', amount] }, '$count'] } } },
  ]
}
