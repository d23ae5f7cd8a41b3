import { createHash } from 'node:crypto'
import { z } from 'zod'
import { collectionOf, type Database } from './database'
import { conflict, invalid } from './errors'
import { defineRecord } from './records'
import { addSeconds } from './time'
import { isDuplicateKey, type Tx } from './transaction'

/** An answer is given again for a day; then the key is as good as new. */
const keptSeconds = 86_400

const idempotentAnswerSchema = z.strictObject({
  /** SHA-256 of whom it is for, which act, and the key: no one finds another's answer. */
  _id: z.string(),
  /** SHA-256 of the request. */
  request: z.string(),
  /** null while the first one runs. */
  answer: z.record(z.string(), z.unknown()).nullable(),
  startedAt: z.date(),
})
type IdempotentAnswer = z.infer<typeof idempotentAnswerSchema>

/** Answers under an `Idempotency-Key` (spec/API.md, common rules). */
export const idempotentAnswerRecord = defineRecord('idempotent-answers', idempotentAnswerSchema, {
  indexes: [{ name: 'clean', keys: { startedAt: 1 }, expireAfterSeconds: keptSeconds }],
})

interface AnswerOnce<T> {
  database: Database
  /** The act and its credential: keys of others mean nothing here. */
  scope: string
  /** The `Idempotency-Key`, 1–255 characters. */
  key: string
  /** What was asked, as parsed. */
  request: unknown
  now: Date
  /** A request that did not answer for so long is taken to be dead, and its key is free. */
  abandonedSeconds?: number
  run: (keep: KeepAnswer<T>) => Promise<T>
}

/**
 * Writes the answer in the act's own transaction, where it has one: a process that dies right after it has not forgotten.
 * @throws CodedError 409 `idempotency_in_progress` where the act took so long that another has begun: this one is undone.
 */
export type KeepAnswer<T> = (tx: Pick<Tx, 'of'>, answer: T) => Promise<void>

/**
 * Runs an act under an idempotency key: the same key with the same request answers what was answered first; what failed
 * is forgotten and may be tried again.
 * @throws CodedError 422 `idempotency_key_reused` for another request, 409 `idempotency_in_progress` while the first runs.
 */
export async function answerOnce<T extends Record<string, unknown>>({
  database,
  scope,
  key,
  request,
  now,
  abandonedSeconds = 60,
  run,
}: AnswerOnce<T>): Promise<T | Record<string, unknown>> {
  const answers = collectionOf(database, idempotentAnswerRecord)
  const mine: IdempotentAnswer = {
    _id: digest(`${scope}\n${key}`),
    request: digest(JSON.stringify(request)),
    answer: null,
    startedAt: now,
  }
  const known = await begin(database, mine, { now, abandonedSeconds })
  if (known) {
    if (known.request !== mine.request)
      throw invalid('idempotency_key_reused', 'This Idempotency-Key was used for another request.')
    if (known.answer) return known.answer
    throw inProgress()
  }
  try {
    const answer = await run((tx, kept) => keep(tx, mine, kept))
    await answers.updateOne({ _id: mine._id, startedAt: now }, { $set: { answer } })
    return answer
  } catch (error) {
    await answers.deleteOne({ _id: mine._id, startedAt: now, answer: null })
    throw error
  }
}

async function keep(tx: Pick<Tx, 'of'>, mine: IdempotentAnswer, answer: Record<string, unknown>) {
  const { _id, startedAt } = mine
  const own = await tx
    .of(idempotentAnswerRecord)
    .update({ _id, startedAt, answer: null }, { $set: { answer } })
  if (!own) throw inProgress()
}

const inProgress = () =>
  conflict('idempotency_in_progress', 'The first request with this Idempotency-Key still runs.')

/** Takes the key for this request, or tells who has it: past its day or abandoned, it is free. */
async function begin(
  database: Database,
  mine: IdempotentAnswer,
  { now, abandonedSeconds }: { now: Date; abandonedSeconds: number },
): Promise<IdempotentAnswer | null> {
  const answers = collectionOf(database, idempotentAnswerRecord)
  try {
    await answers.insertOne(mine)
    return null
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  const { _id, ...fields } = mine
  const taken = await answers.updateOne(
    {
      _id,
      $or: [
        { startedAt: { $lte: addSeconds(now, -keptSeconds) } },
        { answer: null, startedAt: { $lte: addSeconds(now, -abandonedSeconds) } },
      ],
    },
    { $set: fields },
  )
  if (taken.matchedCount === 1) return null
  // Gone meanwhile: the first one failed a moment ago, and this one may be tried again.
  return (await answers.findOne({ _id })) ?? mine
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
