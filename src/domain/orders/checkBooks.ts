import type { Database } from '@/platform/database'
import type { BookProblem } from './bookProblem'
import { runOracle } from './oracle/oracle'

/**
 * The invariants of the books as far as this version books (notes/marketplace-money.md §2.2): read only, from what lies
 * in MongoDB alone. Empty when the books are right and nothing waits for longer than an hour.
 * @throws Error where a check could not be run.
 */
export async function checkBooks(database: Database): Promise<BookProblem[]> {
  const { checks, problems, late } = await runOracle({ database, provider: null })
  const broken = checks.find(({ error }) => error !== null)
  if (broken) throw new Error(`The check of ${broken.name} broke off: ${broken.error}`)
  return [...problems, ...late]
}
