import { z } from 'zod'
import { actorSchema } from './audit'
import { conflict } from './errors'
import { defineRecord } from './records'
import type { Tx } from './transaction'

const brakeSchema = z.strictObject({
  _id: z.string(),
  /** The run of the oracle that put it on. */
  run: z.string(),
  since: z.date(),
  releasedAt: z.date().nullable(),
  releasedBy: actorSchema.nullable(),
  reason: z.string().nullable(),
  /** Released although rows were still wrong: these do not put it on again. As `invariant: row`. */
  accepted: z.array(z.string()),
})
export type Brake = z.infer<typeof brakeSchema>

/** While one is not released nothing is issued and nobody is paid out; orders are placed and paid as ever. */
export const brakeRecord = defineRecord('brakes', brakeSchema, {
  indexes: [
    { name: 'one_on', keys: { releasedAt: 1 }, unique: true, partialFilterExpression: { releasedAt: null } },
    { name: 'since', keys: { since: -1 } },
  ],
})

/** What a row that waits for the brake says of itself, and how soon it asks again. */
export const frozen = 'Nothing is issued while the books are frozen.'
export const frozenSeconds = 30

/** Whether issuance and payouts are frozen, as of this transaction. */
export const isBraked = async (tx: Pick<Tx, 'of'>): Promise<boolean> =>
  (await tx.of(brakeRecord).findOne({ releasedAt: null })) !== null

/**
 * For acts by hand that would issue or pay out.
 * @throws CodedError 409 `books_frozen`.
 */
export async function assertNotBraked(tx: Pick<Tx, 'of'>): Promise<void> {
  if (await isBraked(tx))
    throw conflict(
      'books_frozen',
      'The books do not agree with the orders at the moment. Nothing is issued or paid out until finance has looked.',
    )
}
