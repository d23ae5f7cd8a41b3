import { atOneMoment } from '@/platform/snapshot'
import type { BookProblem } from '../bookProblem'
import type { Books } from './bookCheck'
import { type OrderFile, readOrderFiles } from './orderFile'
import { checkOrder } from './orderRules'

/** Every order with all that belongs to it, page by page; each page as it was at one moment. */
export async function checkOrders({ database }: Books): Promise<BookProblem[]> {
  const problems: BookProblem[] = []
  let after: string | null = null
  do {
    const from: string | null = after
    const files: OrderFile[] = await atOneMoment(database, (read) => readOrderFiles(read, from))
    problems.push(...files.flatMap(checkOrder))
    after = files.at(-1)?.order._id ?? null
  } while (after !== null)
  return problems
}
