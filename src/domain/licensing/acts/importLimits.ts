import type { Product } from '@/domain/catalog/records'
import { type BudgetPolicy, spendBudget } from '@/platform/attemptBudget'
import type { Database } from '@/platform/database'
import { log } from '@/platform/logs'
import type { Tx } from '@/platform/transaction'

/** Ten thousand keys in an hour, checked first and imported then. */
const rowsPolicy: BudgetPolicy = {
  scope: 'import-rows',
  most: 20_000,
  windowSeconds: 3_600,
  detail: 'Too many keys were looked at within an hour. Go on later.',
}
/** Whoever brings keys of their own meets none of anybody else. */
const foreignPolicy: BudgetPolicy = {
  scope: 'import-foreign',
  most: 25,
  windowSeconds: 3_600,
  detail: 'Too many keys of these files cannot be imported. Ask support to look at them with you.',
}

/**
 * Before a seller's rows are looked at: an import must not become a way to find out which keys others have.
 * @throws CodedError 429 `too_many_attempts`.
 */
export const spendRows = (database: Database, seller: string, rows: number): Promise<void> =>
  spendBudget(database, rowsPolicy, seller, rows)

/**
 * Before a seller is told of rows that others have.
 * @throws CodedError 429 `too_many_attempts`: then nothing of these rows is told.
 */
export const spendForeign = (database: Database, seller: string, keys: number): Promise<void> =>
  spendBudget(database, foreignPolicy, seller, keys)

/** Keys of other sellers stood in a file: staff see who looked, for which product, and whose licenses they are. */
export async function noteForeign(
  tx: Pick<Tx, 'audit' | 'actor'>,
  { product, foreign }: { product: Pick<Product, '_id' | 'seller'>; foreign: readonly string[] },
): Promise<void> {
  log().warn(
    { product: product._id, seller: product.seller, by: tx.actor.id, keys: foreign.length },
    'an import held keys of other sellers',
  )
  await tx.audit({
    act: 'license.import-foreign',
    target: { collection: 'products', id: product._id },
    after: { found: foreign.length, licenses: foreign.slice(0, 50) },
  })
}
